import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import type { KubeObject } from '../../api/metadata.ts';
import type { Child } from '../../api/node-fields.ts';
import type { Refusal } from '../../api/refusal.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import { buildTree, type ExecutionTree } from '../../api/tree.ts';
import { callListeners } from '../../kube/call-listeners.ts';
import { onAbort } from '../../kube/linked-abort.ts';
import type { ReflectorState } from '../../kube/watch/reflector.ts';
import type { StoreChange } from '../../kube/watch/store.ts';
import { requireOpen } from '../ending.ts';
import { isTransient, KontinueError } from '../errors.ts';
import { type Found, findExecution } from '../executions/get.ts';
import { PollTimer } from '../executions/poll-timer.ts';
import { fromKubeError } from '../failure.ts';
import { objectText } from '../messages.ts';
import { refusalsOf } from '../refusal.ts';
import { type Scope, scopeOf } from '../scope.ts';
import { Channel } from '../watch/channel.ts';
import type { Informer, TreeInformers } from '../watch/informers.ts';
import { slimExecution } from '../watch/slim.ts';
import { StringPool } from '../watch/string-pool.ts';
import { keyOf } from '../watch/watch.ts';
import { TreeBuilder, type TreeChange } from './tree-builder.ts';

/** Changes that come within this time make one update: one write often touches several kinds. */
const GATHER_MS = 10;
/** Time between two updates. */
const INTERVAL_MS = 50;
/** How long a tree is followed before its watches are joined by one of jobs that bear no label. */
const LINGER_MS = 1_000;
/** What is wrong with the execution itself, beside what is wrong with its watches. */
const SEARCH = 'search';
/** Errors kept for a reader who is slow. */
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
  // A watcher that is made now would hold on to what has ended meanwhile.
  requireOpen(scope, () => what);
  return new TreeWatcher(scope, namespace, found);
}

/**
 * Follows one execution's tree (seed: TreeWatcher). Made by `Client.watchTree`.
 *
 * What it promises:
 * - Every update is a whole tree, the newest there is. A burst of changes makes one update, and who
 *   reads slowly misses those in between, never the last.
 * - Subtrees that did not change are the same objects as in the update before.
 * - Trees are complete: none is given before executions, suspensions and jobs have been listed once.
 *   Where other watches of the client serve, jobs without the label `kontinue.cloud/worker-group` come
 *   with a later update.
 *   Kinds that this user may not see, or that the cluster does not serve, are left out and told as
 *   errors; the former are in `hidden` of each tree.
 * - Objects are slimmed as by `Informers`. `get` has all of them.
 * - It follows the name. When the execution is archived, the archived tree is the next update. When it
 *   is deleted, a NotFoundError is told and the last tree stands; when it is made again under its name,
 *   the next update is the new one's tree, with another uid.
 * - Errors never end it. A lost connection is told once per kind, and again when the reason changes. A
 *   listener hears at once what is wrong already.
 * - Where executions may be got but not listed, the tree has the one that was asked for, read again every
 *   two to thirty seconds.
 * - A listener that throws ends nothing: its error is reported as an uncaught exception.
 * - After `stop`, which `Client.close` calls as well, no listener is called, and every iterator ends.
 *
 * What it does not promise: that each state in between is seen, or that the objects of one update
 * were ever stored together, since each kind has a watch of its own.
 */
export class TreeWatcher {
  readonly #scope: Scope;
  readonly #namespace: string;
  readonly #name: string;
  readonly #informers: TreeInformers;
  readonly #announced = new Map<Resource, Map<unknown, string | undefined>>();
  #otherJobs: Informer<Job> | undefined;
  readonly #stopping = new AbortController();
  readonly #onUpdate = new Set<(tree: ExecutionTree) => void>();
  readonly #onError = new Set<(error: KontinueError) => void>();
  readonly #endings = new Set<() => void>();
  /** What is wrong now, by what it is wrong with. */
  readonly #problems = new Map<string, KontinueError>();
  readonly #looks: PollTimer;
  #tree: ExecutionTree | undefined;
  readonly #builder = new TreeBuilder();
  /** It is known not to be live, until its watch shows otherwise. */
  #gone: boolean;
  /** What a request gave while no watch could. */
  #fetched: Execution | undefined;
  #searching = false;
  /** It was looked for since its watch last showed it. */
  #searched = false;
  #builtAt = Number.NEGATIVE_INFINITY;
  #cancelBuild: (() => void) | undefined;
  #stopped: Promise<void> | undefined;

