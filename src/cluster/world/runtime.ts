import { nextAttemptAt } from '../../api/attempts.ts';
import { effectiveRetry, withFunctionDefaults } from '../../api/defaults.ts';
import type { Execution, ExecutionStatus } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import { type Job, jobPhase } from '../../api/job.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { isRoot, owningExecution } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, JOBS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { groupOfLabels } from '../../api/worker-group.ts';
import type { Stored } from '../object.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import { expire } from './archive.ts';
import { cascade, isEnd } from './cascade.ts';
import { Jobs } from './jobs.ts';
import { releaseMutex, takeMutex } from './mutexes.ts';
import { type Member, OwnerIndex } from './owner-index.ts';
import { createRandom, type Random } from './random.ts';
import { Run } from './run.ts';
import type { ScriptedFunction } from './script.ts';
import { closedAttempts, setStatus } from './state.ts';
import { Timers } from './timers.ts';
import { type WorkerProcess, Workers } from './workers.ts';
import type { WorldContext } from './world-context.ts';

/** How long workers take to notice, in milliseconds. */
const NOTICE = [150, 700] as const;

/**
 * What all workers of a world do together (contract: What a worker owes). It acts on what objects say
 * and on nothing else: it does not matter whether a scenario, a worker or a client wrote it.
 */
export class Runtime {
  readonly workers: Workers;
  readonly family: OwnerIndex;
  readonly #grounds: WorldContext;
  readonly #seed: number;
  readonly #random: Random;
  readonly #timers: Timers;
  readonly #jobs: Jobs;
  readonly #functions = new Map<string, ScriptedFunction>();
  /** Attempts under way, by the uid of their execution. */
  readonly #runs = new Map<string, Run>();

