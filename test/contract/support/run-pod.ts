import { JOB_NAME_LABEL } from '../../../src/api/pod.ts';
import { JOBS, PODS } from '../../../src/api/resources.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import type { PodState } from './pod-fixture.ts';

const PHASES = { completed: 'Succeeded', running: 'Running', waiting: 'Pending' } as const;
const AT = '2026-01-05T10:00:00Z';

/** Does what a Job controller and a kubelet do, on an API server that has neither. */
export function runPodOn(
  { storage, logs }: Cluster,
  namespace: string,
  job: string,
  state: PodState,
  lines: readonly string[],
): void {
  const made = storage.get(JOBS, namespace, job);
  if (!made) throw new Error(`there is no job ${job} in ${namespace}`);
  const { template }: { template?: { spec: PodContainers } } = made.spec ?? {};
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  const name = `${job}-x7k2p`;
  const pod = {
    metadata: { name, namespace, labels: { [JOB_NAME_LABEL]: job, 'job-name': job } },
    spec: { ...template?.spec, nodeName: 'node-1' },
    status: {
      phase: PHASES[state],
      containerStatuses: statusesOf(containers, state),
      initContainerStatuses: statusesOf(initContainers, state === 'waiting' ? state : 'completed'),
    },
  };
  if (state !== 'waiting') {
    for (const container of [...initContainers, ...containers]) {
      if (container.name === 'live') continue;
      for (const line of lines) logs.append(namespace, name, container.name, line);
    }
  }
  storage.create(PODS, pod);
}

interface PodContainers {
  readonly containers?: readonly { readonly name: string }[];
  readonly initContainers?: readonly { readonly name: string }[];
}

function statusesOf(containers: readonly { readonly name: string }[], state: PodState): object[] {
  return containers.map(({ name }) => ({
    name,
    restartCount: 0,
    ready: state !== 'waiting',
    state: containerState(state),
  }));
}

/** Adds a line to the output of every container named `live`. */
export function logOn({ storage, logs }: Cluster, line: string): void {
  for (const { metadata, spec } of storage.list(PODS)) {
    const { containers = [] }: { containers?: readonly { name: string }[] } = spec ?? {};
    if (!containers.some((container) => container.name === 'live')) continue;
    logs.append(metadata.namespace ?? '', metadata.name, 'live', line);
  }
}

function containerState(state: PodState): object {
  switch (state) {
    case 'completed':
      return {
        terminated: { exitCode: 0, reason: 'Completed', startedAt: AT, finishedAt: AT },
      };
    case 'running':
      return { running: { startedAt: AT } };
    case 'waiting':
      return { waiting: { reason: 'ContainerCreating' } };
  }
}
