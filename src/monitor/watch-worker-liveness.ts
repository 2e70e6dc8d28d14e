import type { WorkerSeen, WorkerWatch } from '../client/kinds/workers.ts';
import type { WorkerLiveness } from './core/worker-liveness.ts';
import type { Send } from './run.ts';

/** What workers are watched with. */
export interface WorkerSource {
  watchWorkers(namespace: string): Pick<WorkerWatch, 'workers' | 'onChange' | 'release'>;
}

/** Tells which workers of a namespace are seen to be alive, now and whenever that changes. */
export function watchWorkerLiveness(
  client: WorkerSource,
  namespace: string,
  send: Send,
): () => void {
  const watch = client.watchWorkers(namespace);
  const tell = () =>
    send({ kind: 'workersLearned', namespace, workers: livenessOf(watch.workers()) });
  tell();
  const stopListening = watch.onChange(tell);
  return () => {
    stopListening();
    void watch.release();
  };
}

function livenessOf(workers: readonly WorkerSeen[]): WorkerLiveness {
  if (workers.length === 0) return { kind: 'unknown' };
  const live = new Map<string, string[]>();
  const unsure = new Set<string>();
  for (const { name, group, liveness } of workers) {
    if (liveness === 'live') live.set(group, [...(live.get(group) ?? []), name]);
    else if (liveness === 'unknown') unsure.add(group);
  }
  return { kind: 'seen', live, unsure };
}
