import { attemptsCount } from '../attempts.ts';
import { linesOf } from '../logs/layout.ts';
import { logClock } from '../logs/pane.ts';
import { scrollBy } from '../logs/state.ts';
import { paneHeight, paneSize } from '../panes.ts';
import { type Move, moveScroll } from '../scroll.ts';
import { type State, subjectExecution } from '../state.ts';
import { moveInTable } from '../table/commands.ts';

/** The state after a move in the focused pane. */
export function moveIn(state: State, move: Move): State {
  const height = paneHeight(state, state.focus);
  switch (state.focus) {
    case 'executions': {
      const { list } = state;
      const scroll = moveScroll(list.scroll, move, list.shown.length, height);
      return { ...state, list: { ...list, scroll } };
    }
    case 'tree': {
      const { tree } = state;
      const scroll = moveScroll(tree.scroll, move, tree.rows.length, height);
      return { ...state, tree: { ...tree, scroll } };
    }
    case 'attempts': {
      const count = attemptsCount(subjectExecution(state));
      return { ...state, attempts: moveScroll(state.attempts, move, count, height) };
    }
    case 'progress':
      return state;
    case 'logs': {
      const { width } = paneSize(state, 'logs');
      const lines = linesOf(state.logs, width, logClock(state));
      return { ...state, logs: scrollBy(state.logs, LINES[move](height), height, lines) };
    }
    default:
      return moveInTable(state, state.focus, move);
  }
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
