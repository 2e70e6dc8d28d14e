import type { Job } from '../../api/job.ts';
import type { KubeObject } from '../../api/metadata.ts';
import type { Child } from '../../api/node-fields.ts';
import type { Refusal } from '../../api/refusal.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import { buildTree, type ExecutionTree } from '../../api/tree.ts';
import { callListeners } from '../../kube/call-listeners.ts';
import { onAbort } from '../../kube/linked-abort.ts';
import type { ReflectorState } from '../../kube/watch/reflector-state.ts';
import type { StoreChange } from '../../kube/watch/store.ts';
import { requireOpen } from '../ending.ts';
import type { KontinueError } from '../errors/kontinue-error.ts';
import { type Found, findExecution } from '../executions/get.ts';
import { fromKubeError } from '../failure.ts';
import { objectText } from '../messages.ts';
import { refusalsOf } from '../refusal.ts';
import { type Scope, scopeOf } from '../scope.ts';
import { Channel } from '../watch/channel.ts';
import type { Informer, TreeInformers } from '../watch/informers.ts';
import { keyOf } from '../watch/watch.ts';
import { ExecutionSearch } from './execution-search.ts';
import { Problems } from './problems.ts';
import { TreeBuilder, type TreeChange } from './tree-builder.ts';

/** Changes within this time make one update: one write often changes several kinds. */
const GATHER_MS = 10;
/** Time between two updates. */
const INTERVAL_MS = 50;
/** How long to follow a tree before a watch of unlabeled jobs joins. */
const LINGER_MS = 1_000;
/** The key of a problem with the execution itself, beside those with its watches. */
const SEARCH = 'search';
/** The number of errors that are kept for a slow reader. */
const MAX_ERRORS = 100;

