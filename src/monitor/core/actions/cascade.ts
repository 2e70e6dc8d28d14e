import { groupOfExecution, groupOfLabels } from '../../../api/worker-group.ts';
import { functionOf } from '../function-lookup.ts';
import type { State } from '../state.ts';
import { metadataOf, type Subject } from './subject.ts';

/** Live workers of the subject's group; undefined when nothing is known of workers. */
export function workersOf(state: State, subject: Subject): readonly string[] | undefined {
  const sight = state.workers.get(metadataOf(subject).namespace ?? '');
  if (sight?.kind !== 'seen') return undefined;
  const group = groupOf(state, subject);
  return sight.live.get(group) ?? (sight.unsure.has(group) ? undefined : []);
}

/** The worker group of a subject. */
export function groupOf(state: State, subject: Subject): string {
  if (subject.kind === 'Suspension') return groupOfLabels(subject.suspension.metadata);
  const { execution } = subject;
  const known = functionOf(state.functions, execution);
  return groupOfExecution(execution, known.kind === 'found' ? known.function : undefined);
}
