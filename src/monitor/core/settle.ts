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
import { hasNewest, requeryTable } from './table/requery.ts';

/**
 * Brings about what follows from any change, once after every message: the table that is shown has the
 * newest rows, the panes follow what the cursor is on, cursors stay on the screen, and an open dialog
 * shows what is known now.
 */
export function settle(before: State, [after, effects]: Step): Step {
  if (after === before) return [after, effects];
  const filled = fillTable(before, after);
  const isSame =
    before.tables.executions === filled.tables.executions && before.tree === filled.tree;
  const followed = isSame ? filled : followSelection(filled);
  const [state, more] = settleDialog(before, fitCursors(followed));
  return [state, more.length === 0 ? effects : [...effects, ...more]];
}

/** The table that is shown has the rows that are known; others are not kept up. */
function fillTable(before: State, state: State): State {
  const { view } = state.route;
  const isNewest = before.route === state.route && hasNewest(state, view);
  return isNewest ? state : requeryTable(state, view);
}

/** Keeps cursors on the screen, whose rows or whose panes may have changed. */
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
    before.resources.Execution === after.resources.Execution &&
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