  constructor(grounds: WorldContext, seed: number) {
    this.#grounds = grounds;
    this.#seed = seed;
    this.#random = createRandom(seed, 'workers');
    this.#timers = new Timers(grounds.clock);
    this.#jobs = new Jobs(grounds);
    this.family = new OwnerIndex(grounds.storage);
    this.workers = new Workers(grounds, this.#random);
  }

  /** From now on the workers know this function. */
  learn(fn: ScriptedFunction): void {
    this.#functions.set(fn.name, fn);
  }

  heard(change: WatchCacheEvent): void {
    const { resource, object } = change;
    this.family.heard(change);
    this.#jobs.heard(change);
    const replaced = this.workers.heard(change);
    if (replaced) this.#pickUp(object.metadata.namespace ?? '', ...replaced);
    if (resource.plural === EXECUTIONS.plural) this.#heardExecution(change);
    const owner = owningExecution(object);
    if (owner && isEnd(change)) this.#runs.get(owner.uid)?.wake(object.metadata.name);
  }

  stop(): void {
    for (const run of this.#runs.values()) run.stop();
    this.#runs.clear();
    this.#jobs.stop();
    this.workers.stop();
    this.#timers.stop();
  }

  #heardExecution({ type, object, before }: WatchCacheEvent): void {
    const execution = object as Stored<Execution>;
    const phase = phaseOf(execution);
    if (type === 'DELETED') this.#ended(execution);
    else if (type === 'MODIFIED' && phase === phaseOf(before as Stored<Execution>)) return;
    else if (phase === 'Pending') this.#soon(execution, (now) => this.#claim(now));
    else if (phase === 'Backoff') this.#backOff(execution);
    else if (isTerminal(phase)) this.#ended(execution);
  }

  /** Calls a moment later, with the execution as it then is, if its phase is still the same. */
  #soon(execution: Stored<Execution>, call: (now: Stored<Execution>) => void): void {
    const { uid } = execution.metadata;
    this.#timers.after(this.#random.between(...NOTICE), () => {
      const now = this.#current(execution);
      if (now?.metadata.uid === uid && phaseOf(now) === phaseOf(execution)) call(now);
    });
  }

  #current({ metadata }: Stored<Execution>): Stored<Execution> | undefined {
    return this.#grounds.storage.get<Execution>(EXECUTIONS, metadata.namespace, metadata.name);
  }

  /** Takes a Pending execution, if a worker of its group knows its function and its mutex is free. */
  #claim(execution: Stored<Execution>): void {
    const found = this.#staff(execution);
    if (!found) return;
    const { storage } = this.#grounds;
    if (takeMutex(storage, execution)) {
      this.#begin(execution, found.fn, found.worker);
      return;
    }
    const message = `waiting for mutex ${execution.spec.mutex?.name}`;
    setStatus<ExecutionStatus>(storage, EXECUTIONS, execution.metadata, {
      phase: 'Pending',
      message,
    });
  }

  #staff({ metadata, spec }: Stored<Execution>) {
    const fn = this.#functions.get(spec.function);
    const group = groupOfLabels(metadata, fn?.group);
    const worker = this.workers.pick(metadata.namespace ?? '', group);
    return fn && worker ? { fn, worker } : undefined;
  }

  /** Begins an attempt. */
  #begin(execution: Stored<Execution>, fn: ScriptedFunction, worker: WorkerProcess): void {
    const { storage, clock } = this.#grounds;
    const { namespace, name, uid } = execution.metadata;
    const { resumptions = 0 } = execution.status ?? {};
    // The cancel may have left its attempt open.
    const attempts = closedAttempts(execution, 'Canceled', undefined, clock.now());
    if (attempts.length > 0) this.#replaceChildren(execution, fn);
    const startedAt = formatInstant(clock.now());
    const begun = storage.update<Execution>(EXECUTIONS, namespace, name, (now) => {
      const { message: _, finishedAt: __, ...status } = now.status ?? {};
      const labels = { [WORKER_GROUP_LABEL]: worker.group, ...now.metadata.labels };
      return {
        ...now,
        metadata: { ...now.metadata, labels },
        status: {
          ...status,
          phase: 'Executing',
          workerName: worker.name,
          startedAt,
          resumptions: resumptions + 1,
          attempts: [...attempts, { phase: 'Executing', startedAt }],
        },
      };
    });
    if (!begun) return;
    const random = createRandom(this.#seed, `${name}/${attempts.length}`);
    const tools = {
      grounds: this.#grounds,
      jobs: this.#jobs,
      timers: this.#timers,
      workers: this.workers,
      random,
    };
    const run = new Run(tools, begun, fn);
    this.#runs.get(uid)?.stop();
    this.#runs.set(uid, run);
    run.start();
  }

  /** What a worker ran when it went is picked up by another, where it was. */
  #pickUp(namespace: string, fallen: string, heir: string): void {
    const { storage } = this.#grounds;
    for (const { metadata, status } of storage.list<Execution>(EXECUTIONS, namespace)) {
      if (status?.workerName !== fallen || isTerminal(status.phase ?? '')) continue;
      const resumptions = (status.resumptions ?? 0) + 1;
      const changes = { workerName: heir, resumptions };
      setStatus<ExecutionStatus>(storage, EXECUTIONS, metadata, changes);
    }
  }

  /** What a retry does with the children of the attempt before (contract: childPolicy). */
  #replaceChildren(execution: Stored<Execution>, fn: ScriptedFunction): void {
    const { childPolicy } = effectiveRetry(execution.spec, fn.defaults);
    if (childPolicy === 'None') return;
    for (const child of this.family.childrenOf(execution.metadata.uid)) {
      if (childPolicy === 'RetryAll' || this.#hasFailed(child)) this.family.remove(child);
    }
  }

  #hasFailed({ resource, namespace, name }: Member): boolean {
    const object = this.#grounds.storage.get(resource, namespace, name);
    const { phase } = (object as Stored<Execution> | Stored<Suspension>).status ?? {};
    if (resource.plural === JOBS.plural) return jobPhase(object as Job) === 'Failed';
    return phase === 'Failed' || phase === 'Canceled';
  }

  #backOff(execution: Stored<Execution>): void {
    const { uid } = execution.metadata;
    this.#runs.get(uid)?.stop();
    this.#runs.delete(uid);
    const fn = this.#functions.get(execution.spec.function);
    const { clock } = this.#grounds;
    const due = nextAttemptAt(execution, fn?.defaults) ?? clock.now();
    this.#timers.after(due - clock.now(), () => {
      const now = this.#current(execution);
      if (now?.metadata.uid !== uid || phaseOf(now) !== 'Backoff') return;
      const staff = this.#staff(now);
      if (staff) this.#begin(now, staff.fn, staff.worker);
    });
  }

  /** It ended by itself or by a user's action, or it is gone. */
  #ended(execution: Stored<Execution>): void {
    const { namespace = '', name, uid } = execution.metadata;
    const { storage } = this.#grounds;
    this.#runs.get(uid)?.stop();
    this.#runs.delete(uid);
    for (const waiting of releaseMutex(storage, execution)) this.#claim(waiting);
    const member = { resource: EXECUTIONS, namespace, name, uid };
    const now = this.#current(execution);
    const gone = now?.metadata.uid !== uid;
    if (gone || ['Canceled', 'Skipped'].includes(phaseOf(now))) {
      this.#timers.after(NOTICE[1], () => cascade(storage, this.family, member));
    }
    if (gone || !isRoot(now)) return;
    const fn = this.#functions.get(now.spec.function);
    const { ttl } = withFunctionDefaults(now.spec, fn?.defaults);
    if (ttl) expire({ storage, family: this.family, timers: this.#timers }, now, ttl);
  }
}
