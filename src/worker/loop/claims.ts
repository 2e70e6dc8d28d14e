import { nextAttemptAt } from '../../api/attempts.ts';
import { toCount } from '../../api/count.ts';
import type { Execution } from '../../api/execution.ts';
import { owningExecution } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { between } from '../../kube/backoff.ts';
import { NO_CHILDREN } from '../protocol/children.ts';
import { decideClaim } from '../protocol/claim.ts';
import { endStatus } from '../protocol/ending/end-status.ts';
import { type Journal, parseJournal } from '../protocol/journal/journal.ts';
import { JournalError } from '../protocol/journal/key.ts';
import type { WorkerState } from '../protocol/leases.ts';
import { judgeLicence, keyOfChild, type Licence } from '../protocol/licence.ts';
import { type Ownership, readOwnership } from '../protocol/own.ts';
import { patchSeen } from '../protocol/write.ts';
import { textOf } from '../running/errors.ts';
import type { Api } from '../server/api.ts';
import { sortFailure } from '../server/failures.ts';
import type { Observer } from '../server/observer.ts';
import type { Neighbors } from './neighbors.ts';

/** Before this worker tries what another one should have tried first, in milliseconds. */
const AFTER_OTHERS_MS = [150, 500] as const;
/** Before what failed here is tried again, in milliseconds. */
const AGAIN_MS = 1_000;

export interface ClaimsParts {
  readonly api: Api;
  readonly observer: Observer;
  readonly neighbors: Neighbors;
  readonly worker: string;
  readonly group: string;
  readonly build: string;
  /** Whether this worker runs the function of that name. */
  readonly knows: (name: string) => boolean;
  /** Whether this worker has the execution now. */
  readonly has: (uid: string) => boolean;
  /** How many more may run. */
  readonly free: () => number;
  /** How the one before under this worker's name ended. */
  readonly predecessor: () => WorkerState;
  readonly onClaim: (own: Ownership, isTakenOver: boolean) => void;
  readonly onError: (message: string, fields: object) => void;
}

