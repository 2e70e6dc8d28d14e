import { effectiveRetry } from '../../../api/defaults.ts';
import { CHILD_POLICIES, type ChildPolicy, type Execution } from '../../../api/execution.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { defaultsOf } from '../functions.ts';
import type { State } from '../state.ts';
import { textField } from '../text-field.ts';
import { countBelow } from '../tree/rows.ts';
import type { Choice, Field } from './dialog.ts';
import type { Action } from './request.ts';
import { isOpenSuspension, openBelow, type Subject } from './subject.ts';
import { workersOf } from './workers-of.ts';

/** What an action lets a person decide. */
export function fieldsOf(
  state: State,
  action: Action,
  subject: Subject,
  node: ExecutionTreeNode | undefined,
): readonly Field[] {
  const message: Field = { kind: 'text', id: 'message', label: 'reason', value: textField() };
  switch (action) {
    case 'cancel': {
      const below = node && countBelow(node);
      const orphans = below && below.executions + below.suspensions + below.jobs > 0;
      return orphans && workersOf(state, subject)?.length === 0
        ? [
            message,
            { kind: 'toggle', id: 'descendants', label: 'cancel descendants too', on: true },
          ]
        : [message];
    }
    case 'skip':
      return [{ kind: 'text', id: 'result', label: 'result (JSON)', value: textField() }, message];
    case 'retry':
      return subject.kind === 'Execution' ? [childPolicyField(state, subject.execution, node)] : [];
    case 'resume': {
      const direct = node?.children.some((c) => isOpenSuspension(c)) ?? false;
      const deeper = node !== undefined && openBelow(node).length > 0;
      return subject.kind === 'Execution' && deeper
        ? [{ kind: 'toggle', id: 'recursive', label: 'all descendants', on: !direct }]
        : [];
    }
  }
}

/** Under None a failed child would only replay its end: then RetryFailed is preselected. */
function childPolicyField(
  state: State,
  execution: Execution,
  node: ExecutionTreeNode | undefined,
): Field {
  const own = effectiveRetry(execution.spec, defaultsOf(state.functions, execution)).childPolicy;
  const children = node?.children.filter((c) => c.kind !== 'Attempt') ?? [];
  const broken = children.filter((c) => c.phase === 'Failed' || c.phase === 'Canceled').length;
  const details: Readonly<Record<ChildPolicy, string>> = {
    None: broken > 0 ? `${broken} failed children only replay their end` : 'children are kept',
    RetryFailed: `runs ${broken} failed or canceled children again`,
    RetryAll: `runs all ${children.length} children again; approvals are asked for again`,
  };
  const options: Choice[] = CHILD_POLICIES.map((policy) => ({
    policy: policy === own ? undefined : policy,
    label: policy === own ? `${policy} (as it is)` : policy,
    detail: details[policy],
  }));
  const wanted: ChildPolicy = own === 'None' && broken > 0 ? 'RetryFailed' : own;
  return {
    kind: 'choice',
    id: 'childPolicy',
    label: 'children',
    options,
    index: CHILD_POLICIES.indexOf(wanted),
  };
}
