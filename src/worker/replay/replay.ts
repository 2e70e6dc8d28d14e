import type { Json } from '../../api/execution.ts';
import { childName } from '../protocol/child.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import type { Delivery } from '../protocol/journal/order.ts';
import type { Ask, End, Operations } from './asks.ts';
import { Chance } from './chance.ts';
import { FunctionError, type NonDeterminismError } from './errors.ts';
import { type Arrival, Group, type GroupOptions } from './group.ts';
import { dropOperation, recordArrivals } from './journal-changes.ts';
import { RequestMatcher } from './matching.ts';
import { explainMismatch } from './mismatch.ts';
import {
  loadStored,
  type Outcome,
  recordedStep,
  recordStep,
  recordStored,
  recordTry,
  toError,
} from './outcome.ts';
import type { Request } from './request.ts';

/** What a function is replayed with. */
export interface ReplayOptions {
  /** The execution's name. */
  readonly execution: string;
  /** The execution's uid: `random` and `uuid` follow from it. */
  readonly uid: string;
  /** The build that runs now. */
  readonly build: string;
  /** What was recorded. */
  readonly journal: Journal;
  /** The outcome of a child that `journal.order` names; loaded before the replay starts. */
  readonly recall: (delivery: Delivery) => Outcome | undefined;
  /** The arguments in the child's own spec: their hash, and their JSON for errors. */
  readonly specOf?: (key: string) => { readonly hash: string; readonly text: string } | undefined;
  /** The time now, in milliseconds since 1970, by the server's clock. */
  readonly clock: () => number;
  /** Resolves once no microtask is left: what the function does after an outcome is then done. */
  readonly settle: () => Promise<void>;
  /** Whether children of earlier attempts that the code asks for differently are replaced. Default: an error. */
  readonly replacesKept?: boolean;
}

/** What is done with the outcomes of a group. */
interface Waiting {
  readonly group: Group;
  readonly give: (arrivals: readonly Arrival[]) => void;
}

interface Outstanding extends Omit<Ask, 'isHeld'> {
  readonly waiting: Waiting;
}

