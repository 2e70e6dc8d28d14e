import type { Execution } from '../../api/execution.ts';
import { parseInstant } from '../../api/instant.ts';
import { owningExecution } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import { decideCascade } from '../protocol/ending/cascade.ts';
import { decideOverallTimeout, timeoutsOf } from '../protocol/ending/timeout.ts';
import { decideWake } from '../protocol/ending/wake.ts';
import { patchSeen, setStatus, type Write } from '../protocol/write.ts';
import type { Api } from '../server/api.ts';
import { sortFailure } from '../server/failures.ts';
import type { Observer } from '../server/observer.ts';

/** How long others leave what is due to the worker that has the execution, in milliseconds. */
const OTHERS_LATER_MS = 2_000;
/** How soon what ended is looked below, in milliseconds: several ends are looked at together. */
const SOON_MS = 50;
/** How old an execution must be before it says that no worker has its function, in milliseconds. */
const UNKNOWN_AFTER_MS = 30_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface UpkeepParts {
  readonly api: Api;
  readonly observer: Observer;
  readonly group: string;
  readonly has: (uid: string) => boolean;
}

/**
 * What any worker of the group does for executions that it need not have: ends sleeps that are due,
 * what runs below ended executions, and what takes too long. Everything is found again from the
 * objects, and each write names the version that was seen.
 */
export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #sending = new Set<string>();
  #stopTimer: (() => void) | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Looks at a wait when it is due. */
  see(suspension: Suspension): void {
    if (suspensionPhase(suspension) !== 'Suspended') return;
    const { resumeAt, expiresAt } = suspension.spec ?? {};
    const due = parseInstant(resumeAt) ?? parseInstant(expiresAt);
    if (due !== undefined) this.#lookAt(due + this.#grace(suspension));
  }

  /** Looks soon: something ended. */
  soon(): void {
    this.#lookAt(this.#parts.api.now() + SOON_MS);
  }

  /** Looks at everything now. */
  async look(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#dueAt = Number.POSITIVE_INFINITY;
    await Promise.all([this.#wake(), this.#cascade(), this.#timeOut(), this.#explainUnknown()]);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopTimer?.();
  }

  #lookAt(at: number): void {
    if (at >= this.#dueAt || this.#isStopped) return;
    const { api } = this.#parts;
    this.#stopTimer?.();
    this.#dueAt = at;
    const wait = Math.min(Math.max(0, at - api.now()), LONGEST_TIMER_MS);
    this.#stopTimer = api.core.clock.after(wait, () => void this.look());
  }

  #grace(suspension: Suspension): number {
    const uid = owningExecution(suspension)?.uid;
    return uid !== undefined && this.#parts.has(uid) ? 0 : OTHERS_LATER_MS;
  }

  async #wake(): Promise<void> {
    const { api, observer } = this.#parts;
    const now = api.now();
    const writes = [...observer.suspensions.store.values()].flatMap((suspension) => {
      const write = decideWake(suspension, now - this.#grace(suspension));
      if (write === undefined) this.see(suspension);
      return write ? [write] : [];
    });
    await Promise.all(writes.map((write) => this.#send(write)));
  }

  async #cascade(): Promise<void> {
    const { api, observer } = this.#parts;
    const executions = [...observer.executions.store.values()].filter(
      (execution) => owningExecution(execution) && !isTerminal(phaseOf(execution)),
    );
    const suspensions = [...observer.suspensions.store.values()].filter(
      (suspension) => suspensionPhase(suspension) === 'Suspended',
    );
    const gone = await this.#findGone([...executions, ...suspensions]);
    const owners = {
      find: (uid: string) => observer.byUid(uid),
      isGone: (uid: string) => gone.has(uid),
    };
    const children = { executions, suspensions, jobs: [], pods: [] };
    // One after another: from the top down.
    for (const write of decideCascade(children, owners, api.now())) await this.#send(write);
  }

  /** The uids of owners that no execution has any more, by fresh reads. */
  async #findGone(children: ReadonlyArray<Execution | Suspension>): Promise<ReadonlySet<string>> {
    const { api, observer } = this.#parts;
    const unseen = new Map<string, string>();
    for (const child of children) {
      const owner = owningExecution(child);
      if (owner && observer.byUid(owner.uid) === undefined) unseen.set(owner.uid, owner.name);
    }
    const gone = new Set<string>();
    for (const [uid, name] of unseen) {
      try {
        const found = await api.get(EXECUTIONS, name);
        if (found?.metadata.uid !== uid) gone.add(uid);
      } catch (error) {
        // Asked again at the next look.
        sortFailure(error);
      }
    }
    return gone;
  }

  async #timeOut(): Promise<void> {
    const { api, observer } = this.#parts;
    const now = api.now();
    for (const execution of observer.executions.store.values()) {
      if (isTerminal(phaseOf(execution)) || !observer.isOfGroup(execution)) continue;
      const defaults = observer.functionOf(execution)?.spec.defaults;
      const write = decideOverallTimeout(execution, now, defaults);
      if (write) await this.#send(write);
      const { overallAt } = timeoutsOf(execution, undefined, defaults);
      if (overallAt !== undefined && overallAt > now) this.#lookAt(overallAt);
    }
  }

  async #explainUnknown(): Promise<void> {
    const { api, observer, group } = this.#parts;
    for (const execution of observer.executions.store.values()) {
      const created = parseInstant(execution.metadata.creationTimestamp) ?? 0;
      const isOld = api.now() - created >= UNKNOWN_AFTER_MS;
      if (!isOld || phaseOf(execution) !== 'Pending' || !observer.isOfGroup(execution)) continue;
      if (observer.functionOf(execution)) continue;
      const message = `no worker of group ${group} has function ${execution.spec.function}`;
      if (execution.status?.message === message) continue;
      await this.#send(patchSeen('Execution', execution, [setStatus('message', message)]));
    }
  }

  /** Sends a write that any worker may send: one that is refused is decided again from the objects. */
  async #send(write: Write): Promise<void> {
    const name = 'object' in write ? write.object.metadata.name : write.name;
    const key = `${write.kind} ${name}`;
    if (this.#sending.has(key) || this.#isStopped) return;
    this.#sending.add(key);
    try {
      await this.#parts.api.send(write);
    } catch (error) {
      if (sortFailure(error) === 'transient') this.soon();
    } finally {
      this.#sending.delete(key);
    }
  }
}
