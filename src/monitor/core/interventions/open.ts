import { attemptNumber } from '../../../api/attempts.ts';
import { effectiveRetry } from '../../../api/defaults.ts';
import type { ChildPolicy, Execution } from '../../../api/execution.ts';
import { DEFAULT_WORKER_GROUP, WORKER_GROUP_LABEL } from '../../../api/labels.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { needsHuman, type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { selectedExecution } from '../executions/list.ts';
import { liveAge, type Rights } from '../session.ts';
import { type State, subjectExecution, subjectNode } from '../state.ts';
import { textField } from '../text-field.ts';
import { countBelow, findNode, type SubtreeCount } from '../tree/rows.ts';
import type { Choice, Dialog, Field } from './dialog.ts';
import type { Action, Target } from './request.ts';

/** The object an action of the focused pane would be done to. */
export type Subject =
  | { readonly kind: 'Execution'; readonly execution: Execution }
  | { readonly kind: 'Suspension'; readonly suspension: Suspension };

/** What the cursor is on: in the list an execution; in the tree also a suspension, for Resume. */
export function actionSubject(state: State, action: Action): Subject | undefined {
  if (state.focus === 'executions') {
    const execution = selectedExecution(state.list);
    return execution && { kind: 'Execution', execution };
  }
  const suspension = action === 'resume' ? subjectNode(state)?.suspension() : undefined;
  if (suspension) return { kind: 'Suspension', suspension };
  const execution = subjectExecution(state);
  return execution && { kind: 'Execution', execution };
}

/** Why an action cannot be done here and now; undefined when it can. */
export function whyNot(state: State, action: Action): string | undefined {
  const { setup, session } = state;
  if (setup.readOnly) return `read-only: ${action} is off (started with --readonly)`;
  const subject = actionSubject(state, action);
  if (subject === undefined) return `nothing is selected to ${action}`;
  const { refusal } = liveAge(state.feeds, state.now);
  if (refusal !== undefined) return refusal;
  const { namespace = '', name } = metadataOf(subject);
  const phase = phaseOfSubject(subject);
  const rights = session.rights.get(namespace);
  if (rights && lacks(rights, action)) {
    return `${session.user || 'you'} may not ${action} in namespace ${namespace} (RBAC)`;
  }
  if (state.pending.some((p) => p.uid === metadataOf(subject).uid)) {
    return `a write to ${name} is still under way`;
  }
  switch (action) {
    case 'cancel':
    case 'skip':
      return isTerminal(phase) ? `${name} has ended: it is ${phase}` : undefined;
    case 'retry':
      return phase === 'Failed' || phase === 'Canceled'
        ? undefined
        : `only a Failed or Canceled execution can be retried: ${name} is ${phase}`;
    case 'resume':
      return nothingToResume(state, subject);
  }
}

function nothingToResume(state: State, subject: Subject): string | undefined {
  if (subject.kind === 'Suspension') {
    const phase = suspensionPhase(subject.suspension);
    return phase === 'Suspended'
      ? undefined
      : `${subject.suspension.metadata.name} is ${phase} already`;
  }
  const node = nodeOf(state, subject.execution);
  if (node === undefined) return undefined;
  return openBelow(node).length > 0
    ? undefined
    : `nothing under ${subject.execution.metadata.name} is suspended`;
}

function lacks(rights: Rights, action: Action): boolean {
  const right = action === 'resume' ? rights.patchSuspensionStatus : rights.patchExecutionStatus;
  return right === false;
}

/** The dialog of an action on what the cursor is on. Ask {@link whyNot} first. */
export function openDialog(state: State, action: Action): Dialog | undefined {
  const subject = actionSubject(state, action);
  if (subject === undefined) return undefined;
  const node = subject.kind === 'Execution' ? nodeOf(state, subject.execution) : undefined;
  const fields = fieldsOf(state, action, subject, node);
  return {
    id: state.nextId,
    action,
    target: targetOf(subject),
    fields,
    effect: effectOf(state, action, subject, node),
    focus: fields.length,
    check: undefined,
  };
}

/** A dialog that is open, with what is known by now of workers and of the tree. */
export function refreshedDialog(state: State, dialog: Dialog): Dialog {
  const execution =
    dialog.target.kind === 'Execution' &&
    state.list.all.find((e) => e.metadata.uid === dialog.target.uid);
  if (!execution) return dialog;
  const node = nodeOf(state, execution);
  const subject: Subject = { kind: 'Execution', execution };
  const fresh = fieldsOf(state, dialog.action, subject, node);
  const added = fresh.filter((f) => !dialog.fields.some((known) => known.id === f.id));
  return {
    ...dialog,
    fields: [...dialog.fields, ...added],
    focus: dialog.focus >= dialog.fields.length ? dialog.focus + added.length : dialog.focus,
    effect: effectOf(state, dialog.action, subject, node),
  };
}

function fieldsOf(
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
      return subject.kind === 'Execution' ? [childPolicyField(subject.execution, node)] : [];
    case 'resume': {
      const direct = node?.children.some((c) => isOpenSuspension(c)) ?? false;
      const deeper = node !== undefined && openBelow(node).length > 0;
      return subject.kind === 'Execution' && deeper
        ? [{ kind: 'toggle', id: 'recursive', label: 'all descendants', on: !direct }]
        : [];
    }
  }
}

