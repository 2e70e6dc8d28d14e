import { paneSize } from '../panes/measure.ts';
import type { Move } from '../scroll.ts';
import type { State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { EMPTY_BUFFER } from './buffer.ts';
import { linesOf, widestShift } from './layout.ts';
import { logClock } from './pane.ts';
import { pauseAt, receivedCount, scrollBy } from './state.ts';

export function toggleFollow(state: State): Step {
  const { logs } = state;
  return noEffects({
    ...state,
    logs: logs.following ? pauseAt(logs, receivedCount(logs), 0) : { ...logs, following: true },
  });
}

export function toggleTimestamps(state: State): Step {
  return noEffects({ ...state, logs: { ...state.logs, timestamps: !state.logs.timestamps } });
}

export function toggleWrap(state: State): Step {
  const { logs } = state;
  return noEffects({ ...state, logs: { ...logs, wrap: !logs.wrap, shift: 0, hidden: 0 } });
}

/** Scrolls lines half a pane to the side, no further than their ends. */
export const scrollSideways =
  (by: 1 | -1) =>
  (state: State): Step => {
    const { logs } = state;
    const size = paneSize(state, 'logs');
    const step = by * Math.max(1, Math.floor(size.width / 2));
    const most = Math.max(logs.shift, widestShift(logs, size, logClock(state)));
    const shift = Math.max(0, Math.min(most, logs.shift + step));
    return noEffects({ ...state, logs: { ...logs, shift } });
  };

/** Why lines cannot be scrolled sideways. */
export function whyNoSidewaysScroll(state: State): string | undefined {
  return state.logs.wrap ? 'lines are wrapped: press w to unwrap them' : undefined;
}

export function clearLog(state: State): Step {
  return noEffects({ ...state, logs: { ...state.logs, buffer: EMPTY_BUFFER, following: true } });
}

/** Scrolls in a pane of `height` lines. */
export function moveInLog(state: State, move: Move, height: number): State {
  const { width } = paneSize(state, 'logs');
  const lines = linesOf(state.logs, width, logClock(state));
  return { ...state, logs: scrollBy(state.logs, LINES[move](height), height, lines) };
}

const LINES: Readonly<Record<Move, (height: number) => number>> = {
  up: () => -1,
  down: () => 1,
  pageUp: (height) => -Math.max(1, height - 1),
  pageDown: (height) => Math.max(1, height - 1),
  halfUp: (height) => -Math.max(1, Math.floor(height / 2)),
  halfDown: (height) => Math.max(1, Math.floor(height / 2)),
  first: () => Number.NEGATIVE_INFINITY,
  last: () => Number.POSITIVE_INFINITY,
};
