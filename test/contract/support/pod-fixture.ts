import { until } from '../../real-cluster/until.ts';
import { type ApiFixture, type ContractCluster, openApiFixture } from './api-fixture.ts';
import type { WireObject } from './wire.ts';

/** How the pod of a Job is to stand. */
export type PodState = 'completed' | 'running' | 'waiting';

/** A cluster on which the Jobs of a test get pods. */
export interface PodCluster extends ContractCluster {
  /**
   * Called once a Job has been made: its one pod comes to stand so, and its containers have written
   * the lines. Absent where pods run by themselves; they then write what they like.
   */
  runPod?(namespace: string, job: string, state: PodState, lines: readonly string[]): void;
  /** Adds a line to the output of every container named `live`. Absent where nobody can. */
  log?(line: string): void;
}

/** A room in which Jobs have pods. */
export interface PodFixture extends ApiFixture {
  /** Where its pods are. */
  readonly pods: string;
  /** Makes a Job and hands out its pod, once that stands as it is to. */
  run(
    job: string,
    state: PodState,
    containers?: readonly string[],
    initContainers?: readonly string[],
  ): Promise<WireObject>;
}

/** What the containers of a pod have written where a test writes it. */
const LINES = Array.from({ length: 200 }, (_, i) => `step ${i + 1} of 200`);

/** On a simulated node, what keeps a pod from going on (kwok). */
const HELD: Readonly<Record<PodState, Readonly<Record<string, string>>>> = {
  completed: {},
  running: { 'pod-complete.stage.kwok.x-k8s.io/delay': '1h' },
  waiting: { 'pod-ready.stage.kwok.x-k8s.io/delay': '1h' },
};
const STATES = { completed: 'terminated', running: 'running', waiting: 'waiting' } as const;

/** Opens a room for one test; everything in it ends with the block. */
export async function openPodFixture(ground: PodCluster): Promise<PodFixture> {
  const room = await openApiFixture(ground);
  const { namespace, admin } = room;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  return {
    ...room,
    pods,
    async run(job, state, containers = ['main'], initContainers = []) {
      const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
      (await admin.post(jobs, jobBody(job, state, { containers, initContainers }))).object();
      ground.runPod?.(namespace, job, state, LINES);
      return until(`the pod of ${job} ${state}`, async () => {
        const selector = encodeURIComponent(`batch.kubernetes.io/job-name=${job}`);
        const { items } = (await admin.get(`${pods}?labelSelector=${selector}`)).list();
        return items.find((pod) => stands(pod, state));
      });
    },
  };
}

function jobBody(
  name: string,
  state: PodState,
  names: {
    readonly containers: readonly string[];
    readonly initContainers: readonly string[];
  },
): object {
  const made = (container: string) => ({ name: container, image: 'busybox' });
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      template: {
        metadata: { annotations: HELD[state] },
        spec: {
          restartPolicy: 'Never',
          containers: names.containers.map(made),
          initContainers: names.initContainers.map(made),
        },
      },
    },
  };
}

interface PodStatus {
  readonly containerStatuses?: readonly { readonly state?: Readonly<Record<string, unknown>> }[];
}

function stands({ status }: WireObject, state: PodState): boolean {
  const { containerStatuses = [] }: PodStatus = status ?? {};
  return (
    containerStatuses.length > 0 &&
    containerStatuses.every((container) => container.state?.[STATES[state]] !== undefined)
  );
}