const POLICIES: readonly ChildPolicy[] = ['None', 'RetryFailed', 'RetryAll'];

/** Under None a failed child would only replay its end: then RetryFailed is preselected. */
function childPolicyField(execution: Execution, node: ExecutionTreeNode | undefined): Field {
  const own = effectiveRetry(execution.spec).childPolicy;
  const children = node?.children.filter((c) => c.kind !== 'Attempt') ?? [];
  const broken = children.filter((c) => c.phase === 'Failed' || c.phase === 'Canceled').length;
  const details: Readonly<Record<ChildPolicy, string>> = {
    None: broken > 0 ? `${broken} failed children only replay their end` : 'children are kept',
    RetryFailed: `runs ${broken} failed or canceled children again`,
    RetryAll: `runs all ${children.length} children again; approvals are asked for again`,
  };
  const options: Choice[] = POLICIES.map((policy) => ({
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
    index: POLICIES.indexOf(wanted),
  };
}

function effectOf(
  state: State,
  action: Action,
  subject: Subject,
  node: ExecutionTreeNode | undefined,
): readonly string[] {
  if (subject.kind === 'Suspension') {
    return needsHuman(subject.suspension)
      ? ['gives the approval it waits for']
      : [`ends its sleep early (until ${subject.suspension.spec?.resumeAt})`];
  }
  const below = node && countBelow(node);
  switch (action) {
    case 'cancel':
      return [cascadeWords(state, subject, below)];
    case 'skip':
      return ['whoever waits for it gets the result below', cascadeWords(state, subject, below)];
    case 'retry':
      return retryWords(state, subject.execution, node);
    case 'resume': {
      const open = node === undefined ? [] : openBelow(node);
      const humans = open.filter((s) => needsHuman(s)).length;
      return [`${counted(humans, 'approval')}, ${counted(open.length - humans, 'sleep')}`];
    }
  }
}

/** Who stops what runs below: its workers, or nobody (contract: The cascade). */
function cascadeWords(state: State, subject: Subject, below: SubtreeCount | undefined): string {
  if (below === undefined) return 'its tree is not loaded yet: what runs below is not known';
  const running = [
    ...(below.executions > 0 ? [counted(below.executions, 'execution')] : []),
    ...(below.suspensions > 0 ? [counted(below.suspensions, 'suspension')] : []),
    ...(below.jobs > 0 ? [counted(below.jobs, 'job')] : []),
  ].join(', ');
  const keeps = below.finished > 0 ? `; keeps ${below.finished} finished` : '';
  if (running === '') return `nothing runs below it${keeps}`;
  const workers = workersOf(state, subject);
  if (workers === undefined) return `a worker, if there is one, will stop ${running}${keeps}`;
  const [worker] = workers;
  return worker === undefined
    ? `no worker of group ${groupOf(subject)} seen: ${running} run on${keeps}`
    : `${worker} will stop ${running}${keeps}`;
}

function retryWords(
  state: State,
  execution: Execution,
  node: ExecutionTreeNode | undefined,
): readonly string[] {
  const words = [`attempt ${attemptNumber(execution) + 1} starts when a worker takes it`];
  const above = node && state.tree.tree && findNode(state.tree.tree, node.key)?.above;
  const parent = above?.findLast((n) => n.kind === 'Execution');
  if (parent && isTerminal(parent.phase)) {
    words.push(`its parent ${parent.name} is ${parent.phase} and will not see it: retry that one`);
  }
  return words;
}

/** Live workers of the subject's group; undefined when nothing is known of workers. */
function workersOf(state: State, subject: Subject): readonly string[] | undefined {
  const sight = state.workers.get(metadataOf(subject).namespace ?? '');
  if (sight?.kind !== 'seen') return undefined;
  const group = groupOf(subject);
  return sight.live.get(group) ?? (sight.unsure.has(group) ? undefined : []);
}

function groupOf(subject: Subject): string {
  return metadataOf(subject).labels?.[WORKER_GROUP_LABEL] ?? DEFAULT_WORKER_GROUP;
}

function openBelow(node: ExecutionTreeNode): readonly Suspension[] {
  return node.children.flatMap((child) => {
    const suspension = isOpenSuspension(child) ? child.suspension() : undefined;
    return [...(suspension ? [suspension] : []), ...openBelow(child)];
  });
}

function isOpenSuspension(node: ExecutionTreeNode): boolean {
  return node.kind === 'Suspension' && node.phase === 'Suspended';
}

function nodeOf(state: State, execution: Execution): ExecutionTreeNode | undefined {
  const { tree } = state.tree;
  return tree && findNode(tree, `Execution/${execution.metadata.uid}`)?.node;
}

function metadataOf(subject: Subject) {
  return subject.kind === 'Execution' ? subject.execution.metadata : subject.suspension.metadata;
}

function phaseOfSubject(subject: Subject) {
  return subject.kind === 'Execution'
    ? phaseOf(subject.execution)
    : suspensionPhase(subject.suspension);
}

function targetOf(subject: Subject): Target {
  const { namespace = '', name, uid = '' } = metadataOf(subject);
  return {
    kind: subject.kind,
    namespace,
    name,
    uid,
    phase: phaseOfSubject(subject),
    attempt: subject.kind === 'Execution' ? attemptNumber(subject.execution) : 0,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
