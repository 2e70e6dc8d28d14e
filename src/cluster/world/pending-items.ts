import type { Execution, Json } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import { type Job, jobMessage, jobPhase } from '../../api/job.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import type { Stored } from '../object.ts';
import { childMetadata } from './drafts.ts';
import type { Jobs } from './jobs.ts';
import type { Random } from './random.ts';
import type { Gather, Item } from './script.ts';
import { setStatus } from './state.ts';
import type { Timers } from './timers.ts';
import type { WorldContext } from './world-context.ts';

const RESOURCES: Readonly<Record<Item['kind'], Resource>> = {
  execution: EXECUTIONS,
  job: JOBS,
  sleep: SUSPENSIONS,
  approval: SUSPENSIONS,
};

type Outcome = { readonly result: Json } | { readonly failure: string };

/** What a gathering is made with. */
export interface Tools {
  readonly grounds: WorldContext;
  readonly jobs: Jobs;
  /** Of the world: a sleep goes on when the attempt that asked for it has ended. */
  readonly timers: Timers;
  readonly random: Random;
}

/** The items of one gather step: starts them, and finds out how they end. */
export class PendingItems {
  readonly #tools: Tools;
  readonly #parent: Stored<Execution>;
  readonly #step: Gather;
  readonly #before: number;
  /** Of the items that were started. */
  readonly #members: ObjectMeta[] = [];
  readonly #running = new Set<number>();
  readonly #begun = new Set<number>();
  /** When those start that do not at once. */
  readonly #due = new Map<number, number>();
  #started = 0;
  readonly results: Json[] = [];
  readonly failures: string[] = [];
  ended = 0;

  /** `before`: how many items the execution has asked for already; unnamed ones are numbered on. */
  constructor(tools: Tools, parent: Stored<Execution>, step: Gather, before: number) {
    this.#tools = tools;
    this.#parent = parent;
    this.#step = step;
    this.#before = before;
  }

  /**
   * Takes in what has ended, or only what is called `name`, and starts what may start; `later` is
   * called when there is reason to check again. Returns whether everything has ended.
   */
  check(later: (milliseconds: number) => void, name?: string): boolean {
    const { items, atOnce = items.length } = this.#step;
    for (const i of this.#running) {
      if (name === undefined || this.#members[i]?.name === name) this.#take(i);
    }
    while (this.#running.size < atOnce && this.#started < items.length) {
      const i = this.#started++;
      const { kind, name: label = String(this.#before + i + 1), delay } = items[i] as Item;
      this.#members[i] = childMetadata(this.#parent, { resource: RESOURCES[kind], label });
      this.#running.add(i);
      if (delay !== undefined && !this.#find(i)) {
        this.#due.set(i, this.#tools.grounds.clock.now() + delay);
        later(delay);
      }
      this.#take(i);
    }
    return this.ended === items.length;
  }

  #take(i: number): void {
    if (this.#tools.grounds.clock.now() < (this.#due.get(i) ?? 0)) return;
    if (!this.#begun.has(i)) {
      this.#begun.add(i);
      if (!this.#find(i)) this.#make(i, this.#step.items[i] as Item);
    }
    const outcome = this.#outcome(i);
    if (outcome === undefined) return;
    this.#running.delete(i);
    this.ended += 1;
    if ('failure' in outcome) this.failures.push(outcome.failure);
    this.results[i] = 'failure' in outcome ? null : outcome.result;
  }

  #make(i: number, item: Item): void {
    const metadata = this.#members[i] as ObjectMeta;
    const { grounds, jobs, random } = this.#tools;
    switch (item.kind) {
      case 'execution': {
        const { function: fn, arguments: args, retry } = item;
        grounds.storage.create(EXECUTIONS, {
          metadata,
          spec: { function: fn, ...(args && { arguments: args }), ...(retry && { retry }) },
        });
        return;
      }
      case 'job':
        jobs.start(metadata, item, random);
        return;
      case 'sleep': {
        const resumeAt = formatInstant(grounds.clock.now() + item.milliseconds);
        const { message } = item;
        this.#suspend(metadata, { resumeAt, ...(message && { message }) }, item.milliseconds);
        return;
      }
      case 'approval':
        this.#suspend(metadata, { message: item.message }, item.grantedAfter);
        return;
    }
  }

  #suspend(
    metadata: ObjectMeta,
    spec: NonNullable<Suspension['spec']>,
    grantedAfter?: number,
  ): void {
    const { storage } = this.#tools.grounds;
    const status = { phase: 'Suspended' };
    const { uid } = storage.create(SUSPENSIONS, { metadata, spec, status }).metadata;
    if (grantedAfter === undefined) return;
    this.#tools.timers.after(grantedAfter, () => {
      const now = storage.get<Suspension>(SUSPENSIONS, metadata.namespace, metadata.name);
      if (now?.metadata.uid !== uid || suspensionPhase(now) !== 'Suspended') return;
      const finishedAt = formatInstant(storage.clock.now());
      setStatus(storage, SUSPENSIONS, metadata, { phase: 'Completed', finishedAt });
    });
  }

  /** The object of an item. One of the same name that another owns is an error, never adopted. */
  #find(i: number): Stored | undefined {
    const { kind } = this.#step.items[i] as Item;
    const { namespace, name } = this.#members[i] as ObjectMeta;
    const object = this.#tools.grounds.storage.get(RESOURCES[kind], namespace, name);
    if (object && owningExecution(object)?.uid !== this.#parent.metadata.uid) {
      throw new Error(`${RESOURCES[kind].kind} ${name} exists and belongs to another`);
    }
    return object;
  }

  /** How an item ended; undefined while it has not. */
  #outcome(i: number): Outcome | undefined {
    const object = this.#find(i);
    const { kind } = this.#step.items[i] as Item;
    const { name } = this.#members[i] as ObjectMeta;
    if (!object) return { failure: `${RESOURCES[kind].kind.toLowerCase()} ${name} was deleted` };
    switch (kind) {
      case 'execution':
        return executionOutcome(object as Stored<Execution>);
      case 'job':
        return jobOutcome(object as Stored<Job>);
      default: {
        const phase = suspensionPhase(object as Stored<Suspension>);
        if (phase === 'Suspended') return undefined;
        return phase === 'Completed' ? { result: null } : { failure: `${name} was canceled` };
      }
    }
  }
}

function executionOutcome(execution: Stored<Execution>): Outcome | undefined {
  const { name } = execution.metadata;
  switch (phaseOf(execution)) {
    case 'Completed':
    case 'Skipped':
      return { result: execution.status?.result ?? null };
    case 'Failed':
      return { failure: `${name} failed: ${execution.status?.message ?? 'no reason given'}` };
    case 'Canceled':
      return { failure: `${name} was canceled` };
    default:
      return undefined;
  }
}

function jobOutcome(job: Stored<Job>): Outcome | undefined {
  switch (jobPhase(job)) {
    case 'Completed':
      return { result: null };
    case 'Failed':
      return { failure: `job ${job.metadata.name} failed: ${jobMessage(job)}` };
    default:
      return undefined;
  }
}
