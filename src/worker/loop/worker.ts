import type { Execution } from '../../api/execution.ts';
import { DEFAULT_WORKER_GROUP } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { connect } from '../../client/connect.ts';
import { closeCore, createCore } from '../../client/core.ts';
import type { StoreChange } from '../../kube/watch/store.ts';
import type { Duration } from '../functions/context.ts';
import type { AnyDefinition } from '../functions/define-function.ts';
import { LEASE_MS, type WorkerState } from '../protocol/leases.ts';
import type { Ownership } from '../protocol/own.ts';
import { toMilliseconds } from '../running/asked.ts';
import { endIfLost } from '../running/end-if-lost.ts';
import { CanceledError, LeaseLostError, WorkerStoppedError } from '../running/errors.ts';
import { Run } from '../running/run.ts';
import { Api } from '../server/api.ts';
import { Observer } from '../server/observer.ts';
import { Claims } from './claims.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { type Logger, silentLogger } from './logger.ts';
import { Neighbors } from './neighbors.ts';
import { keepsExpiry, publishFunctions } from './publish.ts';
import { Upkeep } from './upkeep.ts';
import type { WorkerOptions } from './worker-options.ts';

/** How often a worker looks at everything, whatever it was told, in milliseconds. */
const SCAN_MS = 30_000;
const CONCURRENCY = 20;
const GRACE_MS = 25_000;
const QPS = 500;
const BURST = 1_000;

/**
 * Runs the executions of its functions, in one namespace (seed: worker.New). Any number of workers may
 * share a group. Whatever one of them leaves, others go on with: nothing recorded is run again.
 *
 * @example
 * const worker = new Worker({ functions: [hello] });
 * process.once('SIGTERM', () => worker.stop());
 * await worker.run();
 */
export class Worker {
  /** The name of its Lease. */
  readonly name: string;
  readonly #options: WorkerOptions;
  readonly #functions: ReadonlyMap<string, AnyDefinition>;
  readonly #leaseMs: number;
  readonly #stopping = new AbortController();
  readonly #runs = new Map<string, Run>();
  readonly #ended = new Set<Promise<void>>();
  #graceMs = GRACE_MS;
  #predecessor: WorkerState = 'left';
  #onReady: () => void = () => {};
  /** Resolves once it has its Lease and sees the cluster. Never rejects: `run` does. */
  readonly ready: Promise<void> = new Promise((resolve) => {
    this.#onReady = resolve;
  });

  /** Sends nothing yet. @throws Error if two functions have one name, or an option is wrong. */
  constructor(options: WorkerOptions) {
    const functions = new Map<string, AnyDefinition>();
    for (const definition of options.functions) {
      if (functions.has(definition.name) && functions.get(definition.name) !== definition)
        throw new Error(`Two functions are named ${definition.name}: give each its own name.`);
      functions.set(definition.name, definition);
    }
    this.#functions = functions;
    this.#options = options;
    this.#leaseMs = toMilliseconds(options.lease ?? LEASE_MS, 'lease');
    this.name = options.name ?? `worker-${crypto.randomUUID().slice(0, 5)}`;
  }

