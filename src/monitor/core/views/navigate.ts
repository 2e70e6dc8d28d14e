import { type State, withFlash } from '../state.ts';
import { isSameRoute, type Route } from './route.ts';

/** More places than this one does not go back to. */
const MAX_ROUTES = 50;

/** Shows another view; the one before can be gone back to. */
export function goTo(state: State, route: Route): State {
  if (isSameRoute(route, state.route)) return focusFirst(state);
  const back = [...state.history.back, state.route].slice(-MAX_ROUTES);
  return show(state, route, back, []);
}

/** Shows the view before. */
export function goBack(state: State): State {
  const { back, forward } = state.history;
  const route = back.at(-1);
  if (route === undefined) return withFlash(state, 'no previous view');
  return show(state, route, back.slice(0, -1), [state.route, ...forward]);
}

/** Shows the view that was gone back from. */
export function goForward(state: State): State {
  const { back, forward } = state.history;
  const [route, ...rest] = forward;
  if (route === undefined) return withFlash(state, 'no next view');
  return show(state, route, [...back, state.route], rest);
}

/** Shows the view that was shown last; once more, the one from before. */
export function toggleView(state: State): State {
  const { last } = state.history;
  return last === undefined ? withFlash(state, 'no other view yet') : goTo(state, last);
}

function show(
  state: State,
  route: Route,
  back: readonly Route[],
  forward: readonly Route[],
): State {
  return focusFirst({ ...state, route, history: { back, forward, last: state.route } });
}

/** The first pane of a view has the name of the view. */
function focusFirst(state: State): State {
  return { ...state, focus: state.route.view, zoomed: false };
}
