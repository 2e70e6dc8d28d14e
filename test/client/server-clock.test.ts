import { describe, expect, test } from 'vitest';
import { ServerClock } from '../../src/client/server-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** What the clock is corrected by after an answer that took `tookMs` and said `dateMs` from now. */
async function correction(dateMs: number, tookMs: number): Promise<number> {
  const clock = new FakeClock();
  const time = new ServerClock(clock);
  const sentAt = clock.now();
  await clock.advance(tookMs);
  time.learn(sentAt, clock.now() + dateMs);
  return time.now() - clock.now();
}

describe('the server clock', () => {
  test('is the local one until an answer says otherwise', async () => {
    const clock = new FakeClock();
    const time = new ServerClock(clock);
    time.learn(clock.now(), undefined);
    expect(time.now()).toBe(clock.now());
  });

  test('believes the local clock within what a Date of whole seconds can tell', async () => {
    expect(await correction(0, 0)).toBe(0);
    expect(await correction(-999, 0)).toBe(0);
    expect(await correction(-3_900, 3_000)).toBe(0);
  });

  test('follows a server that is ahead or behind, as far as is sure', async () => {
    expect(await correction(90_000, 10)).toBe(90_000);
    expect(await correction(-90_000, 10)).toBe(-88_990);
  });

  test('forgets a correction when a later answer shows none is due', async () => {
    const clock = new FakeClock();
    const time = new ServerClock(clock);
    time.learn(clock.now(), clock.now() + 60_000);
    time.learn(clock.now(), clock.now() - 500);
    expect(time.now()).toBe(clock.now());
  });
});