  /**
   * Runs until `stop` is called. Resolves once nothing of it runs any more and its Lease is let go of.
   * @throws WorkerNameTakenError if a worker of that name is alive; KontinueError and KubeError if the
   * cluster cannot be reached at the start.
   */
  async run(): Promise<void> {
    const { transport, connection } = await connect({ qps: QPS, burst: BURST, ...this.#options });
    const core = createCore(transport, this.#options, { compact: false });
    const api = new Api(core, connection.namespace);
    try {
      await this.#serve(api);
    } finally {
      await closeCore(core);
    }
  }

  /**
   * Ends it: functions under way may finish within the grace, then their signal is aborted, and other
   * workers go on with them at once.
   */
  stop(options: { readonly grace?: Duration | undefined } = {}): void {
    this.#graceMs = toMilliseconds(options.grace ?? GRACE_MS, 'grace');
    this.#stopping.abort(new WorkerStoppedError('the worker is stopping'));
  }

  async #serve(api: Api): Promise<void> {
    const { group = DEFAULT_WORKER_GROUP, logger = silentLogger } = this.#options;
    const { signal } = this.#stopping;
    const lease = new LeaseKeeper({
      api,
      worker: this.name,
      group,
      leaseMs: this.#leaseMs,
      monotonic: () => performance.now(),
    });
    this.#predecessor = await lease.take(signal);
    const failing = new AbortController();
    const renewing = this.#renew(api, lease, failing);
    const parts = { api, lease, group, logger };
    try {
      await Promise.race([this.#work(parts), rejectOn(failing.signal)]);
    } finally {
      this.#endAll(new WorkerStoppedError('the worker is stopping'));
      await Promise.all(this.#ended);
      this.#renewals.abort();
      await renewing;
      if (!failing.signal.aborted) await lease.release();
    }
  }

  readonly #renewals = new AbortController();

  async #renew(api: Api, lease: LeaseKeeper, failing: AbortController): Promise<void> {
    const { signal } = this.#renewals;
    while (!signal.aborted) {
      try {
        await api.core.clock.sleep(lease.renewEveryMs, signal);
        await lease.renew();
      } catch (error) {
        if (!signal.aborted) failing.abort(error);
        return;
      }
      if (lease.isFenced) this.#fence();
    }
  }

  /** Cut off for too long: others may have taken over. What is still this worker's is claimed again. */
  #fence(): void {
    const { logger = silentLogger } = this.#options;
    if (this.#runs.size > 0)
      logger.log('warn', 'could not renew its Lease for too long: lets go of what it runs', {
        worker: this.name,
      });
    this.#endAll(new LeaseLostError('this worker could not renew its Lease for too long'));
  }

  #endAll(reason: LeaseLostError | WorkerStoppedError): void {
    for (const run of this.#runs.values()) run.end(reason);
  }

  async #work({ api, lease, group, logger }: WorkParts): Promise<void> {
    const { concurrency = CONCURRENCY } = this.#options;
    const { signal } = this.#stopping;
    await publishFunctions(api, group, this.#functions.values());
    const expires = await keepsExpiry(api);
    const observer = new Observer(api.core, api.namespace, group);
    const neighbors = new Neighbors(this.#leaseMs);
    const upkeep = new Upkeep({ api, observer, group, has: (uid) => this.#runs.has(uid) });
    const assertLive = () => {
      if (!lease.isFenced) return;
      this.#fence();
      throw new LeaseLostError('this worker could not renew its Lease for too long');
    };
    const active = () => [...this.#runs.values()].filter((run) => !run.isWaiting).length;
    const claims: Claims = new Claims({
      api,
      observer,
      neighbors,
      worker: this.name,
      group,
      build: this.#options.build ?? '',
      knows: (name) => this.#functions.has(name),
      has: (uid) => this.#runs.has(uid),
      free: () => (lease.isFenced ? 0 : concurrency - active() - claims.count),
      predecessor: () => this.#predecessor,
      onClaim: (own, isTakenOver) =>
        this.#begin(own, isTakenOver, {
          api,
          observer,
          group,
          logger,
          claims,
          assertLive,
          expires,
        }),
      onError: (message, fields) => logger.log('warn', message, { worker: this.name, ...fields }),
    });
    const unsubscribe = this.#subscribe(observer, neighbors, claims, upkeep);
    const timers = new AbortController();
    const scanning = this.#scan(api, observer, neighbors, claims, upkeep, timers.signal);
    try {
      await observer.synced(signal).then(() => {
        claims.lookAtAll();
        void upkeep.look();
        logger.log('info', 'ready', { worker: this.name, group, namespace: api.namespace });
        this.#onReady();
      }, ignoreWhen(signal));
      await aborted(signal);
      claims.stop();
      await this.#drain(api);
    } finally {
      claims.stop();
      upkeep.stop();
      timers.abort();
      for (const end of unsubscribe) end();
      await scanning;
      await observer.stop();
    }
  }

  /** Lets functions under way finish, for as long as the grace. What waits is left to others. */
  async #drain(api: Api): Promise<void> {
    const over = new AbortController();
    const stopTimer = api.core.clock.after(this.#graceMs, () => over.abort());
    try {
      for (;;) {
        for (const run of this.#runs.values())
          if (run.isWaiting) run.end(new WorkerStoppedError('the worker is stopping'));
        if (this.#runs.size === 0 || over.signal.aborted) return;
        await Promise.race([
          ...this.#ended,
          api.core.clock.sleep(50, over.signal).catch(() => undefined), // the grace is over
        ]);
      }
    } finally {
      stopTimer();
      over.abort();
    }
  }

  #begin(own: Ownership, isTakenOver: boolean, parts: BeginParts): void {
    const { api, observer, logger, claims, assertLive, expires } = parts;
    const { metadata, spec } = own.execution;
    const { uid = '' } = metadata;
    const definition = this.#functions.get(spec.function);
    if (definition === undefined || this.#stopping.signal.aborted) return;
    const fields = () => ({ worker: this.name, ...run.fields });
    const say = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, more?: object) =>
      logger.log(level, message, { ...fields(), ...more });
    const run: Run = new Run(
      {
        api,
        observer,
        definition,
        defaults: observer.functionOf(own.execution)?.spec.defaults,
        build: this.#options.build ?? '',
        log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
        keepsExpiry: expires,
        assertLive,
        isTakenOver,
        onWaiting: () => claims.schedule(),
      },
      own,
    );
    this.#runs.set(uid, run);
    say('info')(isTakenOver ? 'takes over' : 'begins');
    const ended = run.run().then((isOver) => {
      this.#runs.delete(uid);
      this.#ended.delete(ended);
      say('info')(isOver ? 'ended' : 'let go');
      claims.settle(own.execution, isOver);
      claims.schedule();
    });
    this.#ended.add(ended);
  }

  #subscribe(observer: Observer, neighbors: Neighbors, claims: Claims, upkeep: Upkeep) {
    const wakeOwner = (object: KubeObject, isDeleted: boolean) => {
      const run = this.#runs.get(owningExecution(object)?.uid ?? '');
      if (isDeleted) run?.recheck();
      else run?.wake();
    };
    return [
      observer.executions.store.subscribe((changes) => {
        for (const change of changes) {
          this.#onExecution(change, observer, claims, upkeep);
          wakeOwner(change.item, change.type === 'deleted');
        }
      }),
      observer.suspensions.store.subscribe((changes) => {
        for (const { type, item } of changes) {
          if (type !== 'deleted') upkeep.see(item);
          wakeOwner(item, type === 'deleted');
        }
      }),
      observer.functions.store.subscribe(() => claims.lookAtAll()),
      observer.leases.store.subscribe((changes) => {
        let hasLeft = false;
        for (const { type, item } of changes) {
          if (type === 'deleted') neighbors.forget(item);
          else hasLeft = neighbors.see(item) || hasLeft;
        }
        if (hasLeft) claims.lookAtAll();
      }),
    ];
  }

  #onExecution(
    { type, item }: StoreChange<Execution>,
    observer: Observer,
    claims: Claims,
    upkeep: Upkeep,
  ): void {
    const { uid = '' } = item.metadata;
    const run = this.#runs.get(uid);
    if (type === 'deleted') {
      run?.end(new CanceledError('the execution was deleted'));
      claims.forget(uid);
      upkeep.soon();
      return;
    }
    if (run) endIfLost(run, item);
    else claims.look(item);
    if (isTerminal(phaseOf(item))) {
      const isAbove = observer.childrenOf(uid).length > 0 || observer.waitsOf(uid).length > 0;
      if (isAbove) upkeep.soon();
      return;
    }
    // A child may have waited for its licence.
    for (const child of observer.childrenOf(uid))
      if (phaseOf(child) === 'Pending') claims.look(child);
  }

  /** Lets time pass, and looks at everything now and then: nothing depends on an event. */
  async #scan(
    api: Api,
    observer: Observer,
    neighbors: Neighbors,
    claims: Claims,
    upkeep: Upkeep,
    signal: AbortSignal,
  ): Promise<void> {
    const tickMs = Math.min(this.#leaseMs / 3, SCAN_MS);
    let scannedAt = performance.now();
    let before = scannedAt;
    while (!signal.aborted) {
      await api.core.clock.sleep(tickMs, signal).catch(() => undefined); // it ends
      const now = performance.now();
      const isLive = observer.leases.reflector.state.phase === 'live';
      // A pause of this process is no time in which others were seen not to renew.
      const hasDied = neighbors.pass(Math.min(now - before, 2 * tickMs), isLive);
      before = now;
      const isDue = now - scannedAt >= SCAN_MS;
      if (isDue) scannedAt = now;
      if (isDue || hasDied) claims.lookAtAll();
      if (!isDue) continue;
      for (const run of this.#runs.values()) run.recheck();
      await upkeep.look();
    }
  }
}

interface WorkParts {
  readonly api: Api;
  readonly lease: LeaseKeeper;
  readonly group: string;
  readonly logger: Logger;
}

interface BeginParts extends Omit<WorkParts, 'lease'> {
  readonly observer: Observer;
  readonly claims: Claims;
  readonly assertLive: () => void;
  readonly expires: boolean;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

async function rejectOn(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw signal.reason;
}

/** Swallows what a wait is ended with by its signal. */
function ignoreWhen(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
