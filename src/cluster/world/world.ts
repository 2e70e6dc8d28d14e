import { createRandom } from './random.ts';
import { Runtime } from './runtime.ts';
import { type Scenario, ScenarioContext } from './scenario-context.ts';
import { Schedules } from './schedules.ts';
import { Timers } from './timers.ts';
import type { WorldContext } from './world-context.ts';

/** Objects that move as if workers moved them. */
export interface World {
  /** Everything stands still from now on; nothing is deleted. */
  stop(): void;
}

/**
 * Opens scenarios on an empty storage. Each has been going on for a while when this returns: it is
 * lived through at past instants first. The same seed and present make the same world, but for uids.
 */
export function openWorld(
  grounds: WorldContext,
  options: { readonly scenarios: readonly Scenario[]; readonly seed: number },
): World {
  const { storage, clock } = grounds;
  const { scenarios, seed } = options;
  const runtime = new Runtime(grounds, seed);
  const schedules = new Schedules(grounds, runtime.family);
  const timers = new Timers(clock);
  const unsubscribe = storage.onChange((change) => {
    runtime.heard(change);
    schedules.heard(change);
  });
  const longest = Math.max(0, ...scenarios.map(({ past }) => past));
  clock.relive(longest, () => {
    for (const { name, namespace, past, open } of scenarios) {
      timers.after(longest - past, () => {
        open(
          new ScenarioContext(namespace, createRandom(seed, name), { storage, runtime, timers }),
        );
      });
    }
  });
  runtime.workers.beat();
  return {
    stop() {
      unsubscribe();
      timers.stop();
      schedules.stop();
      runtime.stop();
    },
  };
}
