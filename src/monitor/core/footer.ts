import { cellWidth, cut } from '../../text/cell-width.ts';
import type { Glyphs } from '../../text/glyphs.ts';
import { sanitize } from '../../text/sanitize.ts';
import type { Span, Tone } from '../../text/span.ts';
import { span } from '../../text/span.ts';
import { wrapText } from '../../text/wrap.ts';
import { fitSpans } from './columns.ts';
import { selectedExecution } from './executions/list.ts';
import type { Row, Size } from './frame.ts';
import { type KeyHint, keyHintsOf, OVERLAY_KEYS } from './keys/key-hints.ts';
import type { Prompt, State } from './state.ts';
import { fieldWindow } from './text-field.ts';

/**
 * The bottom lines: a prompt, a message to the user, or where one is and the keys that work here. A
 * message that does not fit on one line takes more.
 */
export function footerRows(state: State, size: Size, glyphs: Glyphs): readonly Row[] {
  const { width } = size;
  if (state.overlay?.kind === 'prompt') return promptRows(state.overlay.prompt, size);
  if (state.flash) return messageRows(state.flash.text, state.flash.tone, size);
  return [keysRow(state, width, glyphs)];
}

/** A message on as many lines as it needs, up to half the screen. */
function messageRows(message: string, tone: Tone, { width, height }: Size): readonly Row[] {
  const lines = wrapText(sanitize(message), Math.max(1, width - 1));
  const most = Math.max(1, Math.floor(height / 2));
  const shown = lines.length > most ? lines.slice(0, most) : lines;
  return shown.map((line, i) => {
    const isCut = i === most - 1 && lines.length > most;
    return {
      spans: fitSpans([span(` ${isCut ? cut(`${line}…`, width - 1) : line}`, tone)], width),
    };
  });
}

function keysRow(state: State, width: number, glyphs: Glyphs): Row {
  const words = keyHintsOf(state);
  const all = words.reduce((sum, word) => sum + cellsOf(word), 0);
  // Where room is short, where one is may have half of it; none while something lies over it.
  const least = state.overlay === undefined ? Math.floor(width / 2) : 0;
  const crumbs = breadcrumbs(state, glyphs, Math.max(width - GAP - all, least));
  const lead = crumbs.length === 0 ? [{ text: ' ' }] : [...crumbs, { text: ' '.repeat(GAP) }];
  const keys = fittingKeys(words, width - widthOf(lead));
  return { spans: fitSpans([...lead, ...keys], width) };
}

/** Between where one is and the keys. */
const GAP = 3;

/** Column of the text cursor while a prompt is open. */
export function promptCursor(prompt: Prompt, width: number): number {
  const lead = cellWidth(LEAD[prompt.kind]);
  return Math.min(width - 1, lead + fieldWindow(prompt.field, width - lead).cursor);
}

const LEAD = { filter: ' /', command: ' :', search: ' search: ' } as const;

/** What is typed, and what is wrong with it: behind it, or above where there is no room. */
function promptRows(prompt: Prompt, size: Size): readonly Row[] {
  const { width } = size;
  const lead = LEAD[prompt.kind];
  const typed = [
    span(lead, 'accent', { bold: true }),
    span(fieldWindow(prompt.field, width - cellWidth(lead)).text),
  ];
  const error = prompt.error === undefined ? '' : sanitize(prompt.error);
  const behind = error === '' ? [] : [span(`   ${error}`, 'bad')];
  if (widthOf([...typed, ...behind]) > width) {
    return [...messageRows(error, 'bad', size), { spans: fitSpans(typed, width) }];
  }
  const all = [...typed, ...behind];
  const keys = keySpans(OVERLAY_KEYS[prompt.kind]);
  const blank = width - widthOf(all) - widthOf(keys);
  // What is typed has all the room that it needs.
  return [
    {
      spans:
        blank < GAP
          ? fitSpans(all, width)
          : fitSpans([...all, { text: ' '.repeat(blank) }, ...keys], width),
    },
  ];
}

/** Where one is says nothing in less than this. */
const LEAST_CRUMBS = 12;

/** Where one is, in `room` cells: first the list's name goes, then the end of the execution's. */
function breadcrumbs(state: State, glyphs: Glyphs, room: number): readonly Span[] {
  const selected = selectedExecution(state.list)?.metadata.name;
  const name = selected === undefined ? [] : [sanitize(selected, { cap: 32 })];
  const pane = state.focus === 'executions' ? [] : [state.focus];
  const trail = (words: readonly string[]) =>
    words.flatMap((word, i) => [
      span(i === 0 ? ' ' : ` ${glyphs.crumb} `, 'muted'),
      span(word, i === words.length - 1 ? 'accent' : 'text'),
    ]);
  const whole = trail(['executions', ...name, ...pane]);
  if (widthOf(whole) <= room || (name.length === 0 && room > 0)) return whole;
  const short = trail([...name, ...pane]);
  if (room < LEAST_CRUMBS) return [];
  const over = Math.max(0, widthOf(short) - room);
  return trail([...name.map((word) => cut(word, cellWidth(word) - over)), ...pane]);
}

/** As many keys as there is room for, in their order; the last has its room before all others. */
function fittingKeys(words: readonly KeyHint[], width: number): readonly Span[] {
  const last = words.slice(-1);
  let room = width - last.reduce((sum, word) => sum + cellsOf(word), 0);
  const fitting = words.slice(0, -1).filter((word) => {
    const fits = cellsOf(word) <= room;
    if (fits) room -= cellsOf(word);
    return fits;
  });
  return keySpans([...fitting, ...last]);
}

function keySpans(words: readonly KeyHint[]): readonly Span[] {
  return words.flatMap(({ key, words: what }) => [span(key, 'key'), span(` ${what}  `, 'muted')]);
}

function cellsOf({ key, words }: KeyHint): number {
  return cellWidth(`${key} ${words}  `);
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, part) => sum + cellWidth(part.text), 0);
}
