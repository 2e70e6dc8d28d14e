import { cellWidth } from './cells.ts';
import { clean } from './clean.ts';
import { fitted } from './columns.ts';
import { selectedExecution } from './executions/list.ts';
import type { Row, Span } from './frame.ts';
import { BINDINGS, belongsTo } from './keys/bindings.ts';
import { type Glyphs, span } from './look.ts';
import type { Prompt, State } from './state.ts';
import { fieldText } from './text-field.ts';

/** The bottom line: a prompt, a word to the person, or where one is and the keys that work here. */
export function footerRow(state: State, width: number, glyphs: Glyphs): Row {
  if (state.overlay?.kind === 'prompt') return { spans: promptSpans(state.overlay.prompt, width) };
  if (state.flash) {
    return { spans: fitted([span(` ${clean(state.flash.words)}`, state.flash.tone)], width) };
  }
  const crumbs = breadcrumbs(state, glyphs);
  const room = width - cellWidth(crumbs.map((s) => s.text).join('')) - 3;
  // What lies over the panes takes every key, and says which.
  const keys = state.overlay === undefined ? keyWords(state, room) : [];
  return { spans: fitted([...crumbs, { text: '   ' }, ...keys], width) };
}

/** Column of the text cursor while a prompt is open. */
export function promptCursor(prompt: Prompt, width: number): number {
  const before = prompt.field.text.slice(0, prompt.field.cursor).join('');
  return Math.min(width - 1, cellWidth(LEAD[prompt.kind] + clean(before)));
}

const LEAD = { filter: ' /', command: ' :' } as const;

function promptSpans(prompt: Prompt, width: number): readonly Span[] {
  return fitted(
    [
      span(LEAD[prompt.kind], 'accent', { bold: true }),
      span(clean(fieldText(prompt.field))),
      ...(prompt.error === undefined ? [] : [span(`   ${clean(prompt.error)}`, 'bad')]),
    ],
    width,
  );
}

function breadcrumbs(state: State, glyphs: Glyphs): readonly Span[] {
  const selected = selectedExecution(state.list)?.metadata.name;
  const trail = state.focus === 'executions' ? [] : [state.focus];
  const words = [
    'executions',
    ...(selected === undefined ? [] : [clean(selected, { cap: 32 })]),
    ...trail,
  ];
  return words.flatMap((word, i) => [
    span(i === 0 ? ' ' : ` ${glyphs.crumb} `, 'muted'),
    span(word, i === words.length - 1 ? 'accent' : 'text'),
  ]);
}

/** As many keys as there is room for; those that are off here are left out. */
function keyWords(state: State, width: number): readonly Span[] {
  const spans: Span[] = [];
  let room = width;
  for (const binding of BINDINGS) {
    if (binding.short === undefined || !belongsTo(binding, state.focus)) continue;
    if (binding.off?.(state) !== undefined) continue;
    const key = binding.keys[0] ?? '';
    const cells = cellWidth(`${key} ${binding.short}  `);
    if (cells > room) break;
    room -= cells;
    spans.push(span(key, 'key'), span(` ${binding.short}  `, 'muted'));
  }
  return spans;
}
