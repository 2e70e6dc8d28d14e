import { pushLayer } from '../layers/stack.ts';
import { panesOf } from '../layout.ts';
import { paneOf } from '../panes/registry.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { textField } from '../text-field.ts';
import { goBack, goTo } from '../views/navigate.ts';
import { HOME } from '../views/route.ts';

export const nextPane =
  (by: 1 | -1) =>
  (state: State): Step => {
    const panes = panesOf(state.route.view);
    const index = (panes.indexOf(state.focus) + by + panes.length) % panes.length;
    return noEffects({ ...state, focus: panes[index] ?? state.focus });
  };

export function toggleZoom(state: State): Step {
  return noEffects({ ...state, zoomed: !state.zoomed });
}

export function toggleHeader(state: State): Step {
  return noEffects({ ...state, tallHeader: !state.tallHeader });
}

export function toggleUtc(state: State): Step {
  const zone = state.session.zone === 'utc' ? 'local' : 'utc';
  const text = zone === 'utc' ? 'times are UTC' : 'times are local';
  return noEffects(withFlash({ ...state, session: { ...state.session, zone } }, text));
}

export function reconnect(state: State): Step {
  return [withFlash(state, 'reconnecting…'), [{ kind: 'reconnect' }]];
}

export function openCommand(state: State): Step {
  const content = { kind: 'command' as const, field: textField(), error: undefined };
  return noEffects(pushLayer(state, { kind: 'prompt', content }));
}

export function openHelp(state: State): Step {
  const page = { key: '', title: 'Keys', lines: undefined, top: 0, shift: 0 };
  return noEffects(pushLayer(state, { kind: 'page', content: { source: 'help', ...page } }));
}

/** Goes one step out; undefined on the home screen, where there is nowhere to go back to. */
function stepBack(state: State): State | undefined {
  if (state.zoomed) return { ...state, zoomed: false };
  const { view } = state.route;
  // The first pane of a view has the name of the view.
  if (state.focus !== view) return { ...state, focus: view };
  const wider = paneOf(view).widen?.(state);
  if (wider !== undefined || view === HOME.view) return wider;
  return state.history.back.length > 0 ? goBack(state) : goTo(state, HOME);
}

export function back(state: State): Step {
  return noEffects(stepBack(state) ?? state);
}

export function backOrQuit(state: State): Step {
  const before = stepBack(state);
  return before ? noEffects(before) : [state, [{ kind: 'quit' }]];
}
