import { formatInstant } from '../../api/instant.ts';
import type { Job } from '../../api/job.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import type { ContainerState } from '../../api/pod.ts';
import { JOBS, PODS } from '../../api/resources.ts';
import type { Stored } from '../object.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import { JOB_CONTAINER, jobDraft, jobPodDraft } from './drafts.ts';
import type { Random } from './random.ts';
import { type JobItem, SECOND } from './script.ts';
import { setStatus } from './state.ts';
import { Timers } from './timers.ts';
import type { WorldContext } from './world-context.ts';

interface RunningJob {
  readonly timers: Timers;
  readonly pod: string;
  readonly fail: () => void;
}

/** Runs Jobs as the Job controller and a kubelet do: one pod each, which starts, writes and ends. */
export class Jobs {
  readonly #grounds: WorldContext;
  readonly #running = new Map<string, RunningJob>();

  constructor(grounds: WorldContext) {
    this.#grounds = grounds;
  }

  start(metadata: ObjectMeta, item: JobItem, random: Random): void {
    const { storage, clock } = this.#grounds;
    const job = storage.create(JOBS, jobDraft(metadata, item));
    const pod = storage.create(PODS, jobPodDraft(job, random.suffix(5), item.image));
    const timers = new Timers(clock);
    this.#running.set(job.metadata.uid, {
      timers,
      pod: pod.metadata.uid,
      fail: () => this.#end(job, pod, { ...item, fails: true }, this.#now()),
    });
    setStatus(storage, JOBS, job.metadata, { startTime: this.#now(), active: 1, ready: 0 });
    this.#movePod(pod, 'Pending', { waiting: { reason: 'ContainerCreating' } });
    timers.after(random.between(1, 3) * SECOND, () => {
      const startedAt = this.#now();
      this.#movePod(pod, 'Running', { running: { startedAt } });
      setStatus(storage, JOBS, job.metadata, { ready: 1 });
      this.#write(pod, item, timers);
      timers.after(item.takes, () => this.#end(job, pod, item, startedAt));
    });
  }

  /** A deleted Job stops; one whose pod is deleted fails. */
  heard({ type, resource, object }: WatchCacheEvent): void {
    if (type !== 'DELETED') return;
    const { uid } = object.metadata;
    if (resource.plural === JOBS.plural) this.#stop(uid);
    if (resource.plural !== PODS.plural) return;
    for (const { pod, fail } of this.#running.values()) if (pod === uid) fail();
  }

  stop(): void {
    for (const uid of this.#running.keys()) this.#stop(uid);
  }

  #stop(uid: string): void {
    this.#running.get(uid)?.timers.stop();
    this.#running.delete(uid);
  }

  /** Its lines, one timer after another, evenly over the time it takes. */
  #write(pod: Stored, item: JobItem, timers: Timers, written = 0): void {
    const line = item.lines[written];
    const { namespace = '', name } = pod.metadata;
    if (line === undefined || !this.#grounds.storage.get(PODS, namespace, name)) return;
    this.#grounds.logs.append(namespace, name, JOB_CONTAINER, line);
    const pause = item.takes / (item.lines.length + 1);
    timers.after(pause, () => this.#write(pod, item, timers, written + 1));
  }

  #end(job: Stored, pod: Stored, { fails = false }: JobItem, startedAt: string): void {
    const now = this.#now();
    this.#stop(job.metadata.uid);
    this.#movePod(pod, fails ? 'Failed' : 'Succeeded', {
      terminated: {
        exitCode: fails ? 1 : 0,
        reason: fails ? 'Error' : 'Completed',
        startedAt,
        finishedAt: now,
      },
    });
    const condition = { status: 'True', lastProbeTime: now, lastTransitionTime: now };
    const failure = {
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
    setStatus<NonNullable<Job['status']> & { ready?: number }>(
      this.#grounds.storage,
      JOBS,
      job.metadata,
      fails
        ? {
            active: undefined,
            ready: 0,
            failed: 1,
            conditions: [
              { type: 'FailureTarget', ...condition, ...failure },
              { type: 'Failed', ...condition, ...failure },
            ],
          }
        : {
            active: undefined,
            ready: 0,
            succeeded: 1,
            completionTime: now,
            conditions: [
              { type: 'SuccessCriteriaMet', ...condition },
              { type: 'Complete', ...condition },
            ],
          },
    );
  }

  #movePod(
    pod: Stored,
    phase: string,
    state: ContainerState | { readonly terminated: object },
  ): void {
    const running = 'running' in state;
    setStatus(this.#grounds.storage, PODS, pod.metadata, {
      phase,
      ...(phase === 'Pending' && { startTime: this.#now() }),
      containerStatuses: [
        { name: JOB_CONTAINER, state, ready: running, started: running, restartCount: 0 },
      ],
    });
  }

  #now(): string {
    return formatInstant(this.#grounds.clock.now());
  }
}
