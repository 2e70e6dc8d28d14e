import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import type { ReflectorState } from '../../kube/watch/reflector-state.ts';
import { keyOf, startWatch, type Watch, type WatchContext } from '../watch/watch.ts';
import { isAsNew, type Observation, observationOf } from './observation.ts';

/** The number of waits in one namespace from which one watch of all its executions serves them. */
const MIN_SHARED_WAITS = 5;
/** How long a new execution may take to appear in a watch that runs already. */
const APPEARANCE_MS = 1_000;

/** The state of the watch behind a wait. */
export type WaitState = Pick<ReflectorState, 'synced' | 'phase' | 'since' | 'lastError'>;

const NOT_BEGUN: WaitState = { synced: false, phase: 'loading', since: 0, lastError: undefined };

/**
 * The watches behind all waits of a client. A few waits in a namespace watch one execution each,
 * which is cheap however many executions there are. Many waits share one watch of the namespace,
 * which keeps all fields only of the executions that are waited for. If the user may watch single
 * executions only, each wait keeps its own watch.
 */
export class SharedWaits {
  readonly #context: WatchContext;
  readonly #namespaces = new Map<string, NamespaceWaits>();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  /** Starts to follow an execution. `onChange` is called when something may have changed. */
  begin(namespace: string, execution: Execution, onChange: () => void): Wait {
    const known = this.#namespaces.get(namespace);
    const waits = known ?? new NamespaceWaits(this.#context, namespace);
    this.#namespaces.set(namespace, waits);
    const { started } = this.#context;
    const stop = async () => wait.stop();
    const wait = new Wait(execution, namespace, onChange, async () => {
      started.delete(stop);
      const isLast = waits.remove(wait);
      if (isLast) this.#namespaces.delete(namespace);
      await wait.detach();
      if (isLast) await waits.stop();
    });
    started.add(stop);
    waits.add(wait);
    return wait;
  }
}

/** One wait, and what it sees of its execution. */
export class Wait {
  readonly key: string;
  readonly execution: Execution;
  readonly onChange: () => void;
  /** Ends the wait. Resolves when no watch runs only for it. */
  readonly release: () => Promise<void>;
  #watch: Watch<Observation> | undefined;
  #end: () => Promise<void> = async () => undefined;
  /** The watch had listed all executions before this wait began. */
  #joined = false;
  #isSure = true;
  #isStopped = false;

  constructor(
    execution: Execution,
    namespace: string,
    onChange: () => void,
    release: () => Promise<void>,
  ) {
    this.execution = execution;
    this.key = keyOf(namespace, execution.metadata.name);
    this.onChange = onChange;
    this.release = release;
  }

  /** The state of its watch. `synced`: an execution that the watch does not show does not exist. */
  get state(): WaitState {
    const { synced, phase, since, lastError } = this.#watch?.reflector.state ?? NOT_BEGUN;
    if (this.#isStopped) return { synced, phase: 'stopped', since, lastError };
    return { synced: synced && this.#isSure, phase, since, lastError };
  }

  /** What the watch shows of the execution, if anything. */
  get seen(): Observation | undefined {
    return this.#watch?.store.get(this.key);
  }

  /** The execution from the watch, if it cannot be older than the one that the caller had. */
  get confirmed(): Execution | undefined {
    const { seen } = this;
    const { resourceVersion } = this.execution.metadata;
    const isNew = !this.#joined || isAsNew(seen?.metadata.resourceVersion, resourceVersion);
    return isNew ? seen?.whole : undefined;
  }

  /** Whether it has no watch yet. */
  get isIdle(): boolean {
    return this.#watch === undefined && !this.#isStopped;
  }

  /** The client was closed. */
  stop(): void {
    this.#isStopped = true;
    this.onChange();
  }

  /** Uses another watch from now on; `end` releases it. */
  attach(watch: Watch<Observation>, end: () => Promise<void>, context: WatchContext): void {
    const before = this.#end;
    this.#watch = watch;
    this.#joined = watch.reflector.state.synced;
    this.#isSure = !this.#joined || this.seen !== undefined;
    const cancel = this.#isSure
      ? undefined
      : context.clock.after(APPEARANCE_MS, () => {
          this.#isSure = true;
          this.onChange();
        });
    this.#end = async () => {
      cancel?.();
      await end();
    };
    void before();
    this.onChange();
  }

  async detach(): Promise<void> {
    await this.#end();
  }
}

/** The waits in one namespace. */
class NamespaceWaits {
  readonly #context: WatchContext;
  readonly #namespace: string;
  readonly #waits = new Map<string, Set<Wait>>();
  #count = 0;
  #isArranging = false;
  #shared: Watch<Observation> | undefined;
  /** The user may not watch all executions of it. */
  #isRefused = false;

