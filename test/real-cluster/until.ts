import { setTimeout as sleep } from 'node:timers/promises';

/** How often a condition is asked for, and for how long. */
const STEP_MS = 25;
const LIMIT_MS = 60_000;

/**
 * Asks until the condition gives something else than undefined, and hands that back. A failure to
 * ask counts as "not yet", and the last one is the cause when time is up; `giveUp` throws when
 * waiting has become pointless.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined>,
  giveUp: () => void = () => undefined,
): Promise<T> {
  const deadline = performance.now() + LIMIT_MS;
  let cause: unknown;
  while (performance.now() < deadline) {
    giveUp();
    try {
      const found = await condition();
      if (found !== undefined) return found;
    } catch (error) {
      cause = error;
    }
    await sleep(STEP_MS);
  }
  throw new Error(`${what}: not within ${LIMIT_MS / 1000} s`, { cause });
}
