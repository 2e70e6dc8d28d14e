import { executionsBorder, executionsRows } from '../executions/pane.ts';
import type { Border, Content, Pane, Rect, Row } from '../frame.ts';
import { type HomePaneId, inside, type PaneId } from '../layout.ts';
import { linesOf } from '../logs/layout.ts';
import { logClock, logsBorder, logsRows } from '../logs/pane.ts';
import { scrollBy } from '../logs/state.ts';
import { type Move, moveScroll } from '../scroll.ts';
import { type State, subjectExecution, subjectFacts } from '../state.ts';
import { moveInTable } from '../table/commands.ts';
import { tableBorder, tablePaneRows } from '../table/pane.ts';
import { isTable } from '../table/registry.ts';
import type { TableId } from '../table/table.ts';
import { treeBorder, treeRowsShown } from '../tree/pane.ts';
import { attemptsBorder, attemptsCount, attemptsRows } from './attempts.ts';
import { paneHeight, paneSize } from './measure.ts';
import type { PaneArea, PaneSpec } from './pane.ts';
import { progressBorder, progressGauge, progressRows } from './progress.ts';

const EXECUTIONS: PaneSpec = {
  draw: (state, area) =>
    framed('executions', area, executionsBorder(state, area.focused), (space) =>
      executionsRows(state, space, area.now, area.glyphs),
    ),
  move(state, move, height) {
    const { list } = state;
    const scroll = moveScroll(list.scroll, move, list.shown.length, height);
    return { ...state, list: { ...list, scroll } };
  },
};

const TREE: PaneSpec = {
  draw: (state, area) =>
    framed('tree', area, treeBorder(state.tree, area.focused), (space) =>
      treeRowsShown(state, space, area.now, area.glyphs),
    ),
  move(state, move, height) {
    const { tree } = state;
    const scroll = moveScroll(tree.scroll, move, tree.rows.length, height);
    return { ...state, tree: { ...tree, scroll } };
  },
};

const ATTEMPTS: PaneSpec = {
  draw(state, area) {
    const facts = subjectFacts(state);
    return framed('attempts', area, attemptsBorder(facts, area.focused), (space) =>
      facts ? attemptsRows(facts, state.attempts.cursor, space, area.now) : [],
    );
  },
  move(state, move, height) {
    const count = attemptsCount(subjectExecution(state));
    return { ...state, attempts: moveScroll(state.attempts, move, count, height) };
  },
};

const PROGRESS: PaneSpec = { draw: drawProgress, move: (state) => state };

const LOGS: PaneSpec = {
  draw: (state, area) =>
    framed('logs', area, logsBorder(state, area.focused, area.rect.width), (space) =>
      logsRows(state, space, area.glyphs),
    ),
  move(state, move, height) {
    const { width } = paneSize(state, 'logs');
    const lines = linesOf(state.logs, width, logClock(state));
    return { ...state, logs: scrollBy(state.logs, LINES[move](height), height, lines) };
  },
};

const HOME_PANES: { readonly [K in HomePaneId]: PaneSpec } = {
  executions: EXECUTIONS,
  tree: TREE,
  attempts: ATTEMPTS,
  progress: PROGRESS,
  logs: LOGS,
};

/** The pane of an id: of the home screen, or that of a table. */
export function paneOf(id: PaneId): PaneSpec {
  return isTable(id) ? tablePane(id) : HOME_PANES[id];
}

/** The state after a move in the focused pane. */
export function moveIn(state: State, move: Move): State {
  return paneOf(state.focus).move(state, move, paneHeight(state, state.focus));
}

function tablePane(id: TableId): PaneSpec {
  return {
    draw: (state, area) =>
      framed(id, area, tableBorder(state, id, area.focused), (space) =>
        tablePaneRows(state, id, space, area.now, area.glyphs),
      ),
    move: (state, move) => moveInTable(state, id, move),
  };
}

/** One pane of rows in a border. */
function framed(
  id: PaneId,
  { rect }: PaneArea,
  border: Border,
  rows: (space: Rect) => readonly Row[],
): readonly Pane[] {
  return [{ id, rect, border, content: { kind: 'rows', rows: rows(inside(rect)) } }];
}

/** Lines of the gauge in its pane. */
const GAUGE_LINES = 2;

function drawProgress(state: State, { rect, focused, now }: PaneArea): readonly Pane[] {
  const facts = subjectFacts(state);
  const gauge = progressGauge(facts?.execution);
  const space = inside(rect);
  const rows = facts ? progressRows(facts, space.width, now) : [];
  const offset = gauge && space.height > GAUGE_LINES ? GAUGE_LINES + 1 : 0;
  const blank: Row[] = Array.from({ length: offset }, () => ({ spans: [] }));
  const frame: Pane = {
    id: 'progress',
    rect,
    border: progressBorder(facts?.execution, focused),
    content: { kind: 'rows', rows: [...blank, ...rows] },
  };
  if (!gauge || offset === 0) return [frame];
  const content: Content = { kind: 'gauge', ...gauge };
  const bar = { left: space.left + 1, top: space.top, width: space.width - 2, height: GAUGE_LINES };
  return [frame, { id: 'gauge', rect: bar, content }];
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
