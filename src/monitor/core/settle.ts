import { refreshCheck } from './actions/check.ts';
import { refreshDialog } from './actions/open.ts';
import { asksElse } from './actions/registry.ts';
import { findLayer, replaceLayer } from './layers/stack.ts';
import { panesOf } from './layout.ts';
import { paneHeight } from './panes/measure.ts';
import { paneOf } from './panes/registry.ts';
import { followSelection } from './selection.ts';
import type { State } from './state.ts';
import { noEffects, type Step } from './step.ts';
import { TABLES } from './table/registry.ts';
import { requeryTable, tableOf } from './table/requery.ts';

/**
 * Brings about what follows from any change, once after every message: cursors stay on the screen, the
 * panes follow what the cursor is on, and an open dialog shows what is known now.
 */
export function settle(before: State, [after, effects]: Step): Step {
  if (after === before) return [after, effects];
  const fitted = fillTable(hasSameLayout(before, after) ? after : fitCursors(after));
  const isSame = before.list === fitted.list && before.tree === fitted.tree;
  const followed = isSame ? fitted : followSelection(fitted);
  const [state, more] = settleDialog(before, followed);
  return [state, more.length === 0 ? effects : [...effects, ...more]];
}

/** A table that is shown has the rows that are known; others are not kept up. */
function fillTable(state: State): State {
  const { view } = state.route;
  if (view === 'executions') return state;
  const isNew = tableOf(state, view).source !== TABLES[view].source(state);
  return isNew ? requeryTable(state, view) : state;
}

function hasSameLayout(before: State, after: State): boolean {
  return (
    before.size === after.size &&
    before.route === after.route &&
    before.focus === after.focus &&
    before.zoomed === after.zoomed &&
    before.tallHeader === after.tallHeader
  );
}

function fitCursors(state: State): State {
  return panesOf(state.route.view).reduce(
    (fitted, id) => paneOf(id).fit?.(fitted, paneHeight(fitted, id)) ?? fitted,
    state,
  );
}

/** What is known now may let the dialog ask for something else, which needs a dry run of its own. */
function settleDialog(before: State, after: State): Step {
  const open = findLayer(after, 'dialog')?.content;
  if (open === undefined || before.layers.length === 0) return noEffects(after);
  const isSame =
    before.list.all === after.list.all &&
    before.tree.tree === after.tree.tree &&
    before.workers === after.workers &&
    before.functions === after.functions &&
    before.permissions === after.permissions;
  if (isSame) return noEffects(after);
  const dialog = refreshDialog(after, open);
  return asksElse(open, dialog)
    ? refreshCheck(after, dialog)
    : noEffects(replaceLayer(after, { kind: 'dialog', content: dialog }));
}