/** Follows the tree of an execution (seed: WatchTreeNamespaced). */
export async function watchTree(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<TreeWatcher> {
  const what = `watching ${objectText(EXECUTIONS.kind, namespace, name)}`;
  requireOpen(scope, () => what);
  const seen = scope.core.informers.seenExecution(namespace, name);
  const found: Found = seen
    ? { kind: 'live', execution: seen }
    : await findExecution(scope, namespace, name);
  // A watcher that starts now would never end.
  requireOpen(scope, () => what);
  return new TreeWatcher(scope, namespace, found);
}

/**
 * Follows the tree of one execution (seed: TreeWatcher). `Client.watchTree` creates it.
 *
 * What it promises:
 * - Every update is a whole tree, the newest one. A burst of changes makes one update. A slow
 *   reader misses updates in between, but never the last one.
 * - Subtrees that did not change are the same objects as in the update before.
 * - Trees are complete: the first one comes after executions, suspensions and jobs have been listed
 *   once. If other watches of the client serve, jobs without the label
 *   `kontinue.cloud/worker-group` come with a later update. Kinds that this user may not list, or
 *   that the cluster does not serve, are left out and reported as errors; the former are in
 *   `hidden` of each tree.
 * - Objects are slimmed as by `Informers`. `get` reads all fields.
 * - It follows the name. If the execution is archived, the archived tree is the next update. If it
 *   is deleted, a NotFoundError is reported and the last tree stays. If it is created again under
 *   its name, the next update is the new tree, with another uid.
 * - Errors never end it. A lost connection is reported once per kind, and again when the reason
 *   changes. A new listener hears at once about current problems.
 * - If the user may get but not list executions, the tree has only its root, which is read again
 *   every two to thirty seconds.
 * - A listener that throws does not end it: the error is reported as an uncaught exception.
 * - After `stop`, which `Client.close` also calls, no listener is called, and every iterator ends.
 *
 * What it does not promise: that each state in between is seen, or that the objects of one update
 * were ever stored at the same time, since each kind has its own watch.
 */
export class TreeWatcher {
  readonly #scope: Scope;
  readonly #namespace: string;
  readonly #name: string;
  readonly #informers: TreeInformers;
  #otherJobs: Informer<Job> | undefined;
  readonly #stopping = new AbortController();
  readonly #onUpdate = new Set<(tree: ExecutionTree) => void>();
  readonly #endings = new Set<() => void>();
  readonly #problems = new Problems();
  readonly #search: ExecutionSearch;
  #tree: ExecutionTree | undefined;
  readonly #builder = new TreeBuilder();
  #builtAt = Number.NEGATIVE_INFINITY;
  #cancelBuild: (() => void) | undefined;
  #stopped: Promise<void> | undefined;

  /** @internal */
  constructor(scope: Scope, namespace: string, found: Found) {
    this.#scope = scopeOf(scope, { signal: this.#stopping.signal, priority: 'background' });
    this.#namespace = namespace;
    this.#name = found.execution.metadata.name;
    if (found.kind === 'archived') this.#tree = archivedTree(found, undefined);
    this.#search = this.#searchFor(found);
    this.#informers = scope.core.informers.forTree(namespace);
    this.#follow(this.#informers.executions, EXECUTIONS, (change) =>
      treeChange({ kind: 'Execution', object: change.item }, change),
    );
    this.#follow(this.#informers.suspensions, SUSPENSIONS, (change) =>
      treeChange({ kind: 'Suspension', object: change.item }, change),
    );
    this.#follow(this.#informers.jobs, JOBS, jobChange);
    this.#joinOtherJobs();
    scope.core.started.add(this.stop);
    const { signal } = scope;
    this.#endings.add(onAbort(signal, () => void this.stop()));
    this.#wake();
  }

  /** The trees, starting with the newest known one. Ends at `stop`. */
  updates(): AsyncIterableIterator<ExecutionTree> {
    return this.#iterate(1, (put) => this.onUpdate(put));
  }

  /**
   * The same as `updates`, for `for await (const tree of watcher)`. Errors neither end the loop nor
   * are thrown in it: `onError` and `errors` report them. Leaving the loop does not stop the
   * watcher.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ExecutionTree> {
    return this.updates();
  }

  /** The current problems, and later ones. Ends at `stop`. */
  errors(): AsyncIterableIterator<KontinueError> {
    return this.#iterate(MAX_ERRORS, (put) => this.onError(put));
  }

  /** Calls the listener at once with the newest known tree, and with every later one. */
  onUpdate(listener: (tree: ExecutionTree) => void): () => void {
    this.#onUpdate.add(listener);
    if (this.#tree) listener(this.#tree);
    return () => this.#onUpdate.delete(listener);
  }

  /** Calls the listener at once with the current problems, and with later ones. */
  onError(listener: (error: KontinueError) => void): () => void {
    return this.#problems.onProblem(listener);
  }

  /**
   * Releases its watches. Resolves when those without other users are closed. Safe to call twice.
   */
  readonly stop = (): Promise<void> => {
    this.#stopped ??= this.#end();
    return this.#stopped;
  };

  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #end(): Promise<void> {
    this.#scope.core.started.delete(this.stop);
    this.#stopping.abort();
    this.#cancelBuild?.();
    this.#search.stop();
    this.#onUpdate.clear();
    this.#problems.stop();
    for (const end of this.#endings) end();
    const { executions, suspensions } = this.#informers;
    const held = [executions, suspensions, ...this.#jobInformers()];
    await Promise.all(held.map((informer) => informer.release()));
  }

  #iterate<T>(
    capacity: number,
    listen: (put: (value: T) => void) => () => void,
  ): AsyncIterableIterator<T> {
    const channel = new Channel<T>(capacity);
    const end = () => channel.end();
    const unlisten = listen((value) => channel.put(value));
    this.#endings.add(end);
    if (this.#stopped) end();
    return channel.read(() => {
      unlisten();
      this.#endings.delete(end);
    });
  }

  /**
   * Also follows the jobs without the label. If other watches of the client serve the tree, as when
   * a cursor moves over a list, it starts only after the tree has been followed for a while.
   */
  #joinOtherJobs(): void {
    const join = () => {
      this.#otherJobs = this.#scope.core.informers.otherJobs(this.#namespace);
      this.#follow(this.#otherJobs, JOBS, jobChange);
    };
    if (!this.#informers.jobs.reflector.state.synced) join();
    else this.#endings.add(this.#scope.core.clock.after(LINGER_MS, join));
  }

  #follow<T extends KubeObject>(
    informer: Informer<T>,
    resource: Resource,
    noted: (change: StoreChange<T>) => TreeChange,
  ): void {
    const asked = { verb: 'watch', resource, namespace: this.#namespace } as const;
    const onState = ({ lastError }: ReflectorState) => {
      // A version that is too old is not a problem: the watch starts again at once.
      const problem = lastError?.code === 'Gone' ? undefined : lastError;
      const error = problem && fromKubeError(problem, asked);
      this.#problems.reportWatch(resource.kind, informer, error);
      this.#wake();
    };
    // Its objects come into the tree without a change.
    this.#builder.forget();
    this.#endings.add(
      informer.store.subscribe((changes) => {
        for (const change of changes) if (this.#builder.note(noted(change))) this.#wake();
      }),
    );
    this.#endings.add(informer.reflector.onState(onState));
    onState(informer.reflector.state);
  }

  /** Something changed: builds a tree soon, but not too often. */
  #wake(): void {
    if (this.#cancelBuild || this.#stopping.signal.aborted) return;
    const { clock } = this.#scope.core;
    const delay = Math.max(GATHER_MS, this.#builtAt + INTERVAL_MS - clock.now());
    this.#cancelBuild = clock.after(delay, () => {
      this.#cancelBuild = undefined;
      this.#build();
    });
  }

  #build(): void {
    const { executions, suspensions, jobs } = this.#informers;
    // A watch that joins later does not delay updates.
    const awaited = this.#tree ? [jobs] : this.#jobInformers();
    if (![executions, suspensions, ...awaited].every(isSettled)) return;
    const stores = {
      executions: executions.store,
      suspensions: suspensions.store,
      jobs: this.#jobInformers().map(({ store }) => store),
    };
    const seen = stores.executions.get(keyOf(this.#namespace, this.#name));
    if (seen) this.#search.reset();
    else this.#search.start();
    const start = seen ?? this.#search.fetched;
    if (start === undefined) return;
    this.#builtAt = this.#scope.core.clock.now();
    this.#publish(this.#builder.build(start, stores, this.#hidden(), this.#tree));
  }

  /** The kinds that may not be listed. */
  #hidden(): readonly Refusal[] {
    return [
      ...refusalsOf(SUSPENSIONS, this.#namespace, [this.#informers.suspensions]),
      ...refusalsOf(JOBS, this.#namespace, this.#jobInformers()),
    ];
  }

  #jobInformers(): readonly Informer<Job>[] {
    const { jobs } = this.#informers;
    return this.#otherJobs ? [jobs, this.#otherJobs] : [jobs];
  }

  #searchFor(found: Found): ExecutionSearch {
    const target = {
      namespace: this.#namespace,
      name: this.#name,
      isGone: found.kind === 'archived',
    };
    return new ExecutionSearch(this.#scope, target, {
      canWatch: () => this.#canWatch,
      wake: () => this.#wake(),
      onArchived: (archived) => this.#publish(archivedTree(archived, this.#tree)),
      onProblem: (error) => {
        if (error) this.#problems.report(SEARCH, error);
        else this.#problems.resolve(SEARCH);
      },
    });
  }

  get #canWatch(): boolean {
    const { phase } = this.#informers.executions.reflector.state;
    return phase !== 'forbidden' && phase !== 'notServed';
  }

  #publish(tree: ExecutionTree): void {
    const before = this.#tree;
    if (before && isSame(tree, before)) return;
    this.#tree = tree;
    callListeners(this.#onUpdate, tree);
  }
}

