import { pasteInLayer, pressInLayer, refusePaste } from '../layers/registry.ts';
import { topLayer } from '../layers/stack.ts';
import { panesOf } from '../layout.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { settleTable } from '../table/commands.ts';
import type { ViewId } from '../views/route.ts';
import { bindingOf, KEYMAP } from './keymap.ts';

/** A key goes to the layer on top, which takes every one; without a layer, to the focused pane. */
export function handleKey(state: State, key: string, text: string | undefined): Step {
  // A message to the user stands until the next key, wherever that goes.
  const calm: State = state.flash === undefined ? state : { ...state, flash: undefined };
  const layer = topLayer(calm);
  return layer ? pressInLayer(calm, layer, key, text) : pressInPane(calm, key);
}

/** Pasted text goes into text fields, and nowhere else. */
export function handlePaste(state: State, text: string): Step {
  const layer = topLayer(state);
  return layer ? pasteInLayer(state, layer, text) : refusePaste(state);
}

function pressInPane(state: State, key: string): Step {
  const held = holdRow(state);
  const binding = bindingOf(key, held.focus);
  if (binding === undefined) {
    const text = worksElsewhere(key, held.route.view);
    return noEffects(text === '' ? held : withFlash(held, text));
  }
  const why = binding.disabledReason?.(held);
  return why === undefined ? binding.run(held) : noEffects(withFlash(held, why, 'warn'));
}

/** Any key may mean the row under the cursor: from now on the cursor holds on to it. */
function holdRow(state: State): State {
  return settleTable(state, state.route.view);
}

/** Says what a key does in other panes of the same view; empty where there are none. */
function worksElsewhere(key: string, view: ViewId): string {
  const shown = panesOf(view);
  const panes = new Map<string, Set<string>>();
  for (const { keys, where, hint, help } of KEYMAP) {
    if (!keys.includes(key) || where === 'everywhere') continue;
    const here = where.filter((pane) => shown.includes(pane));
    if (here.length === 0) continue;
    const what = hint ?? help;
    panes.set(what, new Set([...(panes.get(what) ?? []), ...here]));
  }
  return [...panes]
    .map(([what, names]) => `${key} (${what}) works in ${[...names].join(', ')}`)
    .join('; ');
}
