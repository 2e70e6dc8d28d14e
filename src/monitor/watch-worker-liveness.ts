import type { Client } from '../client/client.ts';
import type { WorkerSeen } from '../client/kinds/workers.ts';
import type { WorkerLiveness } from './core/worker-liveness.ts';
import type { Send } from './run.ts';

/** Tells which workers of a namespace are seen to be alive, whenever that changes. */
export function watchWorkerLiveness(client: Client, namespace: string, send: Send): () => void {
  const watch = client.watchWorkers(namespace);
  const tell = () => send({ kind: 'workersLearned', namespace, workers: sightOf(watch.workers()) });
  tell();
  const silence = watch.onChange(tell);
  return () => {
    silence();
    void watch.release();
  };
}

function sightOf(workers: readonly WorkerSeen[]): WorkerLiveness {
  if (workers.length === 0) return { kind: 'unknown' };
  const live = new Map<string, string[]>();
  const unsure = new Set<string>();
  for (const { name, group, liveness } of workers) {
    if (liveness === 'live') live.set(group, [...(live.get(group) ?? []), name]);
    else if (liveness === 'unknown') unsure.add(group);
  }
  return { kind: 'seen', live, unsure };
}
