import { setTimeout } from 'node:timers/promises';
import type { FakeClock } from './fake-clock.ts';

/**
 * Waits until a condition holds; the test's own time limit ends a wait in vain. With a clock,
 * whatever sleeps on it meanwhile is let sleep fast.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  clock?: FakeClock,
): Promise<void> {
  for (;;) {
    if (await condition()) return;
    await setTimeout(3);
    if (clock?.isSleeping && !(await condition())) await clock.skipSleep();
  }
}
