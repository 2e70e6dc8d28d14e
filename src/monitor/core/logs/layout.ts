import type { Glyphs } from '../../../text/glyphs.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { sliceSpans, widthOf, wrapSpans } from '../../../text/spans.ts';
import type { Row, Size } from '../frame.ts';
import type { Search } from '../search.ts';
import type { LogEntry } from './buffer.ts';
import { type LogClock, linePrefix, lineText, shownText } from './line.ts';
import { firstMatch } from './match.ts';
import { type LogView, movePlace, pauseAt, placeOf, receivedCount } from './state.ts';

/** The screen lines of one entry in a pane of `width` cells. */
export function entryRows(
  entry: LogEntry,
  view: LogView,
  width: number,
  clock: LogClock,
  glyphs: Glyphs,
): readonly Row[] {
  if (entry.kind === 'mark') return [{ spans: markSpans(entry, width, glyphs) }];
  const prefix = linePrefix(entry, view, clock);
  const text = lineText(entry, view.target);
  if (view.wrap) return wrapSpans([...prefix, ...text], width).map((spans) => ({ spans }));
  if (view.shift === 0) {
    // One cell more than there is room for: the terminal puts the sign of a cut there.
    return [{ spans: [...prefix, ...sliceSpans(text, 0, width + 1)] }];
  }
  const rest = sliceSpans(text, view.shift + 1, width + 1);
  const cut = widthOf(text) > 0 ? [span('…', 'muted')] : [];
  return [{ spans: [...prefix, ...cut, ...rest] }];
}

function markSpans(entry: LogEntry, width: number, glyphs: Glyphs): readonly Span[] {
  const words = ` ${glyphs.ruled.repeat(2)} ${shownText(entry)} `;
  const rest = Math.max(0, width - widthOf([{ text: words }]) - 1);
  return [span(words + glyphs.ruled.repeat(rest), 'muted')];
}

/** How many screen lines an entry takes. */
export function linesOf(view: LogView, width: number, clock: LogClock) {
  return (entry: LogEntry): number => {
    if (!view.wrap || entry.kind === 'mark') return 1;
    return wrapSpans([...linePrefix(entry, view, clock), ...lineText(entry, view.target)], width)
      .length;
  };
}

/** How far lines that show can be scrolled sideways: until the end of the longest stands in the pane. */
export function widestShift(view: LogView, size: Size, clock: LogClock): number {
  const { entries } = view.buffer;
  const { end } = placeOf(view, size.height, linesOf(view, size.width, clock));
  const widths = entries
    .slice(Math.max(0, end - size.height), end)
    .filter(({ kind }) => kind === 'line')
    .map((entry) => {
      return widthOf(linePrefix(entry, view, clock)) + widthOf(lineText(entry, view.target));
    });
  return Math.max(0, ...widths.map((width) => width - size.width));
}

/** Paused, with what a search has found in the middle of the pane, and between its sides. */
export function centerOn(
  view: LogView,
  found: number,
  search: Search,
  size: Size,
  clock: LogClock,
): LogView {
  const entry = view.buffer.entries[found - view.buffer.dropped];
  const paused = pauseAt({ ...view, found }, found + 1, 0);
  if (entry === undefined) return paused;
  const prefix = widthOf(linePrefix(entry, view, clock));
  const text = shownText(entry);
  const match = entry.kind === 'line' ? firstMatch(search, text) : undefined;
  const cells = (length: number) => widthOf([{ text: text.slice(0, length) }]);
  const start = match ? cells(match.start) : 0;
  const below = Math.ceil(size.height / 2);
  if (view.wrap) {
    const count = linesOf(view, size.width, clock);
    const line = Math.floor((prefix + start) / Math.max(1, size.width));
    const place = { end: found + 1 - view.buffer.dropped, hidden: count(entry) - 1 - line };
    const { end, hidden } = movePlace(place, below, view.buffer.entries, count);
    return pauseAt(paused, end + view.buffer.dropped, hidden);
  }
  const room = Math.max(1, size.width - prefix - 2);
  const end = match ? cells(match.end) : 0;
  const fits = start >= view.shift && end <= view.shift + room;
  const shift = fits ? view.shift : end <= room ? 0 : Math.max(0, start - Math.floor(room / 3));
  return pauseAt({ ...paused, shift }, Math.min(receivedCount(view), found + below), 0);
}