/** Whether all objects of a kind have been listed once, or none of them can be listed. */
function isSettled({ reflector }: Pick<Informer<never>, 'reflector'>): boolean {
  const { synced, phase } = reflector.state;
  return synced || phase === 'forbidden' || phase === 'notServed';
}

function isSame(tree: ExecutionTree, before: ExecutionTree): boolean {
  const hidden = (of: ExecutionTree) => of.hidden.map(({ resource }) => resource).join();
  return (
    tree.root() === before.root() &&
    tree.isArchived() === before.isArchived() &&
    hidden(tree) === hidden(before)
  );
}

function treeChange(child: Child, change: StoreChange<KubeObject>): TreeChange {
  const previous = change.type === 'updated' ? change.previous : undefined;
  return { child, previous, isDeleted: change.type === 'deleted' };
}

function jobChange(change: StoreChange<Job>): TreeChange {
  return treeChange({ kind: 'Job', object: change.item }, change);
}

function archivedTree(
  found: Found & { readonly kind: 'archived' },
  before: ExecutionTree | undefined,
): ExecutionTree {
  return buildTree(found.execution, found.contents, { archived: true, ...previousOf(before) });
}

function previousOf(tree: ExecutionTree | undefined): { readonly previous?: ExecutionTree } {
  return tree === undefined ? {} : { previous: tree };
}
