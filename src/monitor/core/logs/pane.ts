import { cellWidth, cut, splitCells } from '../cells.ts';
import { clean } from '../clean.ts';
import type { Border, Row, Size, Span } from '../frame.ts';
import { type Glyphs, span } from '../look.ts';
import { parseSgr } from '../sgr.ts';
import type { State } from '../state.ts';
import { clockTime, type Zone } from '../time.ts';
import type { LogEntry } from './buffer.ts';
import { type LogTarget, type LogView, received } from './state.ts';

/** The border in `width` columns: how the log stands is told whole, whose it is as far as there is room. */
export function logsBorder(state: State, focused: boolean, width: number): Border {
  const { logs } = state;
  const fresh = received(logs) - logs.bottom;
  const standing = logs.following
    ? span('following', 'good')
    : span(fresh > 0 ? `paused · +${fresh} new` : 'paused', 'warn');
  const note = [
    ...(logs.buffer.dropped > 0 ? [span(`dropped ${logs.buffer.dropped} lines · `, 'warn')] : []),
    ...(logs.target === undefined ? [] : [standing]),
  ];
  const words = note.reduce((sum, part) => sum + cellWidth(part.text), 0);
  const room = Math.max(0, width - BORDER_CELLS - words);
  const whose = cut(subtitle(logs.target), room);
  return { title: [span('Logs'), span(whose, 'muted')], note, focused };
}

/** What the border needs for its corners, its rule, and the name of the pane. */
const BORDER_CELLS = 13;

function subtitle(target: LogTarget | undefined): string {
  if (target === undefined) return '';
  if (target.kind === 'worker') return ` ── worker ${clean(target.pod)}`;
  const [first = ''] = target.jobs;
  return target.jobs.length === 1 ? ` ── ${clean(first)}` : ` ── ${target.jobs.length} jobs`;
}

/** The lines at the end of the log, or above the place where it was paused. */
export function logsRows(state: State, size: Size, glyphs: Glyphs): readonly Row[] {
  const { logs } = state;
  if (logs.target === undefined) {
    const known = state.tree.tree !== undefined || state.tree.target === undefined;
    const words = known ? 'no job and no worker: no log' : 'its jobs are not known yet';
    return [{ spans: [span(` ${words}`, 'muted')] }];
  }
  if (logs.buffer.entries.length === 0) return [{ spans: [span(' no lines yet', 'muted')] }];
  const { entries, dropped } = logs.buffer;
  // The lines that it stood at may be dropped by now: then the oldest that are left.
  const first = logs.wrap ? 1 : Math.min(size.height, entries.length);
  const end = logs.following ? entries.length : Math.max(first, logs.bottom - dropped);
  const rows: Row[] = [];
  for (let i = Math.min(end, entries.length) - 1; i >= 0 && rows.length < size.height; i--) {
    const entry = entries[i];
    const lines = entry ? entryRows(entry, logs, size.width, state.session.zone, glyphs) : [];
    const found = !logs.following && logs.found === i + dropped;
    rows.unshift(...(found ? lines.map((line) => ({ ...line, selected: true })) : lines));
  }
  return rows.slice(-size.height);
}

function entryRows(
  entry: LogEntry,
  view: LogView,
  width: number,
  zone: Zone,
  glyphs: Glyphs,
): readonly Row[] {
  if (entry.kind === 'mark') {
    const words = ` ${glyphs.ruled.repeat(2)} ${clean(entry.text)} `;
    const rest = Math.max(0, width - cellWidth(words) - 1);
    return [{ spans: [span(words + glyphs.ruled.repeat(rest), 'muted')] }];
  }
  const spans = [{ text: ' ' }, ...prefix(entry, view, zone), ...textSpans(entry, view.target)];
  return view.wrap ? wrapped(spans, width).map((line) => ({ spans: line })) : [{ spans }];
}

function prefix(entry: LogEntry, view: LogView, zone: Zone): readonly Span[] {
  const time = Date.parse(entry.timestamp);
  const stamp =
    view.timestamps && !Number.isNaN(time) ? [span(`${clockTime(time, zone)} `, 'muted')] : [];
  const several = view.target?.kind === 'jobs' && view.target.jobs.length > 1;
  const source = several
    ? [{ text: `${clean(entry.source)} `, style: { fg: colourOf(entry.source) } }]
    : [];
  return [...stamp, ...source];
}

/** In a worker's log, lines that mention the execution stand out from the others. */
function textSpans(entry: LogEntry, target: LogTarget | undefined): readonly Span[] {
  if (target?.kind === 'worker' && !entry.text.includes(target.mention)) {
    return [span(clean(entry.text), 'muted')];
  }
  return parseSgr(entry.text);
}

/** Legible on dark and on light: no black, white, or red, which means failure. */
const COLOURS = [2, 3, 4, 5, 6, 10, 12, 13, 14] as const;

/** A colour for a job that stays the same from day to day. */
function colourOf(source: string): number {
  let hash = 0;
  for (let i = 0; i < source.length; i++) hash = (hash * 31 + source.charCodeAt(i)) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? 6;
}

/** Spans broken into lines of `width` cells. */
function wrapped(spans: readonly Span[], width: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let room = width;
  for (const part of spans) {
    let text = '';
    const flush = () => {
      if (text !== '') lines.at(-1)?.push({ ...part, text });
      text = '';
    };
    for (const cell of splitCells(part.text)) {
      if (cell.width > room) {
        flush();
        lines.push([]);
        room = width;
      }
      text += cell.text;
      room -= cell.width;
    }
    flush();
  }
  return lines;
}
