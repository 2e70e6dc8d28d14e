import { isTerminal } from '../../../api/phase.ts';
import { cellWidth, cut } from '../../../text/cell-width.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { clockMinute } from '../../../text/time.ts';
import type { Border, Row, Size } from '../frame.ts';
import { type State, subjectNode } from '../state.ts';
import { entryRows, linesOf } from './layout.ts';
import type { LogClock } from './line.ts';
import { countNew, type LogTarget, placeOf } from './state.ts';

/** The border in `width` columns: how the log stands is told whole, whose it is as far as there is room. */
export function logsBorder(state: State, focused: boolean, width: number): Border {
  const { logs } = state;
  const note = [
    ...(logs.buffer.dropped > 0 ? [span(`dropped ${logs.buffer.dropped} lines · `, 'warn')] : []),
    ...(logs.target === undefined ? [] : [standing(state)]),
  ];
  const words = note.reduce((sum, part) => sum + cellWidth(part.text), 0);
  const room = Math.max(0, width - BORDER_CELLS - words);
  const whose = cut(subtitle(logs.target), room);
  return { title: [span('Logs'), span(whose, 'muted')], note, focused };
}

/** Whether lines still come, and whether the newest show. */
function standing(state: State): Span {
  const { logs } = state;
  const fresh = countNew(logs);
  if (fresh > 0) return span(`paused · +${fresh} new`, 'warn');
  const node = subjectNode(state);
  if (logs.target?.kind === 'jobs' && node !== undefined && isTerminal(node.phase)) {
    const at = node.finishedAt?.getTime();
    const when = at === undefined ? '' : ` ${clockMinute(at, state.now, state.session.zone)}`;
    return span(`ended${when}`, 'muted');
  }
  return logs.following ? span('following', 'good') : span('paused', 'warn');
}

/** What the border needs for its corners, its rule, and the name of the pane. */
const BORDER_CELLS = 13;

function subtitle(target: LogTarget | undefined): string {
  if (target === undefined) return '';
  if (target.kind === 'worker') return ` ── worker ${sanitize(target.pod)}`;
  const [first = ''] = target.jobs;
  return target.jobs.length === 1 ? ` ── ${sanitize(first)}` : ` ── ${target.jobs.length} jobs`;
}

/** The lines at the end of the log, or above the place where it was paused. */
export function logsRows(state: State, size: Size, glyphs: Glyphs): readonly Row[] {
  const { logs } = state;
  if (logs.target === undefined) {
    const known = state.tree.tree !== undefined || state.tree.target === undefined;
    const words = known ? 'no log: there is no job and no worker' : 'loading its jobs…';
    return [{ spans: [span(` ${words}`, 'muted')] }];
  }
  if (logs.buffer.entries.length === 0) return [{ spans: [span(' no lines yet', 'muted')] }];
  const { entries, dropped } = logs.buffer;
  const clock = logClock(state);
  const { end, hidden } = placeOf(logs, size.height, linesOf(logs, size.width, clock));
  const blocks: (readonly Row[])[] = [];
  let lines = -hidden;
  for (let i = end - 1; i >= 0 && lines < size.height; i--) {
    const entry = entries[i];
    const rows = entry ? entryRows(entry, logs, size.width, clock, glyphs) : [];
    const found = !logs.following && logs.found === i + dropped;
    blocks.push(found ? rows.map((row) => ({ ...row, selected: true })) : rows);
    lines += rows.length;
  }
  const rows = blocks.toReversed().flat();
  return rows.slice(0, rows.length - hidden).slice(-size.height);
}

/** How the times in the log are told. */
export function logClock({ session, now }: State): LogClock {
  return { zone: session.zone, now };
}