  constructor(context: WatchContext, namespace: string) {
    this.#context = context;
    this.#namespace = namespace;
  }

  add(wait: Wait): void {
    const others = this.#waits.get(wait.key) ?? new Set();
    this.#waits.set(wait.key, others.add(wait));
    this.#count += 1;
    if (this.#isArranging) return;
    this.#isArranging = true;
    // Waits that begin together are counted together.
    queueMicrotask(() => this.#arrange());
  }

  /** Removes a wait. Returns whether it was the last. */
  remove(wait: Wait): boolean {
    const others = this.#waits.get(wait.key);
    if (others?.delete(wait)) this.#count -= 1;
    if (others?.size === 0) {
      this.#waits.delete(wait.key);
      const seen = this.#shared?.store.get(wait.key);
      if (seen) seen.whole = undefined;
    }
    return this.#count === 0;
  }

  async stop(): Promise<void> {
    await this.#shared?.stop();
  }

  #arrange(): void {
    this.#isArranging = false;
    const idle = this.#all().filter((wait) => wait.isIdle);
    if (idle.length === 0) return;
    if (this.#shared === undefined && this.#count >= MIN_SHARED_WAITS && !this.#isRefused) {
      this.#shared = this.#share();
      for (const wait of this.#all()) this.#attachShared(wait, this.#shared);
      return;
    }
    for (const wait of idle) {
      if (this.#shared) this.#attachShared(wait, this.#shared);
      else this.#attachOwn(wait);
    }
  }

  #share(): Watch<Observation> {
    const isAwaited = ({ metadata }: Execution) =>
      this.#waits.has(keyOf(metadata.namespace, metadata.name));
    const watch = startWatch<Observation>(this.#context, {
      resource: EXECUTIONS,
      namespace: this.#namespace,
      project: (raw) => observationOf(raw as Execution, isAwaited(raw as Execution)),
    });
    watch.store.subscribe((changes) => {
      for (const { item } of changes) {
        const { namespace, name } = item.metadata;
        for (const wait of this.#waits.get(keyOf(namespace, name)) ?? []) wait.onChange();
      }
    });
    watch.reflector.onState(({ phase }) => {
      if (phase === 'forbidden') this.#scatter(watch);
      for (const wait of this.#all()) wait.onChange();
    });
    return watch;
  }

  #attachShared(wait: Wait, shared: Watch<Observation>): void {
    wait.attach(shared, async () => undefined, this.#context);
  }

  #attachOwn(wait: Wait): void {
    const watch = startWatch<Observation>(this.#context, {
      resource: EXECUTIONS,
      namespace: this.#namespace,
      fieldSelector: `metadata.name=${wait.execution.metadata.name}`,
      project: (raw) => observationOf(raw as Execution, true),
    });
    const unsubscribe = watch.store.subscribe(() => wait.onChange());
    const unlisten = watch.reflector.onState(() => wait.onChange());
    const end = async () => {
      unsubscribe();
      unlisten();
      await watch.stop();
    };
    wait.attach(watch, end, this.#context);
  }

  /** The user may not watch all executions, but may still watch each one. */
  #scatter(shared: Watch<Observation>): void {
    this.#isRefused = true;
    this.#shared = undefined;
    for (const wait of this.#all()) this.#attachOwn(wait);
    void shared.stop();
  }

  #all(): readonly Wait[] {
    return [...this.#waits.values()].flatMap((waits) => [...waits]);
  }
}
