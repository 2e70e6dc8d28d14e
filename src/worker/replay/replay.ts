import type { Json } from '../../api/execution.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import { isNumber, readGroup } from '../protocol/journal/key.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import type { Delivery } from '../protocol/journal/order.ts';
import { DuplicateStepError, FunctionError, type NonDeterminismError } from './errors.ts';
import { explainMismatch, type MismatchContext } from './mismatch.ts';
import { type Outcome, recordedStep, recordStep, toError } from './outcome.ts';
import { isSameRequest, type Request, toOperation } from './request.ts';

/** What a function is replayed with. */
export interface ReplayOptions {
  /** The execution's name. */
  readonly execution: string;
  /** The build that runs now. */
  readonly build: string;
  /** What was recorded. */
  readonly journal: Journal;
  /** The outcome of a child that `journal.order` names; loaded before the replay starts. */
  readonly recall: (delivery: Delivery) => Outcome | undefined;
  /** The arguments in the child's own spec: their hash, and their JSON for errors. */
  readonly specOf?: (key: string) => { readonly hash: string; readonly text: string } | undefined;
  /** Resolves once no microtask is left: what the function does after an outcome is then done. */
  readonly settle: () => Promise<void>;
  /** Whether children of earlier attempts that the code asks for differently are replaced. Default: an error. */
  readonly replacesKept?: boolean;
}

/** An operation that the function awaits. */
export interface Ask {
  readonly operation: Operation;
  readonly request: Request;
  /** How many entries of `order` must be on the server before the act begins (rule W). */
  readonly after: number;
}

/** How the function ended. */
export type End = { readonly returned: unknown } | { readonly threw: unknown };

/** What a function is given to ask with. */
export interface Operations {
  /** Asks for an operation; resolves or rejects when its outcome is delivered. */
  readonly ask: (request: Request) => Promise<Json>;
  /** Whether code behind the change `id` may run: not where an older build ran without it. */
  readonly patched: (id: string) => boolean;
}

