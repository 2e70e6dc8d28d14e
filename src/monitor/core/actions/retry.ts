import { attemptsOf } from '../../../api/attempts.ts';
import { effectiveRetry } from '../../../api/defaults.ts';
import { CHILD_POLICIES, type ChildPolicy, type Execution } from '../../../api/execution.ts';
import { isTerminal } from '../../../api/phase.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { plural } from '../../../text/count.ts';
import { defaultsOf } from '../function-lookup.ts';
import { accessTo, PATCH_EXECUTION, PATCH_EXECUTION_STATUS } from '../permissions.ts';
import type { State } from '../state.ts';
import { findNode } from '../tree/rows.ts';
import type { Action } from './action.ts';
import { endedText } from './ended-text.ts';
import { type Choice, choiceOf, type Field } from './field.ts';
import { phaseOfSubject } from './subject.ts';

/** Starts another attempt of an execution that failed or was canceled. */
export const RETRY: Action<'retry'> = {
  id: 'retry',
  keys: ['r'],
  help: 'retry a failed or canceled execution',
  title: 'Retry',
  underWay: 'retrying…',
  kinds: ['Execution'],
  needs: () => [PATCH_EXECUTION_STATUS],
  refuse(_, subject) {
    const phase = phaseOfSubject(subject);
    return phase === 'Failed' || phase === 'Canceled'
      ? undefined
      : `only a Failed or Canceled execution can be retried: ${subject.object.metadata.name} is ${phase}`;
  },
  fields: (state, subject, node) =>
    subject.kind === 'Execution' ? [childPolicyField(state, subject.object, node)] : [],
  effect: (state, subject, node) =>
    subject.kind === 'Execution' ? retryText(state, subject.object, node) : [],
  request: (fields) => ({ childPolicy: choiceOf(fields, 'childPolicy')?.policy }),
  flags: ({ childPolicy }) => (childPolicy === undefined ? [] : ['--child-policy', childPolicy]),
};

function retryText(
  state: State,
  execution: Execution,
  node: ExecutionTreeNode | undefined,
): readonly string[] {
  const sentences = [`Attempt ${attemptsOf(execution).length + 1} starts when a worker claims it`];
  const above = node && state.tree.tree && findNode(state.tree.tree, node.key)?.above;
  const parent = above?.findLast((n) => n.kind === 'Execution');
  if (parent && isTerminal(parent.phase)) {
    sentences.push(
      `Its parent ${endedText(parent.name, parent.phase)} and will not see the result: retry the parent instead`,
    );
  }
  return sentences;
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
  const { namespace = '' } = execution.metadata;
  const fixed = accessTo(state.permissions, PATCH_EXECUTION, namespace).kind === 'denied';
  const details = policyDetails(node?.children ?? [], own);
  const stays = fixed
    ? 'not allowed: you may not change its spec, which holds the policy (RBAC)'
    : 'automatic retries will use this policy too';
  const options: Choice[] = CHILD_POLICIES.map((policy) =>
    policy === own
      ? { policy: undefined, label: `${policy} (current)`, detail: details[policy] }
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
  const replay = broken === 1 ? 'replays its failure' : 'replay their failures';
  return {
    None: (broken === 0 ? 'keeps all children' : `${failed} only ${replay}`) + stay,
    RetryFailed:
      (broken === 0
        ? 'no child failed, so all are kept'
        : `runs ${failed} again${own === 'None' ? ` (None only ${replay})` : ''}`) + stay,
    RetryAll:
      `runs all ${plural(all, 'child', 'children')} again` +
      approvals('must be given again', 'must be given again'),
  };
}

function isApproval(node: ExecutionTreeNode): boolean {
  const suspension = node.suspension();
  return suspension !== undefined && suspension.spec?.resumeAt === undefined;
}
