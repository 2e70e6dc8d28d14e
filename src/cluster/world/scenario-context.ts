import type { Execution, ExecutionSpec, Json } from '../../api/execution.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import type { Phase } from '../../api/phase.ts';
import { EXECUTIONS, FUNCTIONS, SCHEDULED_EXECUTIONS } from '../../api/resources.ts';
import type { ScheduledExecution } from '../../api/scheduled-execution.ts';
import { NAMESPACES } from '../kinds/resources.ts';
import type { Storage } from '../storage.ts';
import { functionDraft } from './drafts.ts';
import type { Random } from './random.ts';
import type { Runtime } from './runtime.ts';
import type { ScriptedFunction } from './script.ts';
import { endExecution } from './state.ts';
import type { Timers } from './timers.ts';

/** A part of a world: it sets itself up in the past, and may go on making executions. */
export interface Scenario {
  readonly name: string;
  readonly namespace: string;
  /** How long it had been going on when the world opens. */
  readonly past: number;
  readonly open: (stage: ScenarioContext) => void;
}

/** What a scenario can do, in its namespace. */
export class ScenarioContext {
  readonly random: Random;
  readonly #namespace: string;
  readonly #storage: Storage;
  readonly #runtime: Runtime;
  readonly #timers: Timers;

  constructor(
    namespace: string,
    random: Random,
    parts: { readonly storage: Storage; readonly runtime: Runtime; readonly timers: Timers },
  ) {
    this.#namespace = namespace;
    this.random = random;
    this.#storage = parts.storage;
    this.#runtime = parts.runtime;
    this.#timers = parts.timers;
    if (!this.#storage.get(NAMESPACES, undefined, namespace)) {
      this.#storage.create(NAMESPACES, { metadata: { name: namespace } });
    }
  }

  now(): number {
    return this.#storage.clock.now();
  }

  /** Publishes functions, and starts workers for their groups. */
  publish(functions: readonly ScriptedFunction[], workersEach = 2): void {
    for (const fn of functions) {
      this.#runtime.learn(fn);
      if (this.#storage.get(FUNCTIONS, this.#namespace, fn.name)) continue;
      this.#storage.create(FUNCTIONS, functionDraft(this.#namespace, fn));
      if (workersEach === 0) continue;
      this.#runtime.workers.open(this.#namespace, fn.group ?? 'default', workersEach);
    }
  }

  /** Makes a root execution, unless one of this name exists. */
  spawn(name: string, spec: ExecutionSpec, group?: string): void {
    if (this.find(name)) return;
    const labels = group === undefined ? {} : { labels: { [WORKER_GROUP_LABEL]: group } };
    this.#storage.create(EXECUTIONS, {
      metadata: { name, namespace: this.#namespace, ...labels },
      spec,
    });
  }

  schedule(name: string, spec: ScheduledExecution['spec']): void {
    this.#storage.create(SCHEDULED_EXECUTIONS, {
      metadata: { name, namespace: this.#namespace },
      spec,
    });
  }

  /** Ends an execution as a user does who cancels or skips it. */
  end(name: string, phase: 'Canceled' | 'Skipped', message: string, result: Json = null): void {
    const execution = this.find(name);
    if (!execution) return;
    const skipped = phase === 'Skipped' ? { result } : {};
    endExecution(this.#storage, execution, { phase, message, ...skipped });
  }

  find(name: string) {
    return this.#storage.get<Execution>(EXECUTIONS, this.#namespace, name);
  }

  /** Executions of a function here that satisfy a condition on their phase. */
  count(fn: string, condition: (phase: Phase | undefined) => boolean): number {
    return this.#storage
      .list<Execution>(EXECUTIONS, this.#namespace)
      .filter(({ spec, status }) => spec.function === fn && condition(status?.phase)).length;
  }

  after(milliseconds: number, call: () => void): void {
    this.#timers.after(milliseconds, call);
  }

  /** Calls now, and again and again after a time between these two. */
  every(least: number, most: number, call: () => void): void {
    call();
    this.after(this.random.between(least, most), () => this.every(least, most, call));
  }
}
