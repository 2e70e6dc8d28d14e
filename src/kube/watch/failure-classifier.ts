import type { Clock } from '../clock.ts';
import type { KubeError } from '../errors.ts';
import { type Ending, endingOf, type Step } from './endings.ts';

/** For so long a server that comes up may refuse what it will soon allow. */
const STARTING_MS = 15_000;
const REFUSALS = new Set([403, 404, 429, 503]);

/** What a reflector has learnt about its server: an error means more after another one. */
export class FailureClassifier {
  /** The server can begin a watch with the whole set. */
  watchLists = true;
  /** The server sends bookmarks: it is never silent for long. */
  bookmarks = false;
  /** The server will not go on from the last version; only what it has now will do. */
  versionLost = false;
  readonly #clock: Clock;
  /** The server worked before, or is known to come up: a refusal may pass. */
  #mayBeStarting = false;
  #refusedSince: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server gave what was asked for, or is back: the next refusal is the first. */
  forgive(): void {
    this.#refusedSince = undefined;
  }

  /** A whole set was seen. */
  synced(): void {
    this.versionLost = false;
    this.#mayBeStarting = true;
  }

  /** How the step ended that failed with this error. */
  of(error: KubeError, step: Step): Ending {
    const ending = endingOf(error, step);
    if (ending === 'broken' || ending === 'silent') this.#mayBeStarting = true;
    if (error.message.includes('all known HTTP paths')) this.#mayBeStarting = true;
    if (this.#isStarting(error)) return 'starting';
    if (ending === 'unsupported') this.watchLists = false;
    if (ending !== 'tooLarge' && (ending !== 'expired' || step === 'watch')) return ending;
    // No set from the last version on: asking for any version is the way out, but only once at once.
    const again = this.versionLost;
    this.versionLost = true;
    return again ? 'tooLarge' : 'expired';
  }

  #isStarting(error: KubeError): boolean {
    if (!this.#mayBeStarting || !REFUSALS.has(error.status ?? 0)) return false;
    this.#refusedSince ??= this.#clock.now();
    return this.#clock.now() - this.#refusedSince < STARTING_MS;
  }
}
