import type { Execution } from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import type { Job } from '../../api/job.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import {
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  LEASES,
  type Resource,
  SUSPENSIONS,
} from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { ReflectorState, StateListener } from '../../kube/watch/reflector-state.ts';
import type { Store } from '../../kube/watch/store.ts';
import type { Lease } from '../kinds/lease.ts';
import { compactExecution } from './compact-execution.ts';
import { slimExecution, slimFunction, slimJob, slimLease, slimSuspension } from './slim.ts';
import { StringPool } from './string-pool.ts';
import { keyOf, startWatch, type Watch, type WatchContext, type WatchRequest } from './watch.ts';

/** The state of a watch (ours). */
export interface Watching {
  /** Where it is now. */
  readonly state: ReflectorState;
  /**
   * Calls the listener on every change of `phase`, and of `count` while loading. Returns how to
   * unsubscribe.
   */
  onState(listener: StateListener): () => void;
  /** Tries again now: ends a pause, a request without an answer, and a stream that may be dead. */
  retryNow(): void;
}

/** The objects of one kind in one namespace, kept up to date until it is released (ours). */
export interface Informer<T> {
  /** The objects, slimmed as `Informers` says; listeners can subscribe to their changes. */
  readonly store: Store<T>;
  /** The state of its watch. */
  readonly reflector: Watching;
  /** Releases it. The watch ends when its last user releases it. Safe to call twice. */
  release(): Promise<void>;
  /** The same as `release`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * The watches of a client, one per kind and namespace, shared by all that ask for them: lists, tree
 * watchers and programs. No namespace, or an empty one, means all namespaces (ours).
 *
 * Objects are slimmed on arrival: without managedFields, last-applied, `status.state`, `status.result`
 * and the templates of jobs. `isSlimmed` tells which executions leave out a state or a result. An
 * execution of 1.7 KB of JSON then takes 1.5 KB of heap.
 */
export class Informers {
  readonly #executions: SharedWatches<Execution>;
  readonly #suspensions: SharedWatches<Suspension>;
  readonly #jobs: SharedWatches<Job>;
  readonly #otherJobs: SharedWatches<Job>;
  readonly #functions: SharedWatches<KontinueFunction>;
  readonly #leases: SharedWatches<Lease>;

  /** @internal */
  constructor(context: WatchContext, options: { readonly compact: boolean }) {
    const pool = new StringPool();
    const watches = <T extends KubeObject>(
      resource: Resource,
      slim: (raw: unknown, pool: StringPool) => T | undefined,
      labelSelector?: string,
    ) => {
      const project = (raw: unknown) => slim(raw, pool);
      return new SharedWatches<T>(context, { resource, project, labelSelector });
    };
    this.#executions = watches(EXECUTIONS, options.compact ? compactExecution : slimExecution);
    this.#suspensions = watches(SUSPENSIONS, slimSuspension);
    this.#jobs = watches(JOBS, slimJob, WORKER_GROUP_LABEL);
    this.#otherJobs = watches(JOBS, slimJob, `!${WORKER_GROUP_LABEL}`);
    this.#functions = watches(FUNCTIONS, slimFunction);
    this.#leases = watches(LEASES, slimLease, WORKER_GROUP_LABEL);
  }

  /** Executions, roots and children. */
  executions(namespace: string = ''): Informer<Execution> {
    return this.#executions.hold(namespace);
  }

  /** Suspensions, including ended ones. */
  suspensions(namespace: string = ''): Informer<Suspension> {
    return this.#suspensions.hold(namespace);
  }

  /** Jobs that belong to kontinue, by the label `kontinue.cloud/worker-group`. */
  jobs(namespace: string = ''): Informer<Job> {
    return this.#jobs.hold(namespace);
  }

  /**
   * Jobs without that label. Most belong to no execution, but another kontinue may create its jobs
   * without it.
   */
  otherJobs(namespace: string = ''): Informer<Job> {
    return this.#otherJobs.hold(namespace);
  }

  /** Functions, including hidden ones. */
  functions(namespace: string = ''): Informer<KontinueFunction> {
    return this.#functions.hold(namespace);
  }

  /** An execution from a running watch, without a request. */
  seenExecution(namespace: string, name: string): Execution | undefined {
    return this.#executions.seen(namespace, name);
  }

  /** The Leases of workers, by the same label. */
  leases(namespace: string = ''): Informer<Lease> {
    return this.#leases.hold(namespace);
  }

  /**
   * The watches that a tree in a namespace needs. A running watch of all namespaces serves too, so
   * the stores may also have objects of other namespaces.
   */
  forTree(namespace: string): TreeInformers {
    return {
      executions: this.#executions.holdCovering(namespace),
      suspensions: this.#suspensions.holdCovering(namespace),
      jobs: this.#jobs.holdCovering(namespace),
    };
  }
}

/** The watches behind a tree (ours). */
export interface TreeInformers {
  /** At least the objects of the namespace. */
  readonly executions: Informer<Execution>;
  /** At least the objects of the namespace. */
  readonly suspensions: Informer<Suspension>;
  /** At least the jobs of the namespace that `Informers.jobs` has. */
  readonly jobs: Informer<Job>;
}

interface Held<T> {
  readonly watch: Watch<T>;
  holders: number;
}

/** The watches of one kind, by namespace. */
class SharedWatches<T extends KubeObject> {
  readonly #context: WatchContext;
  readonly #request: Omit<WatchRequest<T>, 'namespace'>;
  readonly #held = new Map<string, Held<T>>();

  constructor(context: WatchContext, request: Omit<WatchRequest<T>, 'namespace'>) {
    this.#context = context;
    this.#request = request;
  }

  hold(namespace: string): Informer<T> {
    const held = this.#held.get(namespace) ?? this.#begin(namespace);
    held.holders += 1;
    let released = false;
    const release = async () => {
      if (!released) held.holders -= 1;
      released = true;
      if (held.holders > 0) return;
      if (this.#held.get(namespace) === held) this.#held.delete(namespace);
      await held.watch.stop();
    };
    const { store, reflector } = held.watch;
    return { store, reflector, release, [Symbol.asyncDispose]: release };
  }

  holdCovering(namespace: string): Informer<T> {
    const all = this.#held.get('')?.watch.reflector.state;
    const serves = all !== undefined && (all.synced || all.phase === 'loading');
    return this.hold(serves && !this.#held.has(namespace) ? '' : namespace);
  }

  seen(namespace: string, name: string): T | undefined {
    for (const where of ['', namespace]) {
      const watch = this.#held.get(where)?.watch;
      const found = watch?.store.get(keyOf(namespace, name));
      if (found && watch?.reflector.state.phase === 'live') return found;
    }
    return undefined;
  }

  #begin(namespace: string): Held<T> {
    const watch = startWatch<T>(this.#context, { ...this.#request, namespace });
    const held = { watch, holders: 0 };
    this.#held.set(namespace, held);
    return held;
  }
}
