import { attemptNumber } from '../../api/attempts.ts';
import { effectiveRetry, withFunctionDefaults } from '../../api/defaults.ts';
import type { Execution, Json } from '../../api/execution.ts';
import type { FunctionDefaults } from '../../api/function.ts';
import { phaseOf } from '../../api/phase.ts';
import { Wakeup } from '../../client/watch/wakeup.ts';
import type { Log } from '../functions/context.ts';
import type { AnyDefinition } from '../functions/define-function.ts';
import { canonicalText, hashOf } from '../functions/hash.ts';
import { checkValue } from '../functions/schema.ts';
import { assertFits, byteLength, toStored } from '../functions/stored.ts';
import { decideGone } from '../protocol/act.ts';
import { childName } from '../protocol/child.ts';
import { type Children, listChildren, NO_CHILDREN } from '../protocol/children.ts';
import { judgeAttemptTimeout, timeoutsOf } from '../protocol/ending/timeout.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import type { PatchOperation } from '../protocol/journal/patch.ts';
import { decideNext } from '../protocol/next.ts';
import { decideFinish, journalOf, type Ownership, type Verdict } from '../protocol/own.ts';
import { setStatus } from '../protocol/write.ts';
import type { Ask, Operations } from '../replay/asks.ts';
import { FunctionError, isRetryable } from '../replay/errors.ts';
import type { Outcome } from '../replay/outcome.ts';
import { Replay } from '../replay/replay.ts';
import type { Request } from '../replay/request.ts';
import type { Api } from '../server/api.ts';
import type { Observer } from '../server/observer.ts';
import { Acts } from './acts.ts';
import type { Asked } from './asked.ts';
import { endOfChild, endOfWait } from './endings.ts';
import {
  BrokenError,
  CanceledError,
  LeaseLostError,
  textOf,
  type WorkerStoppedError,
} from './errors.ts';
import { Held } from './held.ts';
import { makeContext } from './make-context.ts';
import { Notes } from './notes.ts';

/** How often what a function says of itself is written by itself, in milliseconds. */
const NOTES_MS = 1_000;

/** What a run needs of its worker. */
export interface RunParts {
  readonly api: Api;
  readonly observer: Observer;
  readonly definition: AnyDefinition;
  readonly defaults: FunctionDefaults | undefined;
  readonly build: string;
  readonly log: Log;
  readonly keepsExpiry: boolean;
  /** Whether this worker must not act any more: it was cut off for too long. */
  readonly assertLive: () => void;
  /** Whether the attempt goes on where another worker left it. */
  readonly isTakenOver: boolean;
  /** Called when the function begins to wait for its children alone, and when it goes on. */
  readonly onWaiting: () => void;
}

/** One execution that this worker has, from its claim until it ends, or is lost. */
export class Run {
  readonly execution: Execution;
  readonly #parts: RunParts;
  readonly #ending = new AbortController();
  readonly #held: Held;
  readonly #acts: Acts;
  readonly #replay: Replay;
  readonly #notes = new Notes();
  readonly #asked = new WeakMap<Request, Asked>();
  readonly #wakeup = new Wakeup();
  readonly #takenOverAt: number | undefined;
  #children: Children = NO_CHILDREN;
  #isReplaying = true;
  #hasCleared = false;
  #isWaiting = false;
  #notedAt = 0;

