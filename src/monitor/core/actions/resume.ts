import type { Execution } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { needsHuman, type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { plural } from '../../../text/count.ts';
import { shortName } from '../../../text/short-name.ts';
import { PATCH_SUSPENSION_STATUS } from '../permissions.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import type { Action } from './action.ts';
import { endedAndRetryText } from './cascade.ts';
import { endedText } from './ended-text.ts';
import { isOn } from './field.ts';
import { executionOf, isOpenSuspension, nodeOf, openBelow } from './subject.ts';

/** Gives an approval, or ends a sleep: of one suspension, or of all under an execution. */
export const RESUME: Action<'resume'> = {
  id: 'resume',
  keys: ['s'],
  help: 'resume an approval, a sleep, or all suspensions under an execution',
  title: 'Resume',
  underWay: 'resuming…',
  kinds: ['Execution', 'Suspension'],
  needs: () => [PATCH_SUSPENSION_STATUS],
  refuse: (state, subject) =>
    subject.kind === 'Suspension'
      ? refuseSuspension(state, subject)
      : refuseExecution(nodeOf(state, subject)),
  fields(_, subject, node) {
    const hasDirect = node?.children.some((child) => isOpenSuspension(child)) ?? false;
    const hasOpen = node !== undefined && openBelow(node).length > 0;
    if (subject.kind !== 'Execution' || !hasOpen) return [];
    return [{ kind: 'toggle', id: 'recursive', label: 'include descendants', on: !hasDirect }];
  },
  effect: (_, subject, node) =>
    subject.kind === 'Suspension'
      ? [suspensionText(subject.object)]
      : executionText(subject.object, node === undefined ? [] : openBelow(node)),
  request: (fields) => ({ recursive: isOn(fields, 'recursive') }),
  flags: ({ recursive }) => (recursive ? ['--recursive'] : []),
};

function refuseSuspension(state: State, subject: Subject<'Suspension'>): string | undefined {
  const phase = suspensionPhase(subject.object);
  return phase === 'Suspended'
    ? endedOwner(state, subject)
    : `${subject.object.metadata.name} is already ${phase}`;
}

function refuseExecution(node: ExecutionTreeNode | undefined): string | undefined {
  if (node === undefined || openBelow(node).length > 0) return undefined;
  return isTerminal(node.phase)
    ? endedAndRetryText(node.name, node.phase)
    : `nothing below ${node.name} is suspended`;
}

/** An approval must not be given to an execution that is dead (contract: Resume suspension). */
function endedOwner(state: State, subject: Subject<'Suspension'>): string | undefined {
  const owner = executionOf(state, subject);
  const phase = owner && phaseOf(owner);
  return owner && phase && isTerminal(phase)
    ? `cannot resume ${subject.object.metadata.name}: its execution ${endedText(owner.metadata.name, phase)}`
    : undefined;
}

/** Up to this many suspensions are named; more are counted. */
const MAX_NAMED = 3;

function executionText(execution: Execution, open: readonly Suspension[]): readonly string[] {
  const { uid } = execution.metadata;
  const own = open.filter((s) => owningExecution(s)?.uid === uid);
  const deeper = open.filter((s) => !own.includes(s));
  return [
    ...(own.length > MAX_NAMED ? [`Resumes ${countByKind(own)}`] : own.map(suspensionText)),
    ...(deeper.length > 0 ? [`Descendants wait for ${countByKind(deeper)}`] : []),
  ];
}

/** Says what resuming a suspension means: `Approves approve-prod: "Let 2.1.0 take traffic?"`. */
function suspensionText(suspension: Suspension): string {
  const { spec } = suspension;
  if (spec?.resumeAt !== undefined) {
    return `Ends the sleep ${shortName(suspension)} now instead of at ${spec.resumeAt}`;
  }
  return `Approves ${shortName(suspension)}${spec?.message ? `: "${spec.message}"` : ''}`;
}

/** Approvals and sleeps apart: to end the one is a decision, to end the other only haste. */
function countByKind(suspensions: readonly Suspension[]): string {
  const humans = suspensions.filter((s) => needsHuman(s)).length;
  const sleeps = suspensions.length - humans;
  return [
    ...(humans > 0 ? [plural(humans, 'approval')] : []),
    ...(sleeps > 0 ? [plural(sleeps, 'sleep')] : []),
  ].join(' and ');
}
