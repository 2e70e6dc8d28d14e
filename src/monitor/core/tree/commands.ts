import { focusOn } from '../keys/focus-keys.ts';
import { type State, subjectNode } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { currentRow, moveTo, toggleFold, toggleFoldAll } from './state.ts';

/** On a job its log is what one wants; elsewhere the children. */
export function openNode(state: State): Step {
  const row = currentRow(state.tree);
  if (row?.folded !== undefined) return noEffects(fold(state, undefined));
  return subjectNode(state)?.kind === 'Job' ? focusOn('logs')(state) : noEffects(state);
}

export function foldOrParent(state: State): Step {
  return currentRow(state.tree)?.folded === false
    ? noEffects(fold(state, true))
    : goToParent(state);
}

export function unfoldOrChild(state: State): Step {
  return currentRow(state.tree)?.folded === true ? noEffects(fold(state, false)) : goToChild(state);
}

export function goToParent(state: State): Step {
  return noEffects(goToRow(state, currentRow(state.tree)?.parent));
}

export function goToChild(state: State): Step {
  const key = currentRow(state.tree)?.key;
  return noEffects(goToRow(state, state.tree.rows.find((row) => row.parent === key)?.key));
}

export function foldAll(state: State): Step {
  return noEffects({ ...state, tree: toggleFoldAll(state.tree) });
}

function fold(state: State, isFolded: boolean | undefined): State {
  return { ...state, tree: toggleFold(state.tree, isFolded) };
}

function goToRow(state: State, key: string | undefined): State {
  return { ...state, tree: moveTo(state.tree, key) };
}
