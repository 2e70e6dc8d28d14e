import { type State, withFlash } from '../state.ts';
import type { Route } from './route.ts';

/** More places than this one does not go back to. */
const MAX_ROUTES = 50;

/** Shows another view; the one before can be gone back to. */
export function goTo(state: State, route: Route): State {
  if (route.view === state.route.view) return show(state, route);
  const back = [...state.history.back, state.route].slice(-MAX_ROUTES);
  return show({ ...state, history: { back, forward: [] } }, route);
}

/** Shows the view before. */
export function goBack(state: State): State {
  const { back, forward } = state.history;
  const route = back.at(-1);
  if (route === undefined) return withFlash(state, 'no previous view');
  const history = { back: back.slice(0, -1), forward: [state.route, ...forward] };
  return show({ ...state, history }, route);
}

/** Shows the view that was gone back from. */
export function goForward(state: State): State {
  const { back, forward } = state.history;
  const [route, ...rest] = forward;
  if (route === undefined) return withFlash(state, 'no next view');
  return show({ ...state, history: { back: [...back, state.route], forward: rest } }, route);
}

function show(state: State, route: Route): State {
  return { ...state, route, focus: route.view, zoomed: false };
}
