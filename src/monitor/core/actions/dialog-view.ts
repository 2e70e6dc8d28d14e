import { cellWidth } from '../../../text/cell-width.ts';
import { phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans, widthOf } from '../../../text/spans.ts';
import { wrapText } from '../../../text/wrap.ts';
import type { Pane, Rect, Row, Size } from '../frame.ts';
import { fieldWindow } from '../text-field.ts';
import { type Dialog, noStop, yesStop } from './dialog.ts';
import type { Field } from './field.ts';
import { ACTIONS } from './registry.ts';

const LABEL_CELLS = 15;
/** Before the words that say what a choice does. */
const DETAIL_CELLS = LABEL_CELLS + 2;

/** A dialog drawn: the pane, and where the text cursor is if a text field has the focus. */
export interface DrawnDialog {
  readonly pane: Pane;
  readonly cursor: { readonly left: number; readonly top: number } | undefined;
}

/** The question, in the middle of the screen. */
export function drawDialog(dialog: Dialog, screen: Size, commandLine: string): DrawnDialog {
  const width = Math.min(76, screen.width - 4);
  const inner = width - 4;
  const rows: Row[] = [];
  const line = (...spans: readonly Span[]) => rows.push({ spans: [{ text: ' ' }, ...spans] });
  const { target } = dialog;

  line();
  const what = [
    span(`${target.kind} `, 'muted'),
    span(sanitize(target.name), 'strong', { bold: true }),
    span(` in ${sanitize(target.namespace)} `, 'muted'),
  ];
  const how = [
    span(sanitize(target.phase), phaseTone(target.phase)),
    ...(target.attempt > 1 ? [span(`, attempt ${target.attempt}`, 'muted')] : []),
  ];
  if (widthOf([...what, ...how]) <= inner) line(...what, ...how);
  else for (const part of [what, how]) line(...fitSpans(part, inner));
  for (const sentence of dialog.effect) {
    for (const part of wrapText(sanitize(sentence), inner)) line(span(part));
  }
  line();
  let cursor: DrawnDialog['cursor'];
  let focusedLine = 0;
  dialog.fields.forEach((field, i) => {
    const focused = dialog.focus === i;
    if (focused) focusedLine = rows.length;
    if (field.kind === 'text' && focused) cursor = fieldCursor(field, rows.length, inner);
    line(...fieldSpans(field, focused, inner));
    const detail = field.kind === 'choice' ? field.options[field.index]?.detail : undefined;
    for (const part of wrapText(detail ?? '', inner - DETAIL_CELLS)) {
      line(span(`${' '.repeat(DETAIL_CELLS)}${part}`, 'muted'));
    }
  });
  if (dialog.fields.length > 0) line();
  for (const part of wrapText(sanitize(commandLine), inner)) line(span(part, 'muted'));
  const check = wrapText(sanitize(checkText(dialog)), inner).map((part) => ({
    spans: [{ text: ' ' }, span(part, checkTone(dialog))],
  }));
  const answer = { spans: [{ text: ' ' }, ...buttons(dialog, inner)] };

  const height = Math.min(rows.length + check.length + 4, screen.height - 2);
  const isWhole = rows.length + check.length + 4 <= screen.height - 2;
  // On a low screen the buttons stay, and what the server said; of the rest the part around the focus.
  const onField = dialog.focus < dialog.fields.length;
  const said = isWhole ? check : fewer(check, height - 3 - (onField ? 1 : 0));
  const last = isWhole ? [...said, { spans: [] }, answer] : [...said, answer];
  const room = height - 2 - last.length;
  const first = Math.max(0, Math.min(focusedLine - Math.max(0, room - 2), rows.length - room));
  const shown = [...rows.slice(first, first + room), ...last];
  const rect: Rect = {
    left: Math.floor((screen.width - width) / 2),
    top: Math.max(1, Math.floor((screen.height - height) / 2)),
    width,
    height,
  };
  return {
    pane: {
      id: 'dialog',
      rect,
      border: {
        title: [span(ACTIONS[dialog.action].title, 'warn', { bold: true })],
        note: [span('tab moves · esc closes', 'muted')],
        focused: true,
      },
      content: { kind: 'rows', rows: shown },
    },
    cursor: cursor && { left: rect.left + 1 + cursor.left, top: rect.top + 1 + cursor.top - first },
  };
}

/** As many rows as there is room for, with a sign where others are left out. */
function fewer(rows: readonly Row[], room: number): readonly Row[] {
  const most = Math.max(1, room);
  if (rows.length <= most) return rows;
  const kept = rows.slice(0, most);
  const cut = kept.at(-1)?.spans ?? [];
  return [...kept.slice(0, -1), { spans: [...cut, span('…', 'bad')] }];
}

function fieldSpans(field: Field, focused: boolean, width: number): readonly Span[] {
  const label = span(
    `${focused ? '›' : ' '} ${field.label}`.padEnd(LABEL_CELLS),
    focused ? 'accent' : 'muted',
  );
  const room = Math.max(8, width - LABEL_CELLS - 1);
  switch (field.kind) {
    case 'text': {
      const { text } = fieldWindow(field.value, room);
      return [
        label,
        { text: ' ' },
        ...fitSpans([{ text, style: { underline: true } }], room, false, { underline: true }),
      ];
    }
    case 'toggle':
      return [label, span(` ${field.on ? '[x]' : '[ ]'}`, field.on ? 'good' : 'text')];
    case 'choice':
      return [label, ...optionSpans(field, width - cellWidth(label.text))];
  }
}

/** All options where there is room, else the chosen one between signs that there are others. */
function optionSpans({ options, index }: ChoiceField, room: number): readonly Span[] {
  const all = options.flatMap((option, i) => [
    { text: ' ' },
    span(` ${option.label} `, i === index ? 'accent' : 'muted', { inverse: i === index }),
  ]);
  if (widthOf(all) <= room) return all;
  const chosen = span(options[index]?.label ?? '', 'accent', { inverse: true });
  return [span('‹', 'muted'), chosen, span('›', 'muted')];
}

type ChoiceField = Extract<Field, { kind: 'choice' }>;

function fieldCursor(field: Extract<Field, { kind: 'text' }>, top: number, width: number) {
  const room = Math.max(8, width - LABEL_CELLS - 1);
  return { left: 1 + LABEL_CELLS + 1 + fieldWindow(field.value, room).cursor, top };
}

function checkText({ check }: Dialog): string {
  if (check === undefined) return 'checking with the API server…';
  switch (check.kind) {
    case 'allowed':
      return check.message || 'the API server would accept it (dry run)';
    case 'refused':
      return check.message;
    case 'unchecked':
      return `not checked: ${check.message}`;
  }
}

function checkTone({ check }: Dialog) {
  if (check === undefined) return 'muted';
  return check.kind === 'refused' ? 'bad' : check.kind === 'allowed' ? 'good' : 'warn';
}

function buttons(dialog: Dialog, width: number): readonly Span[] {
  const refused = dialog.check?.kind === 'refused';
  const no = dialog.focus === noStop(dialog);
  const yes = dialog.focus === yesStop(dialog);
  const yesLabel = `[ Yes, ${dialog.action} ]`;
  const blank = Math.max(0, width - cellWidth(yesLabel) - 12);
  return [
    { text: ' '.repeat(Math.floor(blank / 2)) },
    span('[ No ]', no ? 'accent' : 'text', { inverse: no, bold: no }),
    { text: '    ' },
    span(yesLabel, refused ? 'off' : yes ? 'warn' : 'text', { inverse: yes, bold: yes }),
  ];
}
