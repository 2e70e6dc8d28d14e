import { cellWidth } from '../../text/cell-width.ts';
import { ASCII, type Glyphs, UNICODE } from '../../text/glyphs.ts';
import { span } from '../../text/span.ts';
import { wrapText } from '../../text/wrap.ts';
import { attemptsBorder, attemptsRows } from './attempts.ts';
import { executionsBorder, executionsRows } from './executions/pane.ts';
import { footerRows } from './footer.ts';
import type { Border, Content, Frame, Pane, Rect, Row, Size } from './frame.ts';
import { headerRow, placeRow } from './header.ts';
import { drawLayer } from './layers/registry.ts';
import { arrange, inside, type PaneId, SMALLEST } from './layout.ts';
import { logsBorder, logsRows } from './logs/pane.ts';
import { headerLines } from './panes.ts';
import { progressBorder, progressGauge, progressRows } from './progress.ts';
import { type State, subjectFacts } from './state.ts';
import { tableBorder, tablePaneRows } from './table/pane.ts';
import { treeBorder, treeRowsShown } from './tree/pane.ts';

/** The screen of a state at an instant. */
export function view(state: State, now: number): Frame {
  const { size } = state;
  const glyphs = state.setup.ascii ? ASCII : UNICODE;
  const layout = arrange(size, state.route.view, state.focus, state.zoomed, headerLines(state));
  if (layout.kind === 'tooSmall') return tooSmall(size);
  const panes: Pane[] = [line('header', 0, size.width, headerRow(state, size.width, now, glyphs))];
  if (state.tallHeader) panes.push(line('place', 1, size.width, placeRow(state, size.width)));
  for (const [id, rect] of layout.panes) {
    panes.push(...drawPane(state, id, rect, now, glyphs));
  }
  // A message of several lines lies over everything else.
  const drawn = state.layers.reduce<Frame>((f, layer) => drawLayer(f, layer, state), {
    size,
    panes,
  });
  return { ...drawn, panes: [...drawn.panes, footer(state, glyphs)] };
}

function footer(state: State, glyphs: Glyphs): Pane {
  const { width, height } = state.size;
  const rows = footerRows(state, state.size, glyphs);
  const rect = { left: 0, top: height - rows.length, width, height: rows.length };
  return { id: 'footer', rect, content: { kind: 'rows', rows } };
}

function drawPane(
  state: State,
  id: PaneId,
  rect: Rect,
  now: number,
  glyphs: Glyphs,
): readonly Pane[] {
  const focused = state.focus === id && state.layers.length === 0;
  const space = inside(rect);
  const pane = (border: Border, rows: readonly Row[]): readonly Pane[] => [
    { id, rect, border, content: { kind: 'rows', rows } },
  ];
  switch (id) {
    case 'executions':
      return pane(executionsBorder(state, focused), executionsRows(state, space, now, glyphs));
    case 'tree':
      return pane(treeBorder(state.tree, focused), treeRowsShown(state, space, now, glyphs));
    case 'attempts': {
      const facts = subjectFacts(state);
      const rows = facts ? attemptsRows(facts, state.attempts.cursor, space, now) : [];
      return pane(attemptsBorder(facts, focused), rows);
    }
    case 'progress':
      return progressPanes(state, rect, focused, now);
    case 'logs':
      return pane(logsBorder(state, focused, rect.width), logsRows(state, space, glyphs));
    default:
      return pane(tableBorder(state, id, focused), tablePaneRows(state, id, space, now, glyphs));
  }
}

/** Lines of the gauge in its pane. */
const GAUGE_LINES = 2;

function progressPanes(state: State, rect: Rect, focused: boolean, now: number): readonly Pane[] {
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

function line(id: string, top: number, width: number, row: Row): Pane {
  return { id, rect: { left: 0, top, width, height: 1 }, content: { kind: 'rows', rows: [row] } };
}

/** The message that fits whole: the size that is needed is the last thing to be left out. */
function tooSmall(size: Size): Frame {
  const needed = `${SMALLEST.width}×${SMALLEST.height}`;
  const messages = [
    `${size.width}×${size.height} is too small: kontinue needs ${needed}`,
    `too small: needs ${needed}`,
    `needs ${needed}`,
    needed,
  ];
  const fits = (message: string) =>
    message.split(' ').every((word) => cellWidth(word) <= size.width) &&
    wrapText(message, size.width).length <= size.height;
  const message = messages.find(fits) ?? needed;
  const rows = wrapText(message, Math.max(1, size.width))
    .slice(0, size.height)
    .map((text) => ({ spans: [span(text, 'warn')] }));
  const rect = { left: 0, top: 0, width: size.width, height: rows.length };
  return { size, panes: [{ id: 'tooSmall', rect, content: { kind: 'rows', rows } }] };
}
