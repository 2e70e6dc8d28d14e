import { cellWidth, cut } from '../../../text/cell-width.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans, widthOf } from '../../../text/spans.ts';
import type { Row, Size } from '../frame.ts';
import type { KeyHint } from '../keys/binding.ts';
import { keyHintsOf } from '../keys/key-hints.ts';
import { layerFooter } from '../layers/registry.ts';
import { topLayer } from '../layers/stack.ts';
import { subjectOf } from '../panes/focused.ts';
import { type State, selectedExecution } from '../state.ts';
import { cellsOf, GAP, keySpans, messageRows } from './footer-rows.ts';

/**
 * The bottom lines: a prompt, a message to the user, or where one is and the keys that work here. A
 * message that does not fit on one line takes more.
 */
export function footerRows(state: State, size: Size, glyphs: Glyphs): readonly Row[] {
  const { width } = size;
  const layer = topLayer(state);
  const rows = layer && layerFooter(layer, size);
  if (rows) return rows;
  if (state.flash) return messageRows(state.flash.text, state.flash.tone, size);
  return [keysRow(state, width, glyphs)];
}

function keysRow(state: State, width: number, glyphs: Glyphs): Row {
  const hints = keyHintsOf(state);
  const all = hints.reduce((sum, hint) => sum + cellsOf(hint), 0);
  // Where room is short, where one is may have half of it; none while something lies over it.
  const least = state.layers.length === 0 ? Math.floor(width / 2) : 0;
  const crumbs = breadcrumbs(state, glyphs, Math.max(width - GAP - all, least));
  const lead = crumbs.length === 0 ? [{ text: ' ' }] : [...crumbs, { text: ' '.repeat(GAP) }];
  const keys = fittingKeys(hints, width - widthOf(lead));
  return { spans: fitSpans([...lead, ...keys], width) };
}

/** Where one is says nothing in less than this. */
const LEAST_CRUMBS = 12;

/** Where one is, in `room` cells: first the list's name goes, then the end of the execution's. */
function breadcrumbs(state: State, glyphs: Glyphs, room: number): readonly Span[] {
  const { view } = state.route;
  const row = view === 'executions' ? selectedExecution(state) : subjectOf(state)?.object;
  const name = row === undefined ? [] : [sanitize(row.metadata.name, { cap: 32 })];
  const pane = state.focus === view ? [] : [state.focus];
  const trail = (words: readonly string[]) =>
    words.flatMap((word, i) => [
      span(i === 0 ? ' ' : ` ${glyphs.crumb} `, 'muted'),
      span(word, i === words.length - 1 ? 'accent' : 'text'),
    ]);
  const whole = trail([view, ...name, ...pane]);
  if (widthOf(whole) <= room || (name.length === 0 && room > 0)) return whole;
  const short = trail([...name, ...pane]);
  if (room < LEAST_CRUMBS) return [];
  const over = Math.max(0, widthOf(short) - room);
  return trail([...name.map((word) => cut(word, cellWidth(word) - over)), ...pane]);
}

/** As many keys as there is room for, in their order; the last has its room before all others. */
function fittingKeys(hints: readonly KeyHint[], width: number): readonly Span[] {
  const last = hints.slice(-1);
  let room = width - last.reduce((sum, hint) => sum + cellsOf(hint), 0);
  const fitting = hints.slice(0, -1).filter((hint) => {
    const fits = cellsOf(hint) <= room;
    if (fits) room -= cellsOf(hint);
    return fits;
  });
  return keySpans([...fitting, ...last]);
}