interface Outstanding extends Ask {
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One run of a function: first what was recorded is delivered in its order, then whatever arrives.
 * One outcome is handed over at a time, and the next only after everything the function does with it
 * is done, so that `Promise.race`, `all` and `any` always decide the same.
 */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #recorded: ReadonlyMap<string, Operation>;
  readonly #outstanding = new Map<string, Outstanding>();
  readonly #asked = new Set<string>();
  /** Recorded outcomes of named operations that the code has not asked for so far. */
  readonly #early = new Map<string, Delivery>();
  readonly #replaced: string[] = [];
  #journal: Journal;
  #remaining: readonly Delivery[];
  #number = 0;
  /** How many outcomes were delivered up to the last whose order another arrival could change. */
  #unforced = 0;
  #end: End | undefined;
  #mismatch: NonDeterminismError | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#journal = options.journal;
    this.#recorded = new Map(
      options.journal.operations.map((operation) => [operation.key, operation]),
    );
    this.#remaining = options.journal.order;
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
    return [...this.#outstanding.values()];
  }

  /** Keys of kept children that the code asks for differently: they are deleted and made again. */
  get replaced(): readonly string[] {
    return this.#replaced;
  }

  /** Starts the function and delivers what was recorded. */
  async start(body: (operations: Operations) => Promise<unknown>): Promise<void> {
    const operations: Operations = {
      ask: (request) => this.#ask(request),
      patched: (id) => this.#patched(id),
    };
    void this.#run(body, operations);
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
    this.#journal = recordStep(this.#journal, key, outcome);
  }

  /**
   * Delivers the outcome of an outstanding operation, as one turn. `isFinal`: whether the outcome can
   * never change, as that of a completed child.
   */
  async deliver(key: string, outcome: Outcome, isFinal: boolean): Promise<void> {
    if (this.end !== undefined || !this.#outstanding.has(key)) return;
    const isForced = isFinal && this.#outstanding.size === 1;
    const { ending } = outcome;
    const order = [...this.#journal.order, { key, ending }];
    const errors =
      'message' in outcome
        ? { ...this.#journal.errors, [key]: outcome.message }
        : this.#journal.errors;
    this.#journal = { ...this.#journal, order, errors };
    if (!isForced) this.#unforced = order.length;
    await this.#hand(key, outcome);
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

  #ask(request: Request): Promise<Json> {
    if (this.#mismatch || this.#end) return new Promise(() => {});
    const key = this.#keyOf(request);
    if (this.#asked.has(key)) return Promise.reject(new DuplicateStepError(key));
    this.#asked.add(key);
    const operation = this.#match(request, key);
    if (operation === undefined) return new Promise(() => {});
    const after = this.#unforced;
    const promise = new Promise<Json>((resolve, reject) => {
      this.#outstanding.set(key, { operation, request, after, resolve, reject });
    });
    // It may be rejected before the function awaits it.
    promise.catch(() => {});
    return promise;
  }

  #keyOf(request: Request): string {
    if (request.name !== undefined) return request.name;
    const count = request.kind === 'execution' ? request.count : undefined;
    const first = this.#number + 1;
    this.#number += count ?? 1;
    return count === undefined ? `${first}` : `${first}..${this.#number}`;
  }

  /** The operation that stands for a request: recorded or new; undefined after a mismatch. */
  #match(request: Request, key: string): Operation | undefined {
    const recorded = this.#recorded.get(key);
    if (recorded === undefined) {
      // A number that was not recorded, though an outcome after it was.
      if (request.name === undefined && this.#remaining.length > 0) {
        this.#fail(key, undefined, request);
        return undefined;
      }
      return this.#append(toOperation(request, key));
    }
    if (isSameRequest(request, recorded, this.#options.specOf?.(key)?.hash)) return recorded;
    if (recorded.attempt === undefined || !this.#options.replacesKept) {
      this.#fail(key, recorded, request);
      return undefined;
    }
    this.#replaced.push(key);
    this.#drop(key);
    return this.#append(toOperation(request, key));
  }

  #append(operation: Operation): Operation {
    this.#journal = { ...this.#journal, operations: [...this.#journal.operations, operation] };
    return operation;
  }

  #drop(key: string): void {
    const isOther = (item: { readonly key: string }) => item.key !== key;
    const { [key]: _, ...errors } = this.#journal.errors;
    this.#remaining = this.#remaining.filter(isOther);
    this.#journal = {
      ...this.#journal,
      errors,
      operations: this.#journal.operations.filter(isOther),
      order: this.#journal.order.filter(isOther),
    };
  }

  async #redeliver(delivery: Delivery): Promise<void> {
    const { key } = delivery;
    if (!this.#outstanding.has(key)) {
      if (this.#asked.has(key)) return;
      if (hasNumber(key)) this.#fail(key, this.#recorded.get(key), this.#describeNow());
      else this.#early.set(key, delivery);
      return;
    }
    await this.#hand(key, this.#recall(delivery));
    await this.#deliverEarly();
  }

  /** A named operation that moved is delivered as soon as the code asks for it. */
  async #deliverEarly(): Promise<void> {
    for (;;) {
      const delivery = [...this.#early.values()].find(({ key }) => this.#outstanding.has(key));
      if (delivery === undefined || this.end !== undefined) return;
      this.#early.delete(delivery.key);
      await this.#hand(delivery.key, this.#recall(delivery));
    }
  }

  /** The outcome of a recorded delivery; undefined, and a mismatch, where a result is gone. */
  #recall(delivery: Delivery): Outcome | undefined {
    const operation = this.#recorded.get(delivery.key);
    const step = operation && recordedStep(this.#journal, operation);
    if (step) return step;
    const message = this.#journal.errors[delivery.key];
    if (delivery.ending === 'failed' || delivery.ending === 'canceled') {
      return { ending: delivery.ending, message: message ?? '' };
    }
    const outcome = this.#options.recall(delivery);
    if (!outcome)
      this.#fail(delivery.key, operation, 'its result, which was deleted with its object');
    return outcome;
  }

  async #hand(key: string, outcome: Outcome | undefined): Promise<void> {
    const ask = this.#outstanding.get(key);
    if (ask === undefined || outcome === undefined) return;
    this.#outstanding.delete(key);
    if ('value' in outcome) ask.resolve(outcome.value);
    else {
      const child = `${this.#options.execution}-${key}`;
      ask.reject(toError(ask.operation, outcome.ending, outcome.message, child));
    }
    await this.#options.settle();
  }

  #patched(id: string): boolean {
    if (this.#journal.patched.includes(id)) return true;
    if (!this.#isLive()) return false;
    this.#journal = { ...this.#journal, patched: [...this.#journal.patched, id] };
    return true;
  }

  /** Whether nothing recorded is ahead of the function. */
  #isLive(): boolean {
    return (
      this.#remaining.length === 0 &&
      [...this.#recorded.keys()].every((key) => this.#asked.has(key))
    );
  }

  /** A function that ended must have asked for everything that has a number. */
  #assertAllAsked(): void {
    if (this.end === undefined) return;
    for (const [key, operation] of this.#recorded) {
      if (hasNumber(key) && !this.#asked.has(key)) this.#fail(key, operation, this.#describeNow());
    }
  }

  #describeNow(): string {
    if (this.#end !== undefined)
      return 'returned' in this.#end ? 'the function returned' : 'the function threw';
    return 'nothing';
  }

  #fail(key: string, recorded: Operation | undefined, asked: Request | string): void {
    const { execution, build, specOf, journal } = this.#options;
    const context: MismatchContext = {
      execution,
      build,
      journal,
      argumentsText: (of) => specOf?.(of)?.text,
    };
    this.#mismatch ??= explainMismatch(context, key, recorded, asked);
  }
}

function hasNumber(key: string): boolean {
  return isNumber(key) || readGroup(key) !== undefined;
}
