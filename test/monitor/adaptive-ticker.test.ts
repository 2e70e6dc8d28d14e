import { describe, expect, test } from 'vitest';
import { AdaptiveTicker } from '../../src/monitor/adaptive-ticker.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** Ticks of a minute, in seconds; `onTick` is what the screen does at each. */
async function minute(
  onTick: (pace: AdaptiveTicker, second: number) => void,
): Promise<readonly number[]> {
  const clock = new FakeClock();
  const begun = clock.now();
  const ticks: number[] = [];
  const pace = new AdaptiveTicker(
    (ms, run) => clock.after(ms, run),
    () => {
      const second = (clock.now() - begun) / 1_000;
      ticks.push(second);
      onTick(pace, second);
    },
  );
  for (let second = 0; second < 20; second++) await clock.advance(1_000);
  pace.stop();
  await clock.advance(60_000);
  return ticks;
}

describe('time that passes on the screen', () => {
  test('is looked at every second while that changes something', async () => {
    const ticks = await minute((pace) => pace.moved());
    expect(ticks).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('is looked at less and less often while it changes nothing, and not at all once stopped', async () => {
    expect(await minute(() => undefined)).toEqual([1, 3, 7, 12, 17]);
  });

  test('is looked at every second again once something has changed', async () => {
    const moves = new Set([7, 8]);
    const ticks = await minute((pace, second) => moves.has(second) && pace.moved());
    expect(ticks).toEqual([1, 3, 7, 8, 9, 10, 12, 16]);
  });
});
