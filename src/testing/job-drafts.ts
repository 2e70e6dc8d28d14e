import type { Job } from '../api/job.ts';
import type { KubeObject } from '../api/metadata.ts';
import { JOB_NAME_LABEL, OLD_JOB_NAME_LABEL } from '../api/pod.ts';
import type { DraftOf } from './kinds.ts';
import { type ChildParts, type DraftParts, metadataOf, ownerReference } from './metadata.ts';

/** How far a job is (ours). */
export type JobPhase = 'Pending' | 'Executing' | 'Suspended' | 'Completed' | 'Failed';

/** What a job may choose (ours). */
export interface JobParts extends ChildParts {
  /** Default `Pending`. */
  readonly phase?: JobPhase | undefined;
  /** Why it failed. Default: no reason. */
  readonly message?: string | undefined;
  /** Of its container. Default `example.com/job`. */
  readonly image?: string | undefined;
}

/** What a pod of a job may choose (ours). */
export interface PodParts extends Omit<DraftParts, 'name'> {
  /** The Job, as stored. */
  readonly job: KubeObject;
  /** Default: the job's name and `-x`. */
  readonly name?: string | undefined;
  /** The name of its container. Default `main`. */
  readonly container?: string | undefined;
  /** `Pending` has no log yet. Default `Running`. */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | undefined;
}

const IMAGE = 'example.com/job';

/** A Job of one pod that is not tried again. */
export function job(parts: JobParts): DraftOf<'Job'> {
  const { phase = 'Pending', message, image = IMAGE } = parts;
  const metadata = metadataOf(parts);
  const spec = {
    parallelism: 1,
    completions: 1,
    backoffLimit: 0,
    suspend: phase === 'Suspended',
    selector: { matchLabels: { [JOB_NAME_LABEL]: metadata.name } },
    template: {
      metadata: { labels: jobLabels(metadata.name) },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] },
    },
  };
  return { kind: 'Job', metadata, spec, status: statusOf(phase, message) };
}

/** The pod of a Job, with one container. Its log is written with `cluster.logs`. */
export function pod(parts: PodParts): DraftOf<'Pod'> {
  const { job: owner, container = 'main', phase = 'Running' } = parts;
  const { name: jobName, namespace = 'default' } = owner.metadata;
  const { name = `${jobName}-x` } = parts;
  const metadata = metadataOf({ namespace, ...parts, name }, jobLabels(jobName));
  return {
    kind: 'Pod',
    metadata: { ...metadata, ownerReferences: [ownerReference(owner)] },
    spec: { restartPolicy: 'Never', containers: [{ name: container, image: IMAGE }] },
    status: {
      phase,
      containerStatuses: [{ name: container, restartCount: 0, state: STATES[phase] }],
    },
  };
}

const STATES = {
  Pending: { waiting: { reason: 'ContainerCreating' } },
  Running: { running: {} },
  Succeeded: { terminated: { exitCode: 0, reason: 'Completed' } },
  Failed: { terminated: { exitCode: 1, reason: 'Error' } },
} as const;

function statusOf(phase: JobPhase, message: string | undefined): NonNullable<Job['status']> {
  const condition = (type: string) => [
    { type, status: 'True', ...(message !== undefined && { message }) },
  ];
  switch (phase) {
    case 'Pending':
    case 'Suspended':
      return {};
    case 'Executing':
      return { active: 1 };
    case 'Completed':
      return { succeeded: 1, conditions: condition('Complete') };
    case 'Failed':
      return { failed: 1, conditions: condition('Failed') };
  }
}

function jobLabels(name: string): Readonly<Record<string, string>> {
  return { [JOB_NAME_LABEL]: name, [OLD_JOB_NAME_LABEL]: name };
}
