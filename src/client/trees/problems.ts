import { callListeners } from '../../kube/call-listeners.ts';
import type { KontinueError } from '../errors/kontinue-error.ts';

type Listener = (error: KontinueError) => void;

/**
 * The current problems of a tree watcher, each under its subject, and those who listen to them. A problem
 * is reported when it begins, and again when its reason changes.
 */
export class Problems {
  readonly #current = new Map<string, KontinueError>();
  readonly #listeners = new Set<Listener>();
  /** The watches of each subject that fail. */
  readonly #failing = new Map<string, Set<unknown>>();

  /** Calls the listener at once with the current problems, and with later ones. */
  onProblem(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const problem of this.#current.values()) listener(problem);
    return () => this.#listeners.delete(listener);
  }

  /** Reports a problem, unless it is known. */
  report(subject: string, error: KontinueError): void {
    if (this.#current.get(subject)?.message === error.message) return;
    this.#current.set(subject, error);
    callListeners(this.#listeners, error);
  }

  /** A subject has no problem any more. */
  resolve(subject: string): void {
    this.#current.delete(subject);
  }

  /**
   * Reports the problem of one of several watches of a subject; undefined where it has none. A problem of
   * all of them is reported once, and it is over when none of them has one.
   */
  reportWatch(subject: string, watch: unknown, error: KontinueError | undefined): void {
    const failing = this.#failing.get(subject) ?? new Set();
    this.#failing.set(subject, failing);
    if (error) {
      failing.add(watch);
      this.report(subject, error);
    } else {
      failing.delete(watch);
      if (failing.size === 0) this.resolve(subject);
    }
  }

  /** Calls no listener any more. */
  stop(): void {
    this.#listeners.clear();
  }
}
