import { isTerminal, type Phase } from '../../../api/phase.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { groupOfExecution, groupOfLabels } from '../../../api/worker-group.ts';
import { plural } from '../../../text/count.ts';
import { functionOf } from '../function-lookup.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import { countBelow } from '../tree/rows.ts';
import { endedText } from './ended-text.ts';
import type { ActionKind } from './request.ts';
import { RETRY } from './retry.ts';
import { phaseOfSubject } from './subject.ts';

/** Refuses what has ended. */
export function refuseEnded(_: State, subject: Subject<ActionKind>): string | undefined {
  const phase = phaseOfSubject(subject);
  return isTerminal(phase) ? endedAndRetryText(subject.object.metadata.name, phase) : undefined;
}

/** Says how an execution ended and, where it can be retried, which key does that. */
export function endedAndRetryText(name: string, phase: Phase): string {
  const canRetry = phase === 'Failed' || phase === 'Canceled';
  return `${endedText(name, phase)}${canRetry ? `; ${RETRY.keys[0]} retries it` : ''}`;
}

/** Says who stops what runs below: its workers, or no one (contract: The cascade). */
export function cascadeText(
  state: State,
  subject: Subject<ActionKind>,
  node: ExecutionTreeNode | undefined,
): string {
  const below = node && countBelow(node);
  if (below === undefined) return 'Its tree is still loading, so it is unknown what runs below it';
  const running = [
    ...(below.executions > 0 ? [plural(below.executions, 'execution')] : []),
    ...(below.jobs > 0 ? [plural(below.jobs, 'job')] : []),
  ];
  const waiting = below.suspensions > 0 ? [plural(below.suspensions, 'suspension')] : [];
  const keeps = below.finished > 0 ? `; keeps ${below.finished} finished` : '';
  if (running.length + waiting.length === 0) return `Nothing runs below it${keeps}`;
  const workers = workersOf(state, subject);
  const [worker] = workers ?? ['A worker, if one runs,'];
  if (worker === undefined) {
    const open = [...running, ...waiting].join(', ');
    return `No live worker of group ${groupOf(state, subject)} found: ${open} will stay open${keeps}`;
  }
  const done = [
    ...(running.length > 0 ? [`stop ${running.join(' and ')}`] : []),
    ...waiting.map((suspensions) => `close ${suspensions}`),
  ];
  return `${worker} will ${done.join(', and ')}${keeps}`;
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
