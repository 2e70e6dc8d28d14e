import { isTerminal } from '../../../api/phase.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { groupOfExecution, groupOfLabels } from '../../../api/worker-group.ts';
import { plural } from '../../../text/count.ts';
import { functionOf } from '../function-lookup.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import { countBelow } from '../tree/rows.ts';
import type { ActionKind } from './request.ts';
import { phaseOfSubject } from './subject.ts';

/** Refuses what has ended. */
export function refuseEnded(_: State, subject: Subject<ActionKind>): string | undefined {
  const phase = phaseOfSubject(subject);
  return isTerminal(phase)
    ? `${subject.object.metadata.name} has ended: it is ${phase}`
    : undefined;
}

/** Who stops what runs below: its workers, or no one (contract: The cascade). */
export function cascadeText(
  state: State,
  subject: Subject<ActionKind>,
  node: ExecutionTreeNode | undefined,
): string {
  const below = node && countBelow(node);
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

/** Live workers of the subject's group; undefined when nothing is known of workers. */
export function workersOf(
  state: State,
  subject: Subject<ActionKind>,
): readonly string[] | undefined {
  const liveness = state.workers.get(subject.object.metadata.namespace ?? '');
  if (liveness?.kind !== 'seen') return undefined;
  const group = groupOf(state, subject);
  return liveness.live.get(group) ?? (liveness.unsure.has(group) ? undefined : []);
}

function groupOf(state: State, subject: Subject<ActionKind>): string {
  if (subject.kind === 'Suspension') return groupOfLabels(subject.object.metadata);
  const known = functionOf(state.functions, subject.object);
  return groupOfExecution(subject.object, known.kind === 'found' ? known.function : undefined);
}
