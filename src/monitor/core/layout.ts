import type { Rect, Size } from './frame.ts';
import type { TableViewId } from './table/table.ts';
import type { ViewId } from './views/route.ts';

/** The five panes of the home screen, in the order `tab` visits them. */
export const PANES = ['executions', 'tree', 'attempts', 'progress', 'logs'] as const;
export type HomePaneId = (typeof PANES)[number];
/** A pane of the home screen, or the table that is a view of its own. */
export type PaneId = HomePaneId | TableViewId;

/** The panes of a view, in the order `tab` visits them. */
export function panesOf(view: ViewId): readonly PaneId[] {
  return view === 'executions' ? PANES : [view];
}

/** Below this the screen says that it is too small. */
export const SMALLEST: Size = { width: 40, height: 10 };
/** From this on all five panes show at once; below it they stack. */
export const ROOMY: Size = { width: 120, height: 30 };

export type Layout =
  | { readonly kind: 'tooSmall' }
  | { readonly kind: 'panes'; readonly panes: ReadonlyMap<PaneId, Rect> };

/** With fewer lines than this for both, two stacked panes would show next to nothing each. */
const ENOUGH_FOR_TWO = 14;

/**
 * Which panes show, and where, between the header (`headerHeight` lines) and the footer (one line).
 * Zoomed, and in a view of one table: the focused one alone. Roomy: all five. Else two, stacked: the executions and the focused
 * one, or the tree while the executions have the focus. Where there is no room for two: the focused.
 */
export function arrange(
  size: Size,
  view: ViewId,
  focus: PaneId,
  zoomed: boolean,
  headerHeight: number,
): Layout {
  if (size.width < SMALLEST.width || size.height < SMALLEST.height) return { kind: 'tooSmall' };
  const body: Rect = {
    left: 0,
    top: headerHeight,
    width: size.width,
    height: size.height - headerHeight - 1,
  };
  if (zoomed || view !== 'executions' || body.height < ENOUGH_FOR_TWO) {
    return { kind: 'panes', panes: new Map([[focus, body]]) };
  }
  return {
    kind: 'panes',
    panes:
      size.width >= ROOMY.width && size.height >= ROOMY.height ? roomy(body) : stacked(body, focus),
  };
}

function roomy(body: Rect): ReadonlyMap<PaneId, Rect> {
  const upper = Math.round(body.height * 0.62);
  const lower = body.height - upper;
  const lists = Math.round(body.width * (body.width >= 160 ? 0.62 : 0.57));
  const attempts = Math.max(34, Math.round(body.width * 0.24));
  const progress = Math.max(30, Math.round(body.width * 0.2));
  const bottom = body.top + upper;
  return new Map<PaneId, Rect>([
    ['executions', { left: 0, top: body.top, width: lists, height: upper }],
    ['tree', { left: lists, top: body.top, width: body.width - lists, height: upper }],
    ['attempts', { left: 0, top: bottom, width: attempts, height: lower }],
    ['progress', { left: attempts, top: bottom, width: progress, height: lower }],
    [
      'logs',
      {
        left: attempts + progress,
        top: bottom,
        width: body.width - attempts - progress,
        height: lower,
      },
    ],
  ]);
}

function stacked(body: Rect, focus: PaneId): ReadonlyMap<PaneId, Rect> {
  const second = focus === 'executions' ? 'tree' : focus;
  const upper = Math.ceil(body.height / 2);
  return new Map<PaneId, Rect>([
    ['executions', { ...body, height: upper }],
    [second, { ...body, top: body.top + upper, height: body.height - upper }],
  ]);
}

/** What is left of a pane inside its border. */
export function inside(rect: Rect): Rect {
  return {
    left: rect.left + 1,
    top: rect.top + 1,
    width: Math.max(0, rect.width - 2),
    height: Math.max(0, rect.height - 2),
  };
}
