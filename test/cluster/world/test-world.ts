import type { Execution, Json } from '../../../src/api/execution.ts';
import { formatInstant } from '../../../src/api/instant.ts';
import { phaseOf } from '../../../src/api/phase.ts';
import { EXECUTIONS, type Resource, SUSPENSIONS } from '../../../src/api/resources.ts';
import { type ClusterClock, ManualClock } from '../../../src/cluster/clock.ts';
import { LogBook } from '../../../src/cluster/logs.ts';
import type { ApiObject, Stored } from '../../../src/cluster/object.ts';
import { Storage } from '../../../src/cluster/storage.ts';
import type { Scenario, ScenarioContext } from '../../../src/cluster/world/scenario-context.ts';
import type { ScriptedFunction } from '../../../src/cluster/world/script.ts';
import { openWorld, type World } from '../../../src/cluster/world/world.ts';
import { WorldClock } from '../../../src/cluster/world/world-clock.ts';

/** The present of every test. */
const PRESENT = Date.UTC(2026, 10, 23, 10, 41);

const SECOND = 1_000;

/** A clock that stands still and knows how many alarms are set. */
export class CountingClock implements ClusterClock {
  readonly #clock = new ManualClock(PRESENT);
  #set = 0;

  get alarms(): number {
    return this.#set;
  }

  now(): number {
    return this.#clock.now();
  }

  after(milliseconds: number, call: () => void): () => void {
    let waiting = true;
    const done = () => {
      if (waiting) this.#set -= 1;
      waiting = false;
    };
    this.#set += 1;
    const cancel = this.#clock.after(milliseconds, () => {
      done();
      call();
    });
    return () => {
      done();
      cancel();
    };
  }

  advance(milliseconds: number): void {
    this.#clock.advance(milliseconds);
  }
}

/** A world on a clock that the test moves, and the hands of a person in it. */
export class TestWorld {
  readonly clock = new CountingClock();
  readonly storage: Storage;
  readonly logs: LogBook;
  readonly world: World;
  readonly #namespace: string;

  constructor(scenarios: readonly Scenario[], options: { namespace?: string; seed?: number } = {}) {
    const clock = new WorldClock(this.clock);
    this.storage = new Storage({ clock });
    this.logs = new LogBook(clock);
    this.#namespace = options.namespace ?? scenarios[0]?.namespace ?? 'default';
    const { storage, logs } = this;
    this.world = openWorld({ storage, logs, clock }, { scenarios, seed: options.seed ?? 1 });
  }

  execution(name: string): Stored<Execution> {
    const found = this.storage.get<Execution>(EXECUTIONS, this.#namespace, name);
    if (!found) throw new Error(`there is no execution ${name} in ${this.#namespace}`);
    return found;
  }

  phase(name: string): string {
    return phaseOf(this.execution(name));
  }

  /** The names of a kind in the namespace. */
  names(resource: Resource): readonly string[] {
    return this.storage.list(resource, this.#namespace).map(({ metadata }) => metadata.name);
  }

  /** Moves the clock by seconds until it holds; fails after so much simulated time. */
  advanceUntil(condition: () => boolean, atMost: number, what: string): void {
    for (let passed = 0; !condition(); passed += SECOND) {
      if (passed > atMost) throw new Error(`after ${atMost / SECOND} s still not: ${what}`);
      this.clock.advance(SECOND);
    }
  }

  advanceUntilPhase(name: string, phase: string, atMost: number): void {
    this.advanceUntil(() => this.phase(name) === phase, atMost, `${name} ${phase}`);
  }

  create(name: string, spec: Execution['spec']): void {
    this.storage.create(EXECUTIONS, { metadata: { name, namespace: this.#namespace }, spec });
  }

  delete(name: string): void {
    this.storage.delete(EXECUTIONS, this.#namespace, name);
  }

  cancel(name: string): void {
    this.#end(name, { phase: 'Canceled', message: 'Canceled by client' });
  }

  skip(name: string, result: Json): void {
    this.#end(name, { phase: 'Skipped', message: 'Skipped by client', result });
  }

  /** What the client writes for a retry. */
  retry(name: string, childPolicy: 'None' | 'RetryFailed' | 'RetryAll'): void {
    const now = formatInstant(this.clock.now());
    this.#update<Execution>(EXECUTIONS, name, (execution) => {
      const {
        finishedAt: _,
        workerName: __,
        progress: ___,
        result: ____,
        ...status
      } = execution.status ?? {};
      const retries = (status.retries ?? 0) + 1;
      return {
        ...execution,
        spec: { ...execution.spec, retry: { ...execution.spec.retry, childPolicy } },
        status: { ...status, retries, retriedAt: now, phase: 'Pending', message: '' },
      };
    });
  }

  resume(suspension: string): void {
    const finishedAt = formatInstant(this.clock.now());
    this.#update(SUSPENSIONS, suspension, (object) => ({
      ...object,
      status: { phase: 'Completed', finishedAt },
    }));
  }

  #end(name: string, end: Execution['status']): void {
    const finishedAt = formatInstant(this.clock.now());
    this.#update<Execution>(EXECUTIONS, name, (execution) => ({
      ...execution,
      status: { ...execution.status, ...end, finishedAt },
    }));
  }

  #update<T extends ApiObject | Execution>(
    resource: Resource,
    name: string,
    mutate: (object: Stored<T>) => Stored<T>,
  ): void {
    const found = this.storage.update<T>(resource, this.#namespace, name, mutate);
    if (!found) throw new Error(`there is no ${resource.kind} ${name} in ${this.#namespace}`);
  }
}

/** A scenario of a few functions, opened now. */
export function scenarioOf(
  functions: readonly ScriptedFunction[],
  open: (stage: ScenarioContext) => void = () => {},
): Scenario {
  return {
    name: 'test',
    namespace: 'default',
    past: 0,
    open(stage) {
      stage.publish(functions);
      open(stage);
    },
  };
}
