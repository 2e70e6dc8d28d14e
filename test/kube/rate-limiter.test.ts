import { expect, test } from 'vitest';
import { RateLimiter } from '../../src/kube/rate-limiter.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('thirty calls at once go when client-go would let them go', async () => {
  const clock = new FakeClock();
  const start = clock.now();
  const limiter = new RateLimiter(5, 10, clock);
  const times: number[] = [];
  const calls = Array.from({ length: 30 }, async () => {
    await limiter.take('background');
    times.push(clock.now() - start);
  });
  await clock.advance(5_000);
  await Promise.all(calls);
  expect([times[9], times[10], times[19], times[29]]).toEqual([0, 200, 2000, 4000]);
  expect(clock.pending).toBe(0);
});

test('tokens are earned up to the burst, not beyond', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter(5, 2, clock);
  await clock.advance(60_000);
  void limiter.take('background');
  void limiter.take('background');
  void limiter.take('background');
  expect(limiter.waiting).toBe(1);
  await clock.advance(200);
  expect(limiter.waiting).toBe(0);
});

test('a person goes before all that runs by itself, and each in the order it came', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter(1, 1, clock);
  const order: string[] = [];
  const call = async (name: string, priority: 'person' | 'background') => {
    await limiter.take(priority);
    order.push(name);
  };
  const calls = [
    call('first', 'background'),
    call('b1', 'background'),
    call('b2', 'background'),
    call('p1', 'person'),
    call('p2', 'person'),
  ];
  await clock.advance(4_000);
  await Promise.all(calls);
  expect(order).toEqual(['first', 'p1', 'p2', 'b1', 'b2']);
});

test('who gives up takes no token and holds up nobody', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter(1, 1, clock);
  await limiter.take('background');
  const controller = new AbortController();
  const given = limiter.take('background', controller.signal);
  const next = limiter.take('background');
  controller.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await clock.advance(1_000);
  await next;
  await expect(limiter.take('person', controller.signal)).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});
