import { effectiveRetry } from '../../../api/defaults.ts';
import { CHILD_POLICIES, type ChildPolicy, type Execution } from '../../../api/execution.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { plural } from '../../../text/count.ts';
import { defaultsOf } from '../function-lookup.ts';
import type { State } from '../state.ts';
import { textField } from '../text-field.ts';
import { countBelow } from '../tree/rows.ts';
import type { Choice, Field } from './dialog.ts';
import type { Action } from './request.ts';
import { isOpenSuspension, openBelow, type Subject } from './subject.ts';
import { workersOf } from './cascade.ts';

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

/**
 * What each policy would run again. Under None a failed child would only replay its end: then
 * RetryFailed is preselected, unless the person may not change the spec, which the policy is in.
 */
function childPolicyField(
  state: State,
  execution: Execution,
  node: ExecutionTreeNode | undefined,
): Field {
  const own = effectiveRetry(execution.spec, defaultsOf(state.functions, execution)).childPolicy;
  const rights = state.session.rights.get(execution.metadata.namespace ?? '');
  const fixed = rights?.patchExecution === false;
  const details = policyDetails(node?.children ?? [], own);
  const stays = fixed
    ? 'off: you may not change its spec, where the policy is (RBAC)'
    : 'the policy stays, for automatic retries too';
  const options: Choice[] = CHILD_POLICIES.map((policy) =>
    policy === own
      ? { policy: undefined, label: `${policy} (as it is)`, detail: details[policy] }
      : { policy, label: policy, detail: `${details[policy]}; ${stays}` },
  );
  const replays = own === 'None' && brokenOf(node?.children ?? []) > 0;
  const wanted: ChildPolicy = replays && !fixed ? 'RetryFailed' : own;
  return {
    kind: 'choice',
    id: 'childPolicy',
    label: 'children',
    options,
    index: CHILD_POLICIES.indexOf(wanted),
  };
}

function brokenOf(children: readonly ExecutionTreeNode[]): number {
  return children.filter((c) => c.kind !== 'Attempt' && BROKEN.has(c.phase)).length;
}

const BROKEN: ReadonlySet<string> = new Set(['Failed', 'Canceled']);

function policyDetails(
  children: readonly ExecutionTreeNode[],
  own: ChildPolicy,
): Readonly<Record<ChildPolicy, string>> {
  const broken = brokenOf(children);
  const all = children.filter((c) => c.kind === 'Execution' || c.kind === 'Job').length;
  const given = children.filter((c) => c.phase === 'Completed' && isApproval(c)).length;
  const approvals = (one: string, several: string) =>
    given === 0 ? '' : `; ${plural(given, `approval ${one}`, `approvals ${several}`)}`;
  const stay = approvals('stays granted', 'stay granted');
  const failed = plural(broken, 'failed or canceled child', 'failed or canceled children');
  const replay = broken === 1 ? 'replays its end' : 'replay their end';
  return {
    None: (broken === 0 ? 'children are kept' : `${failed} only ${replay}`) + stay,
    RetryFailed:
      (broken === 0
        ? 'no child failed: all are kept'
        : `runs ${failed} again${own === 'None' ? `, which under None only ${replay}` : ''}`) +
      stay,
    RetryAll:
      `runs all ${plural(all, 'child', 'children')} again` +
      approvals('is asked for again', 'are asked for again'),
  };
}

function isApproval(node: ExecutionTreeNode): boolean {
  const suspension = node.suspension();
  return suspension !== undefined && suspension.spec?.resumeAt === undefined;
}
