import { between, RetryDelays } from '../backoff.ts';
import { type Clock, type Random, systemClock, systemRandom } from '../clock.ts';
import { isKubeError, KubeError } from '../errors.ts';
import type { Query, Transport } from '../http/transport.ts';
import { ABORTED_MESSAGE } from '../messages.ts';
import type { Connectivity } from './connectivity.ts';
import { type Ending, REACTIONS, type Step } from './endings.ts';
import { FailureClassifier } from './failure-classifier.ts';
import { listPages, PAGE_SIZE } from './list.ts';
import { type ReflectorState, type StateListener, StateTracker } from './reflector-state.ts';
import type { Store } from './store.ts';
import { SyncBuffer } from './sync-buffer.ts';
import type { RawObject } from './watch-events.ts';
import { readWatch } from './watch-stream.ts';

export interface ReflectorOptions<T> {
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly store: Store<T>;
  /** The collection, from `pathOf`. */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Slims an object on arrival to what is kept of it; undefined leaves it out. */
  readonly project: (raw: unknown) => T | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** Where the server may say itself when to come again. */
const PATIENT: ReadonlySet<Ending> = new Set(['throttled', 'failed']);
/** Endings that connectivity knows more about: when the server is back, it wakes us. */
const LOST: ReadonlySet<Ending> = new Set(['broken', 'silent']);
/** The longest wait after those while the server answers others. */
const UP_MS = 2_000;
/** A watch that ends sooner, without an event, was not really one. */
const SHORT_MS = 1_000;
/** A stream that lived at least this long was healthy. */
const HEALTHY_MS = 5_000;
/** A watch is tried again after this number of lists, if it was forbidden. */
const POLLS_PER_WATCH = 12;

/**
 * Keeps a store equal to a collection on the server, for as long as it runs.
 *
 * Order: the changes of one object arrive in the order in which the server made them. Between
 * objects there is no order, and no two collections are of the same moment.
 *
 * Loss: the store always becomes what the server has, but not every state on the way is seen.
 * After a disconnection that the server's history does not reach back over, only the newest state of
 * an object is reported; what was deleted meanwhile is reported as deleted, marked `unseen`; what was
 * created and deleted meanwhile is never reported.
 *
 * Duplication: a version of an object that is in the store already is not reported again.
 *
 * Recreated names: an object created under the name of a deleted one is reported as a deletion and
 * an addition, however much of that was seen.
 *
 * The first set is shown as it arrives. Every later one is gathered aside and put in place at once:
 * a failure never empties the store, and what is in it stays with its age and its error.
 */
export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  readonly #buffer: SyncBuffer<T>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #delays: RetryDelays;
  readonly #classifier: FailureClassifier;
  readonly #tracker: StateTracker;
  #polls = 0;
  /** The attempt under way has been answered. */
  #answered = false;
  /** Something came on its stream. */
  #fed = false;
  #attempt = new AbortController();
  #endPause: (() => void) | undefined;
  #detach: (() => void) | undefined;
  #done: Promise<void> | undefined;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#buffer = new SyncBuffer(options);
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#delays = new RetryDelays(this.#random);
    this.#classifier = new FailureClassifier(this.#clock);
    const { store } = options;
    this.#tracker = new StateTracker({ store, buffer: this.#buffer, clock: this.#clock });
  }

  get state(): ReflectorState {
    return this.#tracker.state;
  }

  /**
   * Calls back on every change of phase, of why it is not connected, and of `count` while loading.
   * Returns how to end that.
   */
  onState(listener: StateListener): () => void {
    return this.#tracker.onState(listener);
  }

  /** Begins to list and watch. A reflector runs once. */
  start(): void {
    if (this.#tracker.phase !== 'idle') return;
    this.#tracker.enter('loading');
    this.#detach = this.#options.connectivity.attach((change) => {
      if (change === 'down') this.#onDown();
      else this.#onUp();
    });
    this.#done = this.#run();
  }

  /** Resolves once the socket is closed. The store changes no more. Safe at any moment, twice. */
  async stop(): Promise<void> {
    this.#detach?.();
    this.#tracker.enter('stopped');
    this.#attempt.abort(new KubeError('Aborted', ABORTED_MESSAGE));
    this.#endPause?.();
    await this.#done;
  }

  /** Tries again now: ends a wait, an attempt without an answer, and a stream that may be dead. */
  retryNow(): void {
    if (this.#endPause) this.#endPause();
    else if (!this.#answered || this.#tracker.phase === 'stale') {
      this.#attempt.abort(new KubeError('Aborted', ABORTED_MESSAGE));
    }
  }

  #onDown(): void {
    if (this.#tracker.phase === 'live') this.#tracker.enter('stale');
  }

  #onUp(): void {
    this.#classifier.forgive();
    this.retryNow();
  }

  async #run(): Promise<void> {
    let step: Step = 'sync';
    while (this.#tracker.phase !== 'stopped') {
      const [ending, waitMs] = await this.#try(step);
      const reaction = REACTIONS[ending];
      if (reaction.phase) this.#tracker.enter(reaction.phase);
      if (LOST.has(ending)) this.#tracker.notifyOfError();
      if (waitMs > 0) await this.#pause(waitMs);
      step = this.#nextStep(ending, reaction.next);
    }
  }

  #nextStep(ending: Ending, next: Step): Step {
    // A set that broke off is listed again: the reason to list it remains.
    const lost =
      this.#buffer.version === '' || this.#buffer.gathering || this.#classifier.versionLost;
    if (ending === 'polled' && this.#polls % POLLS_PER_WATCH === 0 && !lost) return 'watch';
    return next === 'watch' && lost ? 'sync' : next;
  }

  /** One step to its end, and how long to wait after it. */
  async #try(step: Step): Promise<readonly [Ending, number]> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#answered = false;
    this.#fed = false;
    const startedAt = this.#clock.now();
    try {
      const ending = await this.#take(step, attempt.signal);
      return [ending, this.#waitAfter(ending, startedAt)];
    } catch (error) {
      if (attempt.signal.aborted) return ['interrupted', 0];
      if (!isKubeError(error)) throw error;
      this.#tracker.lastError = error;
      const judged = this.#classifier.of(error, step);
      const ending = judged === 'silent' && this.#isStalled(step) ? 'stalled' : judged;
      if (LOST.has(ending) && !this.#answered) this.#options.connectivity.suspect();
      const asked = PATIENT.has(ending) ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      const wait = Math.max(asked, this.#waitAfter(ending, startedAt));
      const isUp = LOST.has(ending) && !this.#options.connectivity.isDown;
      return [ending, isUp ? Math.min(wait, UP_MS) : wait];
    }
  }

  #waitAfter(ending: Ending, startedAt: number): number {
    const { wait } = REACTIONS[ending];
    return wait === 'none'
      ? this.#delays.afterStep(this.#clock.now() - startedAt)
      : this.#delays.next(wait);
  }

  /** The server lives and sends bookmarks, only not here. */
  #isStalled(step: Step): boolean {
    const isDue = step === 'watch' && this.#answered && this.#classifier.bookmarks;
    return isDue && !this.#fed && !this.#options.connectivity.isDown;
  }

  #take(step: Step, signal: AbortSignal): Promise<Ending> {
    if (step === 'poll') return this.#list(signal, 'polled');
    if (step === 'sync' && !this.#classifier.watchLists) return this.#list(signal, 'listed');
    return this.#watch(signal, step === 'sync');
  }

  async #watch(signal: AbortSignal, initial: boolean): Promise<Ending> {
    const { transport, path } = this.#options;
    const from = this.#classifier.versionLost ? undefined : this.#buffer.version || undefined;
    const set = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
    if (initial) this.#buffer.begin();
    const startedAt = this.#clock.now();
    let events = 0;
    try {
      await readWatch({
        transport,
        path,
        query: { ...this.#selectors(), ...(initial ? set : {}), resourceVersion: from },
        timeoutSeconds: Math.floor(between(300, 600, this.#random)),
        initial,
        signal,
        clock: this.#clock,
        onOpen: () => {
          this.#tracker.streams += 1;
          this.#onAnswer();
          if (initial) this.#onFirstSet();
          else this.#onGood();
        },
        onBytes: () => {
          this.#fed = true;
          this.#onAnswer();
        },
        onEvents: (data) => {
          // A part of a line, or an error alone, says nothing good of the server.
          if (data.length === 0) return;
          events += data.length;
          this.#classifier.bookmarks ||= data.some(({ type }) => type === 'BOOKMARK');
          this.#buffer.events(data);
          this.#onProgress();
        },
      });
    } finally {
      if (this.#answered && this.#clock.now() - startedAt >= HEALTHY_MS) this.#onHealthy();
    }
    if (this.#buffer.gathering) return 'tooShort';
    return events === 0 && this.#clock.now() - startedAt < SHORT_MS ? 'tooShort' : 'closed';
  }

  async #list(signal: AbortSignal, ending: 'listed' | 'polled'): Promise<Ending> {
    const { transport, path } = this.#options;
    const from = this.#classifier.versionLost ? '' : this.#buffer.version;
    // From a version on, the server answers from its cache, and only without a limit.
    const query: Query =
      from === ''
        ? { limit: PAGE_SIZE }
        : { resourceVersion: from, resourceVersionMatch: 'NotOlderThan' };
    const whole = { ...this.#selectors(), ...query };
    let version = '';
    this.#buffer.begin();
    for await (const page of listPages<RawObject>(transport, path, whole, {
      signal,
      noRetry: true,
    })) {
      signal.throwIfAborted();
      this.#onAnswer();
      this.#onFirstSet();
      if (page.restarted) this.#buffer.begin();
      this.#buffer.page(page.items);
      this.#onProgress();
      version = page.resourceVersion;
    }
    this.#buffer.complete(version);
    if (ending === 'polled') this.#polls += 1;
    this.#onComplete();
    return ending;
  }

  #selectors(): Query {
    const { labelSelector, fieldSelector } = this.#options;
    return { labelSelector, fieldSelector };
  }

  #onAnswer(): void {
    this.#answered = true;
    this.#tracker.lastByteAt = this.#clock.now();
    if (this.#tracker.phase === 'stale') this.#tracker.enter('live');
    this.#options.connectivity.heard();
  }

  #onProgress(): void {
    this.#classifier.forgive();
    if (this.#buffer.gathering) {
      if (this.#tracker.phase === 'loading') this.#tracker.notify();
      return;
    }
    this.#onComplete();
    this.#onGood();
  }

  /** The stream is there, from a version on that was seen. */
  #onGood(): void {
    this.#tracker.lastError = undefined;
    this.#tracker.enter('live');
  }

  #onHealthy(): void {
    this.#classifier.forgive();
    this.#delays.reset();
  }

  #onFirstSet(): void {
    if (this.#buffer.sets === 0) this.#tracker.enter('loading');
  }

  #onComplete(): void {
    this.#classifier.synced();
    this.#tracker.lastError = undefined;
    this.#delays.reset();
  }

  async #pause(ms: number): Promise<void> {
    if (this.#tracker.phase === 'stopped') return;
    const pause = new AbortController();
    this.#endPause = () => pause.abort();
    await this.#clock.sleep(ms, pause.signal).catch(() => undefined); // cut short: go on at once
    this.#endPause = undefined;
  }
}
