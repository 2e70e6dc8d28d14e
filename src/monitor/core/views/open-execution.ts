import { executionOf } from '../actions/subject.ts';
import { findRoot } from '../executions/find-root.ts';
import type { Subject } from '../resources/kinds.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { requeryTable, tableOf, withTable } from '../table/requery.ts';
import { reveal } from '../tree/state.ts';
import { goTo } from './navigate.ts';
import { HOME } from './route.ts';

/** Shows a subject in the tree that it is part of, among the executions. */
export function openExecution(state: State, subject: Subject | undefined): Step {
  const execution = subject && executionOf(state, subject);
  if (subject === undefined || execution === undefined) {
    return noEffects(withFlash(state, 'its execution is unknown', 'warn'));
  }
  const home = requeryTable(goTo(state, HOME), 'executions');
  const table = tableOf(home, 'executions');
  const root = findRoot(state.resources.Execution, execution);
  const index = table.shown.findIndex((row) => row === execution || row === root);
  const row = table.shown[index];
  if (row === undefined) {
    const text = `the filter of the executions view hides ${execution.metadata.name}`;
    return noEffects(withFlash(state, text, 'warn'));
  }
  const scroll = { ...table.scroll, cursor: index };
  const node = `${subject.kind}/${subject.object.metadata.uid}`;
  return noEffects({
    ...withTable(home, 'executions', { ...table, scroll, settled: true }),
    focus: 'tree',
    tree: reveal(state.tree, node),
    treeGoal: { row: row.metadata.uid, node },
  });
}