  constructor(parts: RunParts, own: Ownership) {
    const { api, observer, build } = parts;
    const { execution } = own;
    this.execution = execution;
    this.#parts = parts;
    this.#takenOverAt = parts.isTakenOver ? api.now() : undefined;
    this.#held = new Held(api, own, this.#ending.signal);
    this.#replay = new Replay({
      execution: execution.metadata.name,
      uid: execution.metadata.uid ?? '',
      build,
      journal: journalOf(own, build),
      recall: ({ key }) => this.#recall(key),
      specOf: (key) => this.#specOf(key),
      clock: () => api.now(),
      settle: () => new Promise((resolve) => setImmediate(resolve)),
      replacesKept: this.#policy !== 'None',
    });
    this.#acts = new Acts({
      api,
      observer,
      held: this.#held,
      replay: this.#replay,
      policy: this.#policy,
      signal: this.#ending.signal,
      assertLive: parts.assertLive,
      wake: () => this.wake(),
    });
  }

  /** Aborted once the function must stop. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Whether it waits for children, sleeps or users alone: it takes no place then. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Something changed that it may wait for. */
  wake(): void {
    this.#wakeup.wake();
  }

  /** Looks whether what it waits for still exists. */
  recheck(): void {
    this.#acts.recheck();
  }

  /** Ends it without a write: it was canceled, lost, or left to another worker. */
  end(reason: CanceledError | LeaseLostError | WorkerStoppedError): void {
    this.#ending.abort(reason);
  }

  /** Runs the function to its end. Resolves in any case; true where this claim is over on the server. */
  async run(): Promise<boolean> {
    const { attemptAt } = timeoutsOf(this.execution, this.#takenOverAt, this.#parts.defaults);
    const { api, log } = this.#parts;
    const stopTimer =
      attemptAt === undefined
        ? () => {}
        : api.core.clock.after(Math.max(0, attemptAt - api.now()), () => this.wake());
    try {
      await this.#work();
      return true;
    } catch (error) {
      if (error instanceof LeaseLostError) this.end(error);
      const isEnded = this.signal.aborted;
      if (!isEnded) log.error(`the worker failed: ${textOf(error)}`, { cause: `${error}` });
      return error instanceof CanceledError || this.signal.reason instanceof CanceledError;
    } finally {
      stopTimer();
      this.#ending.abort(new CanceledError('the execution has ended'));
    }
  }

  get #policy() {
    return effectiveRetry(this.execution.spec, this.#parts.defaults).childPolicy;
  }

  async #work(): Promise<void> {
    try {
      await this.#begin();
      for (;;) {
        this.signal.throwIfAborted();
        this.#parts.assertLive();
        const verdict = await this.#step();
        if (verdict === undefined) continue;
        await this.#finish(verdict, this.#journal);
        return;
      }
    } catch (error) {
      if (!(error instanceof BrokenError)) throw error;
      const { own } = this.#held;
      const verdict = { message: error.message, isRetryable: false };
      await this.#finish(verdict, journalOf(own, this.#parts.build));
    }
  }

  async #begin(): Promise<void> {
    const { api, definition, defaults } = this.#parts;
    const { own } = this.#held;
    if ((own.recorded?.operations.length ?? 0) > 0) {
      this.#children = await api.listChildren(own.execution);
      this.#acts.know(this.#children);
    }
    const { arguments: args = {} } = withFunctionDefaults(own.execution.spec, defaults);
    await this.#replay.start(async (operations) => {
      try {
        const given = await this.#check(args);
        return await definition.run(this.#contextOf(operations), given as never);
      } finally {
        this.wake();
      }
    });
    this.#isReplaying = false;
  }

  async #check(args: Readonly<Record<string, Json>>): Promise<unknown> {
    const schema = this.#parts.definition.options.arguments;
    if (schema === undefined) return args;
    const checked = await checkValue<unknown>(schema, args, 'arguments');
    if ('refusal' in checked) throw new FunctionError(checked.refusal, 'Validation');
    return checked.value;
  }

  #contextOf(operations: Operations) {
    const { api, log, keepsExpiry } = this.#parts;
    const isReplay = () => this.#isReplaying && this.#replay.journal.order.length > 0;
    const say = (level: keyof Log) => (message: string, fields?: object) => {
      if (!isReplay()) log[level](message, fields);
    };
    return makeContext({
      execution: this.execution,
      signal: this.signal,
      log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
      operations,
      notes: this.#notes,
      now: () => api.now(),
      keepsExpiry,
      remember: (request, asked) => {
        this.#asked.set(request, asked);
        this.wake();
      },
    });
  }

  get #journal(): Journal {
    const { journal } = this.#replay;
    return this.#hasCleared ? { ...journal, gone: [] } : journal;
  }

  /** One step of the loop; a verdict where the attempt is over. */
  async #step(): Promise<Verdict | undefined> {
    const { api, defaults } = this.#parts;
    const { own } = this.#held;
    const late = judgeAttemptTimeout(own.execution, this.#takenOverAt, api.now(), defaults);
    if (late) return late;
    if (await this.#deliver()) return undefined;
    const { end, outstanding } = this.#replay;
    const asks = outstanding.filter((ask) => end === undefined || this.#isSpawned(ask));
    this.#setWaiting(end === undefined && asks.every(({ operation }) => operation.kind !== 'step'));
    const stores = this.#acts.takeStores();
    const open = asks.filter(({ isHeld, operation }) => !isHeld && !this.#acts.has(operation.key));
    // What was spawned must be there before the end is written.
    const isMade = asks.every(({ operation }) => this.#acts.isMade(operation.key));
    if (end !== undefined && isMade) return this.#judge(end);
    const next = decideNext(own, this.#journal, open);
    switch (next.is) {
      case 'act':
        this.#acts.putBack(stores);
        for (const ask of next.acts) this.#acts.begin(ask, this.#asked.get(ask.request));
        return undefined;
      case 'write':
        if (await this.#held.send(next.write, this.#riders())) this.#assertKept();
        break;
      case 'clear':
        await this.#clear(own);
        break;
      case 'wait':
        if (stores.length === 0) await this.#rest();
    }
    // They are in the journal that was sent, or in a later one.
    this.#acts.settleStores(stores);
    return undefined;
  }

  #isSpawned({ request }: Ask): boolean {
    const asked = this.#asked.get(request);
    return asked?.is === 'child' && asked.isSpawned;
  }

  /** Gives the function one outcome that has arrived. */
  async #deliver(): Promise<boolean> {
    if (this.#replay.end !== undefined) return false;
    const arrival = this.#acts.takeArrival((ask) => this.#asked.get(ask.request));
    if (arrival === undefined) return false;
    const { key, outcome, isFinal } = arrival;
    this.#setWaiting(false);
    await this.#replay.deliver(key, outcome, isFinal);
    return true;
  }

  async #judge(
    end: { readonly returned: unknown } | { readonly threw: unknown },
  ): Promise<Verdict> {
    const { own } = this.#held;
    try {
      if ('threw' in end) throw end.threw;
      const result = toStored(end.returned, 'result');
      const { name, namespace = '' } = own.execution.metadata;
      assertFits(result, 'the result', byteLength(own.execution), `${namespace}/${name}`);
      return { result };
    } catch (thrown) {
      return { message: textOf(thrown), isRetryable: isRetryable(thrown, this.#policy) };
    }
  }

  async #finish(verdict: Verdict, journal: Journal): Promise<void> {
    const { api, defaults } = this.#parts;
    for (;;) {
      const { own } = this.#held;
      const write = decideFinish(own, journal, verdict, api.now(), defaults);
      const progress = this.#notes.changes(own.execution, this.#replay.progress);
      const riders = progress.filter(({ path }) => path === '/status/progress');
      if (await this.#held.send(write, riders)) return;
    }
  }

  /** Deletes what a retry replaces. */
  async #clear(own: Ownership): Promise<void> {
    const { api } = this.#parts;
    const children = await api.listChildren(own.execution);
    const deletes = decideGone(journalOf(own, ''), children);
    const byUid = new Map(
      listChildren(children).map((child) => [child.object.metadata.uid, child]),
    );
    for (const { uid } of deletes) {
      const child = byUid.get(uid);
      if (child) await this.#acts.delete(child);
    }
    this.#hasCleared = true;
  }

  /** What rides along with a write: the phase, and what the function says of itself. */
  #riders(): readonly PatchOperation[] {
    const { execution } = this.#held.own;
    const phase = this.#isWaiting ? 'Suspended' : 'Executing';
    return [
      ...(phaseOf(execution) === phase ? [] : [setStatus('phase', phase)]),
      ...this.#notes.changes(execution, this.#replay.progress),
    ];
  }

  /** Waits until something happens; writes what was not shown for a while. */
  async #rest(): Promise<void> {
    const { clock } = this.#parts.api.core;
    const riders = this.#riders();
    if (riders.length === 0) return this.#wakeup.wait(this.signal);
    const dueIn = this.#notedAt + NOTES_MS - clock.now();
    if (dueIn > 0) {
      const stopTimer = clock.after(dueIn, () => this.wake());
      await this.#wakeup.wait(this.signal).finally(stopTimer);
      return;
    }
    this.#notedAt = clock.now();
    await this.#held.sendChanges(riders);
  }

  #setWaiting(isWaiting: boolean): void {
    if (this.#isWaiting === isWaiting) return;
    this.#isWaiting = isWaiting;
    this.#parts.onWaiting();
  }

  #assertKept(): void {
    if (this.#held.own.recorded !== undefined) return;
    throw new BrokenError(
      'the cluster does not keep status.state of executions, so that nothing can be remembered: ' +
        'install the definitions that `kontinue crds` prints, and retry the execution',
    );
  }

  #recall(key: string): Outcome | undefined {
    const name = childName(this.execution.metadata.name, key);
    const child = this.#children.executions.find(({ metadata }) => metadata.name === name);
    if (child) return endOfChild(child)?.outcome;
    const wait = this.#children.suspensions.find(({ metadata }) => metadata.name === name);
    return wait && endOfWait(wait)?.outcome;
  }

  #specOf(key: string) {
    const name = childName(this.execution.metadata.name, key);
    const child = this.#children.executions.find(({ metadata }) => metadata.name === name);
    if (child === undefined) return undefined;
    const args = child.spec.arguments ?? {};
    return { hash: hashOf(args), text: canonicalText(args) };
  }

  /** What logs say of it. */
  get fields(): object {
    const { metadata, spec } = this.execution;
    return {
      execution: metadata.name,
      function: spec.function,
      attempt: attemptNumber(this.execution),
    };
  }
}