  /** @internal */
  constructor(scope: Scope, namespace: string, found: Found) {
    this.#scope = scopeOf(scope, { signal: this.#stopping.signal, priority: 'background' });
    this.#namespace = namespace;
    this.#name = found.execution.metadata.name;
    this.#gone = found.kind === 'archived';
    if (found.kind === 'archived') this.#tree = archivedTree(found, undefined);
    this.#looks = new PollTimer(scope.core, () => this.#wake());
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

  /** The trees, beginning with the newest already known. Ends at `stop`. */
  updates(): AsyncIterableIterator<ExecutionTree> {
    return this.#iterate(1, (put) => this.onUpdate(put));
  }

  /**
   * The same as `updates`, for `for await (const tree of watcher)`. Errors neither end the loop nor are
   * thrown in it: `onError` and `errors` tell them. Leaving the loop does not stop the watcher.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ExecutionTree> {
    return this.updates();
  }

  /** What is wrong now, and what goes wrong later. Ends at `stop`. */
  errors(): AsyncIterableIterator<KontinueError> {
    return this.#iterate(MAX_ERRORS, (put) => this.onError(put));
  }

  /** Calls back with the newest tree already known, at once, and with every later one. */
  onUpdate(listener: (tree: ExecutionTree) => void): () => void {
    this.#onUpdate.add(listener);
    if (this.#tree) listener(this.#tree);
    return () => this.#onUpdate.delete(listener);
  }

  /** Calls back with what is wrong now, at once, and with what goes wrong later. */
  onError(listener: (error: KontinueError) => void): () => void {
    this.#onError.add(listener);
    for (const problem of this.#problems.values()) listener(problem);
    return () => this.#onError.delete(listener);
  }

  /** Lets go of its watches. Resolves when those that nobody else holds are closed. Safe to call twice. */
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
    this.#looks.reset();
    this.#onUpdate.clear();
    this.#onError.clear();
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
   * Follows the jobs that bear no label as well. A tree that is made of watches which are there already,
   * as when a cursor moves over a list, asks for them only once it has been followed for a while.
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
    // Of each watch of the kind: what fails them all is told once.
    const announced = this.#announced.get(resource) ?? new Map<unknown, string | undefined>();
    this.#announced.set(resource, announced);
    const asked = { verb: 'watch', resource, namespace: this.#namespace } as const;
    const onState = ({ lastError }: ReflectorState) => {
      // A version that is too old is no trouble: the watch begins again at once.
      const problem = lastError?.code === 'Gone' ? undefined : lastError;
      announced.set(informer, problem?.message);
      if (problem) this.#fail(resource.kind, fromKubeError(problem, asked));
      else if ([...announced.values()].every((message) => message === undefined)) {
        this.#problems.delete(resource.kind);
      }
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

  /** Something changed: builds soon, but not too often. */
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
    // A watch that joins later does not hold up the updates.
    const awaited = this.#tree ? [jobs] : this.#jobInformers();
    if (![executions, suspensions, ...awaited].every(isSettled)) return;
    const stores = {
      executions: executions.store,
      suspensions: suspensions.store,
      jobs: this.#jobInformers().map(({ store }) => store),
    };
    const seen = stores.executions.get(keyOf(this.#namespace, this.#name));
    if (seen) this.#found();
    else this.#lookFor();
    const start = seen ?? this.#fetched;
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

  /** Its watch shows it. */
  #found(): void {
    this.#gone = false;
    this.#searched = false;
    this.#fetched = undefined;
    this.#problems.delete(SEARCH);
    this.#looks.reset();
  }

  /** Its watch does not show it: looks for it, if it is time. */
  #lookFor(): void {
    const isGone = this.#gone && this.#canWatch;
    if (this.#searching || isGone) return;
    if (this.#searched && !this.#looks.isDue) return;
    this.#searched = true;
    void this.#search();
  }

  /** Finds out whether it was archived, or deleted, or only cannot be watched. */
  async #search(): Promise<void> {
    this.#searching = true;
    const { signal } = this.#stopping;
    try {
      const found = await findExecution(this.#scope, this.#namespace, this.#name);
      if (signal.aborted) return;
      this.#problems.delete(SEARCH);
      this.#gone = found.kind === 'archived';
      this.#fetched =
        found.kind === 'archived' || this.#canWatch
          ? undefined
          : slimExecution(found.execution, new StringPool());
      if (found.kind === 'archived') this.#publish(archivedTree(found, this.#tree));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof KontinueError)) throw error;
      this.#fail(SEARCH, error);
      this.#gone = !isTransient(error);
      if (this.#gone) this.#fetched = undefined;
    } finally {
      this.#searching = false;
    }
    // What can be watched will be seen when it comes back.
    if (this.#gone && this.#canWatch) this.#looks.reset();
    else this.#looks.restart();
    // It may have come back, or left again, while it was looked for.
    this.#wake();
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

  /** Something is wrong: told when it begins, and when the reason changes. */
  #fail(about: string, error: KontinueError): void {
    if (this.#problems.get(about)?.message === error.message) return;
    this.#problems.set(about, error);
    callListeners(this.#onError, error);
  }
}

/** Whether all of a kind has been seen once, or none of it can be. */
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
