import type { Cluster as EmbeddedCluster } from '../cluster/cluster.ts';
import { drafts } from './drafts.ts';
import type { JobParts } from './job-drafts.ts';
import type { DraftKinds, DraftOf, StoredOf } from './kinds.ts';

/** A job that has run, or runs (ours). */
export interface JobRunParts extends Omit<JobParts, 'phase'> {
  /** Default `Executing`. */
  readonly phase?: 'Executing' | 'Completed' | 'Failed' | undefined;
  /** What its container has written. Default: nothing. */
  readonly lines?: readonly string[] | undefined;
}

/** What was made for a job (ours). */
export interface JobRun {
  /** The Job. */
  readonly job: StoredOf<'Job'>;
  /** Its pod, whose container is called `main`. */
  readonly pod: StoredOf<'Pod'>;
}

interface Target extends Pick<EmbeddedCluster, 'logs'> {
  create<K extends keyof DraftKinds>(draft: DraftOf<K>): StoredOf<K>;
}

const POD_PHASE = { Executing: 'Running', Completed: 'Succeeded', Failed: 'Failed' } as const;

/** Makes a Job, its pod and its log. */
export function runJob(cluster: Target, { lines = [], ...parts }: JobRunParts): JobRun {
  const phase = parts.phase ?? 'Executing';
  const job = cluster.create(drafts.job({ ...parts, phase }));
  const pod = cluster.create(drafts.pod({ job, phase: POD_PHASE[phase] }));
  const { namespace = '', name } = pod.metadata;
  for (const line of lines) cluster.logs.append(namespace, name, 'main', line);
  return { job, pod };
}
