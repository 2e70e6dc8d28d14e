import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { LEASES } from '../../api/resources.ts';
import type { Lease } from '../../client/kinds/lease.ts';
import { isKubeError } from '../../kube/errors.ts';
import { mustFence, type WorkerState } from '../protocol/leases.ts';
import { leaseName } from '../protocol/names.ts';
import type { Api } from '../server/api.ts';
import { isGone, nameInstance } from './instance.ts';

/** How often a Lease is renewed in one of its durations. */
const RENEWALS = 3;

/** Another worker of this name lives (ours). */
export class WorkerNameTakenError extends Error {
  override readonly name = 'WorkerNameTakenError';
}

export interface LeaseKeeperParts {
  readonly api: Api;
  readonly worker: string;
  readonly group: string;
  readonly leaseMs: number;
  /** Milliseconds that go on while the process is stopped. */
  readonly monotonic: () => number;
}

/** This worker's Lease: others take over what it has once it stands unchanged for three durations. */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  readonly #holder: string;
  #lease: Lease | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
    this.#holder = `${parts.worker}_${nameInstance()}`;
  }

  /** How long to wait between two renewals, in milliseconds. */
  get renewEveryMs(): number {
    return this.#parts.leaseMs / RENEWALS;
  }

  /** Whether this worker must abort its functions before any further act. */
  get isFenced(): boolean {
    return mustFence(this.#parts.monotonic() - this.#renewedAt, this.#parts.leaseMs);
  }

  /**
   * Takes the Lease, and resolves with how the one before under this name ended. One that another
   * instance renews is left to it.
   * @throws WorkerNameTakenError
   */
  async take(signal: AbortSignal): Promise<WorkerState> {
    const { api, worker, leaseMs } = this.#parts;
    let seen: Lease | undefined;
    for (;;) {
      signal.throwIfAborted();
      const lease = await api.get<Lease>(LEASES, leaseName(worker));
      const holder = lease?.spec?.holderIdentity ?? '';
      const isFree = lease === undefined || holder === '';
      const isUnchanged =
        seen !== undefined && seen.metadata.resourceVersion === lease?.metadata.resourceVersion;
      // The process of this machine that had it was killed.
      const isDead = isMineBefore(holder, worker) && isGone(holder.slice(worker.length + 1));
      if (isFree || isUnchanged || isDead) {
        if (await this.#write(lease)) return isFree ? 'left' : 'dead';
      } else if (seen !== undefined) {
        throw new WorkerNameTakenError(
          `a worker named ${worker} is alive in namespace ${api.namespace} (${holder}): give this one another --name`,
        );
      }
      seen = lease;
      if (!isFree) await api.core.clock.sleep(leaseMs, signal);
    }
  }

  /**
   * Renews it. False where the server did not take it: it is tried again.
   * @throws WorkerNameTakenError if another worker has it.
   */
  async renew(): Promise<boolean> {
    const { api, worker } = this.#parts;
    try {
      if (await this.#write(this.#lease)) return true;
      const lease = await api.get<Lease>(LEASES, leaseName(worker));
      const holder = lease?.spec?.holderIdentity ?? '';
      if (holder !== '' && holder !== this.#holder)
        throw new WorkerNameTakenError(`another worker named ${worker} (${holder}) took the Lease`);
      this.#lease = lease;
      return await this.#write(lease);
    } catch (error) {
      if (isKubeError(error)) return false;
      throw error;
    }
  }

  /** Lets go of it, so that others take over at once. */
  async release(): Promise<void> {
    const lease = this.#lease;
    if (lease === undefined) return;
    this.#lease = undefined;
    const spec = { ...lease.spec, holderIdentity: '' };
    await this.#parts.api.send(
      { verb: 'update', kind: 'Lease', object: { ...lease, spec } as Lease },
      true,
    );
  }

  async #write(before: Lease | undefined): Promise<boolean> {
    const { api, worker, group, leaseMs, monotonic } = this.#parts;
    const sentAt = monotonic();
    const now = `${new Date(api.now()).toISOString().slice(0, -1)}000Z`;
    const isMine = before?.spec?.holderIdentity === this.#holder;
    const object = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: leaseName(worker),
        namespace: api.namespace,
        ...before?.metadata,
        labels: { ...before?.metadata.labels, [WORKER_GROUP_LABEL]: group },
      },
      spec: {
        ...before?.spec,
        holderIdentity: this.#holder,
        leaseDurationSeconds: Math.max(1, Math.ceil(leaseMs / 1_000)),
        ...(!isMine && { acquireTime: now }),
        renewTime: now,
      },
    };
    const verb = before === undefined ? 'create' : 'update';
    try {
      this.#lease = await api.send<Lease>({ verb, kind: 'Lease', object }, true);
      this.#renewedAt = sentAt;
      return true;
    } catch (error) {
      const isRace = isKubeError(error, 'Conflict') || isKubeError(error, 'AlreadyExists');
      if (isRace || isKubeError(error, 'NotFound')) return false;
      throw error;
    }
  }
}

function isMineBefore(holder: string, worker: string): boolean {
  return holder.startsWith(`${worker}_`);
}
