import type { Execution } from '../../api/execution.ts';
import { KontinueError } from '../errors/kontinue-error.ts';
import { isTransient } from '../errors/recognize.ts';
import { type Found, findExecution } from '../executions/get.ts';
import { PollTimer } from '../executions/poll-timer.ts';
import type { Scope } from '../scope.ts';
import { slimExecution } from '../watch/slim.ts';
import { StringPool } from '../watch/string-pool.ts';

/** Which execution to search for. */
export interface SearchTarget {
  readonly namespace: string;
  readonly name: string;
  /** It is known not to be live. */
  readonly isGone: boolean;
}

/** What a search asks and tells its owner. */
export interface SearchOwner {
  /** Whether a watch can show the execution. */
  canWatch(): boolean;
  /** A search is over, or the next one is due. */
  wake(): void;
  /** The execution was archived. */
  onArchived(found: Extract<Found, { kind: 'archived' }>): void;
  /** Why the execution was not found; undefined when it was. */
  onProblem(error: KontinueError | undefined): void;
}

/**
 * Searches for the execution of a tree while no watch shows it: it may be archived or deleted, or this
 * user may get it and not watch it. Then it is read again and again, every two to thirty seconds.
 */
export class ExecutionSearch {
  readonly #scope: Scope;
  readonly #target: SearchTarget;
  readonly #owner: SearchOwner;
  readonly #poll: PollTimer;
  /** The execution is known not to be live, until its watch shows it. */
  #isGone: boolean;
  #fetched: Execution | undefined;
  #isRunning = false;
  /** It was searched for since its watch last showed it. */
  #hasRun = false;

  /** The search ends with the signal of the scope. */
  constructor(scope: Scope, target: SearchTarget, owner: SearchOwner) {
    this.#scope = scope;
    this.#target = target;
    this.#owner = owner;
    this.#isGone = target.isGone;
    this.#poll = new PollTimer(scope.core, () => owner.wake());
  }

  /** The execution from a request, while no watch can show it. */
  get fetched(): Execution | undefined {
    return this.#fetched;
  }

  /** A watch shows the execution: there is nothing to search for. */
  reset(): void {
    this.#isGone = false;
    this.#hasRun = false;
    this.#fetched = undefined;
    this.#owner.onProblem(undefined);
    this.#poll.reset();
  }

  /** No watch shows the execution: searches for it if a search is due. */
  start(): void {
    const isOver = this.#isGone && this.#owner.canWatch();
    if (this.#isRunning || isOver) return;
    if (this.#hasRun && !this.#poll.isDue) return;
    this.#hasRun = true;
    void this.#run();
  }

  /** Stops its timer. */
  stop(): void {
    this.#poll.reset();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { signal } = this.#scope;
    const { namespace, name } = this.#target;
    try {
      const found = await findExecution(this.#scope, namespace, name);
      if (signal?.aborted) return;
      this.#owner.onProblem(undefined);
      this.#isGone = found.kind === 'archived';
      this.#fetched =
        found.kind === 'archived' || this.#owner.canWatch()
          ? undefined
          : slimExecution(found.execution, new StringPool());
      if (found.kind === 'archived') this.#owner.onArchived(found);
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof KontinueError)) throw error;
      this.#owner.onProblem(error);
      this.#isGone = !isTransient(error);
      if (this.#isGone) this.#fetched = undefined;
    } finally {
      this.#isRunning = false;
    }
    // If it can be watched, the watch shows it when it comes back.
    if (this.#isGone && this.#owner.canWatch()) this.#poll.reset();
    else this.#poll.restart();
    // It may have come back, or disappeared again, during the search.
    this.#owner.wake();
  }
}
