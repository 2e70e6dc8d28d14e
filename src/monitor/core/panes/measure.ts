import type { Rect, Size } from '../frame.ts';
import { arrange, type HomePaneId, inside, type PaneId } from '../layout.ts';
import type { State } from '../state.ts';

/** Lines of the header: one, or with all of who and where another. */
export function headerLines(state: State): number {
  return state.tallHeader ? 2 : 1;
}

/** Where a pane stands, if it shows. */
export function paneRect(state: State, pane: PaneId): Rect | undefined {
  const layout = arrange(
    state.size,
    state.route.view,
    state.focus,
    state.zoomed,
    headerLines(state),
  );
  return layout.kind === 'panes' ? layout.panes.get(pane) : undefined;
}

/** The list's title line and its line on what the selected one waits for. */
export const LIST_CHROME = 2;

/** How many lines of each pane of the home screen are no rows of it. */
const CHROME: Readonly<Record<HomePaneId, number>> = {
  executions: LIST_CHROME,
  tree: 0,
  attempts: 1,
  progress: 0,
  logs: 0,
};
/** The titles of a table. */
const TABLE_CHROME = 1;

function isHomePane(pane: PaneId): pane is HomePaneId {
  return Object.hasOwn(CHROME, pane);
}

/** How many of its rows a pane shows. A pane that is hidden counts as one of ten. */
export function paneHeight(state: State, pane: PaneId): number {
  const rect = paneRect(state, pane);
  const lines = rect === undefined ? 10 : inside(rect).height;
  return Math.max(1, lines - (isHomePane(pane) ? CHROME[pane] : TABLE_CHROME));
}

/** The room that a pane has for its rows; a hidden one counts as one of 80 by 10. */
export function paneSize(state: State, pane: PaneId): Size {
  const rect = paneRect(state, pane);
  return { width: rect ? inside(rect).width : 80, height: paneHeight(state, pane) };
}
