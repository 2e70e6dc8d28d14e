import type { Execution } from '../../../api/execution.ts';
import { truncateName } from '../../../api/labels.ts';
import { rootLabel } from '../../../api/ownership.ts';
import { executionOf } from '../actions/subject.ts';
import { findExecution } from '../executions/list.ts';
import { paneHeight } from '../panes/measure.ts';
import type { Subject } from '../resources/kinds.ts';
import { clampScroll } from '../scroll.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { goTo } from './navigate.ts';
import { HOME } from './route.ts';

/** Shows the tree that a subject is part of, among the executions. */
export function openExecution(state: State, subject: Subject | undefined): Step {
  const execution = subject && executionOf(state, subject);
  if (execution === undefined) {
    return noEffects(withFlash(state, 'its execution is unknown', 'warn'));
  }
  const { list } = state;
  const rows = [execution, rootOf(state, execution)];
  const index = list.shown.findIndex((shown) => rows.includes(shown));
  if (index < 0) {
    const text = `the filter of the executions view hides ${execution.metadata.name}`;
    return noEffects(withFlash(state, text, 'warn'));
  }
  const home = goTo(state, HOME);
  const height = paneHeight(home, 'executions');
  const scroll = clampScroll({ ...list.scroll, cursor: index }, list.shown.length, height);
  return noEffects({ ...home, list: { ...list, scroll, settled: true }, focus: 'tree' });
}

function rootOf({ list }: State, execution: Execution): Execution | undefined {
  const label = rootLabel(execution);
  if (label === undefined) return execution;
  const { namespace = '' } = execution.metadata;
  return (
    findExecution(list, `${namespace}/${label}`) ??
    list.all.find(
      ({ metadata }) => metadata.namespace === namespace && truncateName(metadata.name) === label,
    )
  );
}
