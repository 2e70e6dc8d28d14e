import type { ChildPolicy, Execution, Json } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { EXECUTIONS, SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { checkValue } from '../functions/schema.ts';
import { assertFits, byteLength, toStored } from '../functions/stored.ts';
import { childName, judgeExisting, makeChild, makeWait } from '../protocol/child.ts';
import { type Child, type Children, listChildren } from '../protocol/children.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import { journalOf } from '../protocol/own.ts';
import { type Create, patchSeen, setStatus } from '../protocol/write.ts';
import type { Ask } from '../replay/asks.ts';
import { isRetryable } from '../replay/errors.ts';
import type { Outcome } from '../replay/outcome.ts';
import type { Replay } from '../replay/replay.ts';
import { nextTryIn } from '../replay/step-retry.ts';
import type { Api } from '../server/api.ts';
import { sortFailure } from '../server/failures.ts';
import type { Observer } from '../server/observer.ts';
import type { Asked } from './asked.ts';
import { type Ended, endOfChild, endOfDeleted, endOfWait } from './endings.ts';
import { textOf } from './errors.ts';
import type { Held } from './held.ts';
import { deleteExactly, makeObject } from './make-object.ts';
import { tryStep } from './step.ts';

/** An outcome that is to be given to the function. */
export interface Arrival extends Ended {
  readonly key: string;
}

export interface ActsParts {
  readonly api: Api;
  readonly observer: Observer;
  readonly held: Held;
  readonly replay: Replay;
  readonly policy: ChildPolicy;
  readonly signal: AbortSignal;
  readonly assertLive: () => void;
  readonly wake: () => void;
}

/** What a function awaits, from its begin to its outcome. */
export class Acts {
  readonly #parts: ActsParts;
  /** What was begun in this run, or stands on the server as it was asked for. */
  readonly #begun = new Set<string>();
  /** Whose object is known to exist, or to have existed. */
  readonly #made = new Set<string>();
  readonly #arrivals: Arrival[] = [];
  readonly #judging = new Set<string>();
  #stores: Array<() => void> = [];
  /** Why the attempt cannot go on. */
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: ActsParts) {
    this.#parts = parts;
  }

  /** Whether an operation has begun. */
  has(key: string): boolean {
    return this.#begun.has(key);
  }

  /** Whether the object of an operation exists, or existed. */
  isMade(key: string): boolean {
    return this.#made.has(key);
  }

  /** Takes a fresh list of what exists: what was asked for in this form need not be made again. */
  know(children: Children): void {
    const { own } = this.#parts.held;
    const { name } = own.execution.metadata;
    const byName = new Map(
      listChildren(children).map((child) => [child.object.metadata.name, child]),
    );
    for (const operation of journalOf(own, '').operations) {
      const child = byName.get(childName(name, operation.key));
      if (operation.kind === 'step' || child === undefined) continue;
      if (!this.#isTaken(child.object, operation)) continue;
      this.#begun.add(operation.key);
      this.#made.add(operation.key);
    }
  }

  /** Begins an operation whose ask is on the server. */
  begin(ask: Ask, asked: Asked | undefined): void {
    const { key } = ask.operation;
    this.#begun.add(key);
    this.#act(ask, asked).catch((error: unknown) => {
      this.#failure ??= { error };
      this.#parts.wake();
    });
  }

  async #act(ask: Ask, asked: Asked | undefined): Promise<void> {
    if (asked === undefined) throw new Error(`${ask.operation.key} was asked for past the context`);
    this.#parts.assertLive();
    if (asked.is === 'step') await this.#tryStep(ask, asked);
    else await this.#make(ask, asked);
  }

  async #make({ operation }: Ask, asked: Exclude<Asked, { readonly is: 'step' }>): Promise<void> {
    const { api, held, signal } = this.#parts;
    const { own } = held;
    const create = createOf(held, operation, asked);
    const failure = await makeObject({ api, own, operation, create, signal });
    if (failure) this.#arrive({ key: operation.key, outcome: failure, isFinal: false });
    this.#made.add(operation.key);
    this.#parts.wake();
  }

  async #tryStep(
    { operation }: Ask,
    asked: Extract<Asked, { readonly is: 'step' }>,
  ): Promise<void> {
    const { api, held, replay, policy, signal, wake } = this.#parts;
    const { key } = operation;
    const tries = operation.kind === 'step' ? operation.tries : 0;
    const { uid = '', name, namespace = '' } = held.own.execution.metadata;
    const checkFit = (value: Json, what: string) => {
      assertFits(value, what, byteLength(held.own.execution), `${namespace}/${name}`);
      return value;
    };
    let outcome: Outcome;
    try {
      const given = await tryStep(asked, {
        key,
        uid,
        tries,
        signal,
        clock: api.core.clock,
        load: () => replay.loadStored(key),
        store: (value) => {
          replay.recordStored(
            key,
            checkFit(toStored(value, `what step ${key} keeps`), `what step ${key} keeps`),
          );
          return this.#stored();
        },
      });
      outcome = {
        ending: 'done',
        value: checkFit(toStored(given, `step ${key}`), `what step ${key} returned`),
      };
    } catch (thrown) {
      const mayRetry = isRetryable(thrown, policy);
      const waitMs = nextTryIn(tries + 1, mayRetry, asked.retry);
      if (signal.aborted) return;
      if (waitMs !== undefined) {
        replay.recordTry(key);
        wake();
        await api.core.clock.sleep(waitMs, signal);
        this.#begun.delete(key);
        wake();
        return;
      }
      outcome = {
        ending: 'failed',
        message: textOf(thrown),
        ...(!mayRetry && { nonRetryable: true }),
      };
    }
    if (signal.aborted) return;
    replay.recordStep(key, outcome);
    this.#arrive({ key, outcome, isFinal: false });
  }

  #stored(): Promise<void> {
    return new Promise((resolve) => {
      this.#stores.push(resolve);
      this.#parts.wake();
    });
  }

  /** Those who wait for `store`, until `settleStores` or `putBack`. */
  takeStores(): ReadonlyArray<() => void> {
    const stores = this.#stores;
    this.#stores = [];
    return stores;
  }

  putBack(stores: ReadonlyArray<() => void>): void {
    this.#stores.unshift(...stores);
  }

  settleStores(stores: ReadonlyArray<() => void>): void {
    for (const resolve of stores) resolve();
  }

  /** The next outcome, in order of arrival. @throws what an act failed with. */
  takeArrival(askedOf: (ask: Ask) => Asked | undefined): Arrival | undefined {
    if (this.#failure) throw this.#failure.error;
    if (this.#arrivals.length === 0) this.#collect(askedOf);
    return this.#arrivals.shift();
  }

  #arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival);
    this.#parts.wake();
  }

  /** Looks what has ended, in the objects alone: no event needs to be seen. */
  #collect(askedOf: (ask: Ask) => Asked | undefined): void {
    const { replay } = this.#parts;
    for (const ask of replay.outstanding) {
      const { key, kind } = ask.operation;
      if (kind === 'step') {
        const outcome = this.#begun.has(key) ? undefined : replay.recordedOutcome(key);
        if (outcome === undefined) continue;
        this.#begun.add(key);
        this.#arrivals.push({ key, outcome, isFinal: true });
      } else if (this.#made.has(key)) this.#look(ask, askedOf(ask));
    }
  }

  #look({ operation }: Ask, asked: Asked | undefined): void {
    const { observer, held } = this.#parts;
    const name = childName(held.own.execution.metadata.name, operation.key);
    if (operation.kind === 'execution') {
      const child = observer.execution(name);
      const ended = child && this.#isTaken(child, operation) ? endOfChild(child) : undefined;
      if (ended) this.#arrivals.push({ key: operation.key, ...ended });
      return;
    }
    const wait = observer.suspension(name);
    const ended = wait && this.#isTaken(wait, operation) ? endOfWait(wait) : undefined;
    if (wait === undefined || ended === undefined) return;
    const schema = asked?.is === 'wait' ? asked.schema : undefined;
    if (schema === undefined || 'message' in ended.outcome)
      this.#arrivals.push({ key: operation.key, ...ended });
    else void this.#judgeAnswer(operation.key, wait, schema);
  }

  #isTaken(object: KubeObject, operation: Operation): boolean {
    const { own } = this.#parts.held;
    const journal = journalOf(own, '');
    return judgeExisting(object, own.execution, journal, operation, false) === 'taken';
  }

  /** An answer that the schema refuses is put back, with the reason. */
  async #judgeAnswer(
    key: string,
    wait: Suspension,
    schema: Extract<Asked, { readonly is: 'wait' }>['schema'],
  ): Promise<void> {
    const version = `${key} ${wait.metadata.resourceVersion}`;
    if (schema === undefined || this.#judging.has(version)) return;
    this.#judging.add(version);
    const checked = await checkValue(schema, wait.status?.value ?? null, 'value');
    if ('value' in checked) {
      const value = toStored(checked.value, 'value');
      this.#arrive({ key, outcome: { ending: 'done', value }, isFinal: false });
      return;
    }
    const back = patchSeen('Suspension', wait, [
      setStatus('phase', 'Suspended'),
      setStatus('message', `the answer was refused: ${checked.refusal}`),
    ]);
    try {
      await this.#parts.api.send(back);
    } catch (error) {
      // It is judged again when it is seen in another version, or by `recheck`.
      sortFailure(error);
      this.#judging.delete(version);
    }
  }

  /** Asks the server for what a watch does not show: a deleted child is as good as canceled. */
  recheck(): void {
    for (const { operation } of this.#parts.replay.outstanding) {
      if (operation.kind === 'step' || !this.#made.has(operation.key)) continue;
      const { observer, held } = this.#parts;
      const name = childName(held.own.execution.metadata.name, operation.key);
      const isSeen =
        operation.kind === 'execution' ? observer.execution(name) : observer.suspension(name);
      if (isSeen === undefined) void this.#confirmDeleted(operation.key, operation.kind, name);
    }
    this.#parts.wake();
  }

  async #confirmDeleted(key: string, kind: string, name: string): Promise<void> {
    const { api, held } = this.#parts;
    const resource = kind === 'execution' ? EXECUTIONS : SUSPENSIONS;
    try {
      const found = await api.get<Execution | Suspension>(resource, name);
      const isMine = found && owningExecution(found)?.uid === held.own.execution.metadata.uid;
      if (!isMine) this.#arrive({ key, ...endOfDeleted({ metadata: { name } }) });
    } catch (error) {
      // It is asked again at the next recheck.
      sortFailure(error);
    }
  }

  /** Deletes a child that a retry replaces. */
  async delete({ kind, object }: Child): Promise<void> {
    await deleteExactly(this.#parts.api, kind, object, this.#parts.signal);
  }
}

function createOf(
  held: Held,
  operation: Ask['operation'],
  asked: Exclude<Asked, { readonly is: 'step' }>,
): Create {
  const { execution } = held.own;
  const journal = journalOf(held.own, '');
  if (asked.is === 'child')
    return makeChild(execution, journal, operation, asked.spec, asked.isSpawned);
  if (operation.kind === 'sleep')
    return makeWait(execution, journal, operation, { resumeAt: operation.until });
  const { message, expiresAt } = asked.is === 'wait' ? asked : {};
  return makeWait(execution, journal, operation, {
    ...(message !== undefined && { message }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
}