/**
 * One run of a function: first what was recorded is delivered in its order, then whatever arrives.
 * One outcome is handed over at a time, and the next only after everything the function does with it
 * is done, so that `Promise.race`, `all` and `any` always decide the same.
 */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #matcher: RequestMatcher;
  readonly #outstanding = new Map<string, Outstanding>();
  /** Recorded outcomes that wait until the code asks for their operation. */
  readonly #early = new Map<string, Delivery>();
  readonly #replaced: string[] = [];
  /** The group of several members that was asked for last. */
  #lastGroup: Group | undefined;
  #journal: Journal;
  #remaining: readonly Delivery[];
  /** How many outcomes were delivered up to the last whose order another arrival could change. */
  #unforced = 0;
  /** The key of the outcome that began this turn; empty for the start. */
  #turn = '';
  #end: End | undefined;
  #mismatch: NonDeterminismError | undefined;

  constructor(options: ReplayOptions) {
    const { journal, specOf, replacesKept = false } = options;
    this.#options = options;
    this.#journal = journal;
    this.#remaining = journal.order;
    this.#matcher = new RequestMatcher(journal.operations, {
      hashOf: (key) => specOf?.(key)?.hash,
      replacesKept,
    });
  }

  /** The journal with everything that happened so far. Read it between turns only. */
  get journal(): Journal {
    return this.#journal;
  }

  /** How the function ended; undefined while it runs. A mismatch ends it, whatever it caught. */
  get end(): End | undefined {
    return this.#mismatch ? { threw: this.#mismatch } : this.#end;
  }

  /** What the function awaits, in the order it asked. */
  get outstanding(): readonly Ask[] {
    const running = new Set(
      [...new Set([...this.#outstanding.values()].map(({ waiting }) => waiting.group))].flatMap(
        (group) => group.running,
      ),
    );
    return [...this.#outstanding.values()]
      .filter(({ operation, waiting }) => waiting.group.awaits(operation.key))
      .map(({ waiting: _, ...ask }) => ({ ...ask, isHeld: !running.has(ask.operation.key) }));
  }

  /**
   * How many of their members have ended: of all groups that the function awaits, or else of the one
   * that it asked for last.
   */
  get progress(): { readonly current: number; readonly max: number } | undefined {
    const groups = new Set([...this.#outstanding.values()].map(({ waiting }) => waiting.group));
    const awaited = [...groups].filter(({ keys }) => keys.length > 1);
    const large = awaited.length === 0 && this.#lastGroup ? [this.#lastGroup] : awaited;
    if (large.length === 0) return undefined;
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    return {
      current: sum(large.map(({ ended }) => ended)),
      max: sum(large.map(({ keys }) => keys.length)),
    };
  }

  /** Keys of kept children that the code asks for differently: they are deleted and made again. */
  get replaced(): readonly string[] {
    return this.#replaced;
  }

  /** Starts the function and delivers what was recorded. */
  async start(body: (operations: Operations) => Promise<unknown>): Promise<void> {
    const chance = new Chance(this.#options.uid);
    void this.#run(body, {
      ask: async (request) => {
        const [outcome] = await this.#ask([request], {});
        return outcome && 'value' in outcome ? outcome.value : null;
      },
      askAll: (requests, options) => this.#ask(requests, options),
      patched: (id) => this.#patched(id),
      now: () => this.#now(),
      random: () => chance.random(),
      uuid: () => chance.uuid(),
    });
    await this.#options.settle();
    await this.#deliverEarly();
    for (;;) {
      const [next, ...rest] = this.#remaining;
      if (next === undefined || this.#mismatch) break;
      this.#remaining = rest;
      await this.#redeliver(next);
    }
    this.#assertAllAsked();
  }

  /** The outcome of a step that was recorded and not delivered, because a crash came between. */
  recordedOutcome(key: string): Outcome | undefined {
    const operation = this.#outstanding.get(key)?.operation;
    return operation && recordedStep(this.#journal, operation);
  }

  /** Puts the outcome of a step into the journal, ahead of its delivery. */
  recordStep(key: string, outcome: Outcome): void {
    this.#changeStep(key, recordStep(this.#journal, key, outcome));
  }

  /** Puts a try of a step that is to be tried again into the journal. */
  recordTry(key: string): void {
    this.#changeStep(key, recordTry(this.#journal, key));
  }

  /** Puts into the journal how far a step is. */
  recordStored(key: string, value: Json): void {
    this.#changeStep(key, recordStored(this.#journal, key, value));
  }

  /** How far a step said it is; undefined where it said nothing. */
  loadStored(key: string): Json | undefined {
    return loadStored(this.#journal, key);
  }

  /**
   * Delivers the outcome of an outstanding operation, as one turn. The outcome of a member of a group
   * waits for the others. `isFinal`: whether the outcome can never change, as that of a completed
   * child.
   */
  async deliver(key: string, outcome: Outcome, isFinal: boolean): Promise<void> {
    const waiting = this.#outstanding.get(key)?.waiting;
    if (this.end !== undefined || !waiting?.group.awaits(key)) return;
    const { keys } = waiting.group;
    const arrived = waiting.group.arrive({ key, outcome, isFinal, isRecorded: false });
    if (arrived === undefined) return;
    const isOnly = arrived.length === keys.length && this.#outstanding.size === keys.length;
    const isForced = isOnly && arrived.every((arrival) => arrival.isFinal);
    this.#journal = recordArrivals(this.#journal, arrived);
    if (!isForced) this.#unforced = this.#journal.order.length;
    await this.#hand(waiting, arrived);
    await this.#deliverEarly();
    this.#assertAllAsked();
  }

  async #run(
    body: (operations: Operations) => Promise<unknown>,
    operations: Operations,
  ): Promise<void> {
    try {
      const returned = await body(operations);
      this.#end = this.#endReturned(returned);
    } catch (error) {
      this.#end = { threw: error };
    }
  }

  #endReturned(returned: unknown): End {
    const step = this.outstanding.find(
      ({ operation }) =>
        operation.kind === 'step' && recordedStep(this.#journal, operation) === undefined,
    );
    if (step === undefined) return { returned };
    const message = `returned while step ${step.operation.key} was still running`;
    return { threw: new FunctionError(message, 'Validation') };
  }

  #ask(requests: readonly Request[], options: GroupOptions): Promise<readonly Outcome[]> {
    if (this.#mismatch || this.#end) return new Promise(() => {});
    if (requests.length === 0) return Promise.resolve([]);
    const operations: Operation[] = [];
    const added: Operation[] = [];
    for (const request of requests) {
      const match = this.#matcher.match(request, this.#remaining);
      if (match.is === 'refused') return rejected(match.error);
      if (match.is === 'mismatch') {
        this.#fail(match.key, match.recorded, request);
        return new Promise(() => {});
      }
      operations.push(match.operation);
      if (match.is === 'changed') this.#replace(match.operation);
      if (match.is !== 'recorded') added.push(match.operation);
    }
    this.#journal = { ...this.#journal, operations: [...this.#journal.operations, ...added] };
    const group = new Group(
      operations.map(({ key }) => key),
      options,
    );
    if (group.keys.length > 1) this.#lastGroup = group;
    const promise = new Promise<readonly Outcome[]>((resolve, reject) => {
      const give = (arrivals: readonly Arrival[]) => {
        const failure = arrivals.find(({ outcome }) => 'message' in outcome);
        if (failure === undefined || options.isSettled)
          resolve(arrivals.map(({ outcome }) => outcome));
        else reject(this.#explain(failure, operations));
      };
      const asked = { after: this.#unforced, times: this.#journal.times.length };
      for (const [index, operation] of operations.entries()) {
        const request = requests[index];
        if (request === undefined) continue;
        this.#outstanding.set(operation.key, {
          operation,
          request,
          ...asked,
          waiting: { group, give },
        });
      }
    });
    // It may be rejected before the function awaits it.
    promise.catch(() => {});
    return promise;
  }

  #explain({ key, outcome }: Arrival, operations: readonly Operation[]): Error {
    const operation = operations.find((asked) => asked.key === key);
    if (operation === undefined || 'value' in outcome) return new Error(`${key} did not fail`);
    return toError(operation, outcome, childName(this.#options.execution, key));
  }

  #replace({ key }: Operation): void {
    this.#replaced.push(key);
    this.#early.delete(key);
    this.#remaining = this.#remaining.filter((delivery) => delivery.key !== key);
    this.#journal = dropOperation(this.#journal, key);
  }

  #changeStep(key: string, journal: Journal): void {
    this.#journal = journal;
    const outstanding = this.#outstanding.get(key);
    const operation = journal.operations.find((asked) => asked.key === key);
    if (outstanding && operation) this.#outstanding.set(key, { ...outstanding, operation });
  }

  async #redeliver(delivery: Delivery): Promise<void> {
    const { key } = delivery;
    if (!this.#outstanding.has(key)) {
      if (this.#matcher.wasAsked(key)) return;
      if (this.#matcher.mayComeLater(key)) this.#early.set(key, delivery);
      else this.#fail(key, this.#matcher.recorded(key), this.#describeNow());
      return;
    }
    await this.#repeat(delivery);
    await this.#deliverEarly();
  }

  /** What comes later than it was recorded is delivered as soon as the code asks for it. */
  async #deliverEarly(): Promise<void> {
    for (;;) {
      const delivery = [...this.#early.values()].find(({ key }) => this.#outstanding.has(key));
      if (delivery === undefined || this.end !== undefined) return;
      this.#early.delete(delivery.key);
      await this.#repeat(delivery);
    }
  }

  /** Gives the function an outcome that the journal names. */
  async #repeat(delivery: Delivery): Promise<void> {
    const { key } = delivery;
    const waiting = this.#outstanding.get(key)?.waiting;
    const outcome = this.#recall(delivery);
    if (waiting === undefined || outcome === undefined) return;
    const arrived = waiting.group.arrive({ key, outcome, isFinal: true, isRecorded: true });
    if (arrived) await this.#hand(waiting, arrived);
  }

  /** The outcome of a recorded delivery; undefined, and a mismatch, where a result is gone. */
  #recall(delivery: Delivery): Outcome | undefined {
    const { key, ending } = delivery;
    const operation = this.#matcher.recorded(key);
    const step = operation && recordedStep(this.#journal, operation);
    if (step) return step;
    if (ending === 'failed' || ending === 'canceled')
      return { ending, message: this.#journal.errors[key] ?? '' };
    const isJob = operation?.kind === 'job' || operation?.kind === 'pod';
    if (isJob) return { ending, value: this.#journal.values[key] ?? null };
    const outcome = this.#options.recall(delivery);
    if (!outcome) this.#fail(key, operation, 'its result, which was deleted with its object');
    return outcome;
  }

  async #hand({ group, give }: Waiting, arrived: readonly Arrival[]): Promise<void> {
    for (const key of group.keys) this.#outstanding.delete(key);
    this.#turn = arrived.at(-1)?.key ?? '';
    give(arrived);
    await this.#options.settle();
  }

  #patched(id: string): boolean {
    if (this.#journal.patched.includes(id)) return true;
    // Something recorded is ahead of the function.
    if (this.#remaining.length > 0 || !this.#matcher.hasAskedAll()) return false;
    this.#journal = { ...this.#journal, patched: [...this.#journal.patched, id] };
    return true;
  }

  #now(): number {
    const { times } = this.#journal;
    const known = times.find(({ after }) => after === this.#turn);
    if (known) return known.at;
    const at = Math.max(this.#options.clock(), times.at(-1)?.at ?? 0);
    this.#journal = { ...this.#journal, times: [...times, { after: this.#turn, at }] };
    return at;
  }

  /** A function that ended must have asked for everything that has a number. */
  #assertAllAsked(): void {
    if (this.end === undefined) return;
    const operation = this.#matcher.firstUnasked();
    if (operation) this.#fail(operation.key, operation, this.#describeNow());
  }

  #describeNow(): string {
    if (this.#end === undefined) return 'nothing';
    return 'returned' in this.#end ? 'the function returned' : 'the function threw';
  }

  #fail(key: string, recorded: Operation | undefined, asked: Request | string): void {
    const { execution, build, specOf, journal } = this.#options;
    const argumentsText = (of: string) => specOf?.(of)?.text;
    const context = { execution, build, journal, argumentsText };
    this.#mismatch ??= explainMismatch(context, key, recorded, asked);
  }
}

function rejected(error: Error): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
}
