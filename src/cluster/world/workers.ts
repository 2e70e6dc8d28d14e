import { formatInstant } from '../../api/instant.ts';
import { fnv1a, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { LEASES, PODS } from '../../api/resources.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import { WORKER_CONTAINER, workerPodDraft } from './drafts.ts';
import type { Random } from './random.ts';
import { SECOND } from './script.ts';
import { setStatus } from './state.ts';
import { Timers } from './timers.ts';
import type { WorldContext } from './world-context.ts';

const RENEW = 5 * SECOND;
const LEASE_SECONDS = 15;
/** A container is restarted after this number of lines, so that a log does not grow forever. */
const LONGEST_LOG = 5_000;

export interface WorkerProcess {
  readonly name: string;
  readonly namespace: string;
  readonly group: string;
}

/** The workers of a world: a pod with a log, and a Lease that is renewed, each. */
export class Workers {
  readonly #grounds: WorldContext;
  readonly #timers: Timers;
  readonly #workers: WorkerProcess[] = [];
  readonly #written = new Map<string, number>();
  readonly #random: Random;
  #turn = 0;

  constructor(grounds: WorldContext, random: Random) {
    this.#grounds = grounds;
    this.#random = random;
    this.#timers = new Timers(grounds.clock);
  }

  /** Starts `count` workers of a group, unless the group has some in this namespace already. */
  open(namespace: string, group: string, count: number): void {
    if (this.#serving(namespace, group).length > 0) return;
    for (let i = 0; i < count; i++) this.#workers.push(this.#start(namespace, group));
  }

  /** A worker whose pod is deleted is replaced. Returns its name and that of the new one. */
  heard({
    type,
    resource,
    object,
  }: WatchCacheEvent): readonly [fallen: string, heir: string] | undefined {
    if (type !== 'DELETED' || resource.plural !== PODS.plural) return undefined;
    const { namespace, name } = object.metadata;
    const i = this.#workers.findIndex((w) => w.name === name && w.namespace === namespace);
    const fallen = this.#workers[i];
    if (!fallen) return undefined;
    this.#grounds.storage.delete(LEASES, namespace, name);
    const heir = this.#start(fallen.namespace, fallen.group);
    this.#workers[i] = heir;
    return [fallen.name, heir.name];
  }

  /** One of the workers that serve this group here, in turn; undefined when there is none. */
  pick(namespace: string, group: string): WorkerProcess | undefined {
    const serving = this.#serving(namespace, group);
    this.#turn += 1;
    return serving[this.#turn % serving.length];
  }

  /** Writes a line to the log of the worker of this name. */
  say(namespace: string, name: string, line: string): void {
    const { storage, logs } = this.#grounds;
    const pod = storage.get(PODS, namespace, name);
    if (!pod) return;
    const written = (this.#written.get(pod.metadata.uid) ?? 0) + 1;
    this.#written.set(pod.metadata.uid, written);
    if (written % LONGEST_LOG === 0) {
      logs.restart(namespace, name, WORKER_CONTAINER);
      this.#run(namespace, name, written / LONGEST_LOG);
    }
    logs.append(namespace, name, WORKER_CONTAINER, line);
  }

  /** Renews every Lease now, and again every five seconds. */
  beat(): void {
    for (const { namespace, name } of this.#workers) {
      this.#grounds.storage.update(LEASES, namespace, name, (lease) => ({
        ...lease,
        spec: { ...(lease.spec as object), renewTime: this.#microTime() },
      }));
    }
    this.#timers.after(RENEW, () => this.beat());
  }

  stop(): void {
    this.#timers.stop();
  }

  #serving(namespace: string, group: string): readonly WorkerProcess[] {
    return this.#workers.filter((w) => w.namespace === namespace && w.group === group);
  }

  #start(namespace: string, group: string): WorkerProcess {
    const { storage } = this.#grounds;
    const deployment = `kontinue-worker${group === 'default' ? '' : `-${group}`}`;
    const template = fnv1a(`${namespace}/${group}`);
    const name = `${deployment}-${template}-${this.#random.suffix(5)}`;
    storage.create(PODS, workerPodDraft(namespace, name, group));
    this.#run(namespace, name, 0);
    const time = this.#microTime();
    storage.create(LEASES, {
      metadata: { name, namespace, labels: { [WORKER_GROUP_LABEL]: group } },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: LEASE_SECONDS,
        acquireTime: time,
        renewTime: time,
      },
    });
    const line = `level=info msg="worker started" group=${group} namespace=${namespace}`;
    this.say(namespace, name, line);
    return { name, namespace, group };
  }

  #run(namespace: string, name: string, restartCount: number): void {
    const startedAt = formatInstant(this.#grounds.clock.now());
    const state = { running: { startedAt } };
    setStatus(
      this.#grounds.storage,
      PODS,
      { namespace, name },
      {
        phase: 'Running',
        ...(restartCount === 0 && { startTime: startedAt }),
        containerStatuses: [
          { name: WORKER_CONTAINER, state, ready: true, started: true, restartCount },
        ],
      },
    );
  }

  #microTime(): string {
    return new Date(this.#grounds.clock.now()).toISOString().replace('Z', '000Z');
  }
}
