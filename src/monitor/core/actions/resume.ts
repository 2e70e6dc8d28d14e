import { attemptsOf } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal } from '../../../api/phase.ts';
import { needsHuman, type Suspension } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { plural } from '../../../text/count.ts';
import type { State } from '../state.ts';
import { countBelow, findNode, type SubtreeCount } from '../tree/rows.ts';
import type { Action } from './request.ts';
import { openBelow, type Subject } from './subject.ts';
import { groupOf, workersOf } from './cascade.ts';

/** What an action will do, and who will do it: one sentence a line. */
export function effectText(
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
      const { uid } = subject.execution.metadata;
      const own = open.filter((s) => owningExecution(s)?.uid === uid);
      const deeper = open.filter((s) => !own.includes(s));
      return [
        ...(own.length > 0 ? [`its own: ${suspensionWords(own)}`] : []),
        ...(deeper.length > 0 ? [`of its descendants: ${suspensionWords(deeper)}`] : []),
      ];
    }
  }
}

/** Who stops what runs below: its workers, or nobody (contract: The cascade). */
function cascadeWords(state: State, subject: Subject, below: SubtreeCount | undefined): string {
  if (below === undefined) return 'its tree is not loaded yet: what runs below is not known';
  const running = [
    ...(below.executions > 0 ? [plural(below.executions, 'execution')] : []),
    ...(below.suspensions > 0 ? [plural(below.suspensions, 'suspension')] : []),
    ...(below.jobs > 0 ? [plural(below.jobs, 'job')] : []),
  ].join(', ');
  const keeps = below.finished > 0 ? `; keeps ${below.finished} finished` : '';
  if (running === '') return `nothing runs below it${keeps}`;
  const workers = workersOf(state, subject);
  if (workers === undefined) return `a worker, if there is one, will stop ${running}${keeps}`;
  const [worker] = workers;
  return worker === undefined
    ? `no worker of group ${groupOf(state, subject)} seen: ${running} run on${keeps}`
    : `${worker} will stop ${running}${keeps}`;
}

function retryWords(
  state: State,
  execution: Execution,
  node: ExecutionTreeNode | undefined,
): readonly string[] {
  const words = [`attempt ${attemptsOf(execution).length + 1} starts when a worker takes it`];
  const above = node && state.tree.tree && findNode(state.tree.tree, node.key)?.above;
  const parent = above?.findLast((n) => n.kind === 'Execution');
  if (parent && isTerminal(parent.phase)) {
    words.push(`its parent ${parent.name} is ${parent.phase} and will not see it: retry that one`);
  }
  return words;
}

/** Approvals and sleeps apart: to end the one is a decision, to end the other only haste. */
function suspensionWords(suspensions: readonly Suspension[]): string {
  const humans = suspensions.filter((s) => needsHuman(s)).length;
  return `${plural(humans, 'approval')}, ${plural(suspensions.length - humans, 'sleep')}`;
}
