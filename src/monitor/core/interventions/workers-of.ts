import { DEFAULT_WORKER_GROUP, WORKER_GROUP_LABEL } from '../../../api/labels.ts';
import type { State } from '../state.ts';
import { metadataOf, type Subject } from './subject.ts';

/** Live workers of the subject's group; undefined when nothing is known of workers. */
export function workersOf(state: State, subject: Subject): readonly string[] | undefined {
  const sight = state.workers.get(metadataOf(subject).namespace ?? '');
  if (sight?.kind !== 'seen') return undefined;
  const group = groupOf(subject);
  return sight.live.get(group) ?? (sight.unsure.has(group) ? undefined : []);
}

/** The worker group of a subject. */
export function groupOf(subject: Subject): string {
  return metadataOf(subject).labels?.[WORKER_GROUP_LABEL] ?? DEFAULT_WORKER_GROUP;
}