/** Finds what this worker may take, from the objects alone, and takes it. */
export class Claims {
  readonly #parts: ClaimsParts;
  readonly #candidates = new Map<string, Execution>();
  readonly #claiming = new Set<string>();
  /** Until when an object is left to others, or alone. */
  readonly #notBefore = new Map<string, number>();
  /** The claims of this worker that are over, by uid: a watch may be late. */
  readonly #over = new Map<string, number>();
  /** What this worker had and let go of without an end. */
  readonly #left = new Set<string>();
  /** Dead workers that had several executions to run. */
  readonly #crowded = new Set<string>();
  readonly #timers = new Set<() => void>();
  #isScheduled = false;
  #isStopped = false;

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
  }

  /** How many claims are under way. */
  get count(): number {
    return this.#claiming.size;
  }

  /** Looks at an execution, and soon at all that wait to be claimed. */
  look(execution: Execution): void {
    const { uid = '' } = execution.metadata;
    if (isTerminal(phaseOf(execution))) {
      this.forget(uid);
      return;
    }
    this.#candidates.set(uid, execution);
    this.schedule();
  }

  /** Looks at everything that is open. */
  lookAtAll(): void {
    for (const execution of this.#parts.observer.executions.store.values()) this.look(execution);
  }

  forget(uid: string): void {
    this.#candidates.delete(uid);
    this.#notBefore.delete(uid);
    this.#over.delete(uid);
    this.#left.delete(uid);
  }

  /** The claim of this worker is over: `isOver` on the server, too, else it may be taken again. */
  settle({ metadata, status }: Execution, isOver: boolean): void {
    const { uid = '' } = metadata;
    if (isOver) this.#over.set(uid, toCount(status?.resumptions));
    else {
      this.#left.add(uid);
      this.#postpone(uid, AGAIN_MS);
    }
    const seen = this.#parts.observer.byUid(uid);
    if (seen) this.look(seen);
  }

  stop(): void {
    this.#isStopped = true;
    for (const stopTimer of this.#timers) stopTimer();
    this.#timers.clear();
  }

  /** Tries what may be claimed, in a moment: what changes meanwhile is looked at together. */
  schedule(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isStopped) this.#tryAll();
    });
  }

  #tryAll(): void {
    for (const execution of [...this.#candidates.values()].sort(byUrgency)) {
      if (this.#parts.free() <= 0) return;
      const { uid = '' } = execution.metadata;
      if (!this.#isOpen(execution)) {
        this.#candidates.delete(uid);
        continue;
      }
      if (this.#isEarly(execution)) continue;
      // It is looked at again when it changes.
      this.#candidates.delete(uid);
      this.#claiming.add(uid);
      void this.#claim(execution).finally(() => {
        this.#claiming.delete(uid);
        this.schedule();
      });
    }
  }

  #isOpen(execution: Execution): boolean {
    const { has, knows, observer } = this.#parts;
    const { metadata, spec, status } = execution;
    const { uid = '' } = metadata;
    if (isTerminal(phaseOf(execution)) || has(uid) || this.#claiming.has(uid)) return false;
    if (!knows(spec.function)) return false;
    if (!observer.isOfGroup(execution)) return false;
    const isStale =
      (this.#over.get(uid) ?? -1) >= toCount(status?.resumptions) &&
      phaseOf(execution) !== 'Backoff';
    const isOwned = phaseOf(execution) === 'Executing' || phaseOf(execution) === 'Suspended';
    if (isStale && !isRetried(execution)) return false;
    return !isOwned || this.#ownerOf(execution) !== 'live';
  }

  /** Whether an object is left alone for a while; it is looked at again then. */
  #isEarly(execution: Execution): boolean {
    const { api, neighbors, observer, worker, group } = this.#parts;
    const { uid = '' } = execution.metadata;
    const now = api.now();
    const due = nextAttemptAt(execution, observer.functionOf(execution)?.spec.defaults) ?? 0;
    if (!this.#notBefore.has(uid)) {
      const isFirst = neighbors.isFirst(uid, worker, group);
      const [least, most] = AFTER_OTHERS_MS;
      const wait = isFirst ? 0 : between(least, most, api.core.random);
      this.#notBefore.set(uid, Math.max(now, due) + wait);
    }
    const at = Math.max(this.#notBefore.get(uid) ?? 0, due);
    if (at <= now) return false;
    this.#candidates.delete(uid);
    this.#postpone(uid, at - now);
    return true;
  }

  #postpone(uid: string, milliseconds: number): void {
    const { api, observer } = this.#parts;
    if (this.#isStopped) return;
    this.#notBefore.set(uid, api.now() + milliseconds);
    const stopTimer = api.core.clock.after(Math.min(milliseconds, 2 ** 31 - 1), () => {
      this.#timers.delete(stopTimer);
      const execution = observer.byUid(uid);
      if (execution) this.look(execution);
    });
    this.#timers.add(stopTimer);
  }

  async #claim(execution: Execution): Promise<void> {
    const { api, observer, worker, build, onClaim, onError } = this.#parts;
    const { name, uid = '' } = execution.metadata;
    const phase = phaseOf(execution);
    const isTakenOver = phase === 'Executing' || phase === 'Suspended';
    this.#notBefore.delete(uid);
    try {
      // One that cannot be read is not taken.
      parseJournal(execution.status?.state);
      const defaults = observer.functionOf(execution)?.spec.defaults;
      const needsChildren = !isTakenOver && execution.status?.state !== undefined;
      const view = {
        execution,
        ...(defaults && { defaults }),
        licence: this.#licenceOf(execution),
        owner: this.#blame(execution),
        children: needsChildren ? await api.listChildren(execution) : NO_CHILDREN,
      };
      const write = decideClaim(view, { worker, build }, api.now());
      if (write === undefined) return;
      const answer = await api.send<Execution>(write);
      if (write.verb !== 'patchStatus' || isTerminal(phaseOf(answer))) return;
      this.#over.delete(uid);
      this.#left.delete(uid);
      onClaim(readOwnership(answer), isTakenOver);
    } catch (error) {
      if (error instanceof JournalError) {
        await this.#refuse(execution, error);
        return;
      }
      const failure = sortFailure(error);
      // Lost to another: it is looked at again when the watch moves.
      if (failure === 'gone' || (failure === 'uncertain' && !isUnknown(error))) return;
      onError(`cannot claim ${name}: ${textOf(error)}`, {
        execution: name,
      });
      this.#left.add(uid);
      this.#postpone(uid, AGAIN_MS);
      if (observer.byUid(uid) === undefined) this.forget(uid);
    }
  }

  /** A journal that this worker cannot read: the execution fails, and nothing of it is lost. */
  async #refuse(execution: Execution, { message }: JournalError): Promise<void> {
    const { api, worker } = this.#parts;
    const { name, uid = '' } = execution.metadata;
    const text = `${message}: worker ${worker} left it as it is. Retry ${name} with a worker that wrote it.`;
    try {
      await api.send(
        patchSeen('Execution', execution, endStatus(execution, 'Failed', text, api.now())),
      );
    } catch (error) {
      sortFailure(error);
      this.#postpone(uid, AGAIN_MS);
    }
  }

  #ownerOf({ metadata, status }: Execution): WorkerState {
    const { worker, neighbors, predecessor } = this.#parts;
    const owner = status?.workerName ?? '';
    if (owner !== worker) return neighbors.stateOf(owner);
    return this.#left.has(metadata.uid ?? '') ? 'left' : predecessor();
  }

  /**
   * How the worker stands that has an execution, for the count of its crashes. One that had several
   * to run when it died tells nothing of each of them: what kills workers is alone in the end.
   */
  #blame(execution: Execution): WorkerState {
    const state = this.#ownerOf(execution);
    const owner = execution.status?.workerName ?? '';
    if (state === 'live') this.#crowded.delete(owner);
    if (state !== 'dead') return state;
    let count = 0;
    for (const { status } of this.#parts.observer.executions.store.values())
      if (status?.phase === 'Executing' && status.workerName === owner) count += 1;
    if (count > 1) this.#crowded.add(owner);
    return this.#crowded.has(owner) ? 'left' : 'dead';
  }

  #licenceOf(child: Execution): Licence {
    const owner = owningExecution(child);
    if (owner === undefined) return 'granted';
    const parent = this.#parts.observer.byUid(owner.uid);
    const journal = parent && journalIn(parent);
    return judgeLicence(child, keyOfChild(child, owner.name), journal);
  }
}

const journals = new WeakMap<Execution, { readonly journal: Journal | undefined }>();

/** The journal of an execution in the watch: of several children, it is read once. */
function journalIn(execution: Execution): Journal | undefined {
  const known = journals.get(execution);
  if (known) return known.journal;
  const journal = readJournal(execution);
  journals.set(execution, { journal });
  return journal;
}

/** A journal that cannot be read licenses nothing; its own claim says why. */
function readJournal({ status }: Execution): Journal | undefined {
  try {
    return parseJournal(status?.state);
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}

/** Children before roots, the oldest first. */
function byUrgency(one: Execution, other: Execution): number {
  const isRoot = (execution: Execution) => (owningExecution(execution) === undefined ? 1 : 0);
  const roots = isRoot(one) - isRoot(other);
  if (roots !== 0) return roots;
  const created = ({ metadata }: Execution) => `${metadata.creationTimestamp} ${metadata.name}`;
  return created(one) < created(other) ? -1 : 1;
}

function isRetried({ status }: Execution): boolean {
  return (status?.phase ?? 'Pending') === 'Pending' && toCount(status?.retries) > 0;
}

function isUnknown(error: unknown): boolean {
  return error instanceof Error && 'outcome' in error && error.outcome === 'unknown';
}
