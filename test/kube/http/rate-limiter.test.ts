import { expect, test } from 'vitest';
import { RateLimiter } from '../../../src/kube/http/rate-limiter.ts';
import { FakeClock } from '../../support/fake-clock.ts';

test('thirty calls at once go when client-go would let them go', async () => {
  const clock = new FakeClock();
  const start = clock.now();
  const limiter = new RateLimiter({ qps: 5, burst: 10, clock });
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
  const limiter = new RateLimiter({ qps: 5, burst: 2, clock });
  await clock.advance(60_000);
  void limiter.take('background');
  void limiter.take('background');
  void limiter.take('background');
  expect(limiter.waiting).toBe(1);
  await clock.advance(200);
  expect(limiter.waiting).toBe(0);
});

test('a clock that is set back takes no tokens away', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ qps: 5, burst: 2, clock });
  clock.jump(-60_000);
  expect(limiter.delay('background')).toBe(0);
  await limiter.take('background');
  expect(limiter.waiting).toBe(0);
});

test('a person goes before all that runs by itself, and each in the order it came', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ qps: 1, burst: 1, clock });
  const order: string[] = [];
  const call = async (name: string, priority: 'interactive' | 'background') => {
    await limiter.take(priority);
    order.push(name);
  };
  const calls = [
    call('first', 'background'),
    call('b1', 'background'),
    call('b2', 'background'),
    call('p1', 'interactive'),
    call('p2', 'interactive'),
  ];
  await clock.advance(4_000);
  await Promise.all(calls);
  expect(order).toEqual(['first', 'p1', 'p2', 'b1', 'b2']);
});

test('who gives up takes no token and holds up nobody', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ qps: 1, burst: 1, clock });
  await limiter.take('background');
  const controller = new AbortController();
  const given = limiter.take('background', controller.signal);
  const next = limiter.take('background');
  controller.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await clock.advance(1_000);
  await next;
  await expect(limiter.take('interactive', controller.signal)).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

test('who waits for more than a second is told of, and that it is over', async () => {
  const clock = new FakeClock();
  const start = clock.now();
  const told: [boolean, number][] = [];
  const onThrottled = (throttled: boolean) => told.push([throttled, clock.now() - start]);
  const limiter = new RateLimiter({ qps: 0.25, burst: 1, clock, onThrottled });
  await limiter.take('background');
  void limiter.take('background');
  await clock.advance(1_000);
  expect(told).toEqual([]);
  await clock.advance(20_000);
  expect(told).toEqual([
    [true, 1_001],
    [false, 4_000],
  ]);
  expect(clock.pending).toBe(0);
});

test('a steady flow of short waits is not told of', async () => {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const limiter = new RateLimiter({ qps: 5, burst: 1, clock, onThrottled: (t) => told.push(t) });
  for (let i = 0; i < 20; i += 1) {
    void limiter.take('background');
    void limiter.take('background');
    await clock.advance(400);
  }
  expect(told).toEqual([]);
});

test('who gives up after a second ends the throttling', async () => {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const limiter = new RateLimiter({ qps: 0.1, burst: 1, clock, onThrottled: (t) => told.push(t) });
  await limiter.take('interactive');
  const controller = new AbortController();
  const waiting = limiter.take('interactive', controller.signal);
  await clock.advance(2_000);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(told).toEqual([true, false]);
});

test('how long one would wait is known before', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ qps: 5, burst: 2, clock });
  expect(limiter.delay('background')).toBe(0);
  for (const asker of ['background', 'background', 'background', 'interactive'] as const) {
    void limiter.take(asker);
  }
  expect([limiter.delay('interactive'), limiter.delay('background')]).toEqual([400, 600]);
  await clock.advance(1_000);
  expect(limiter.delay('background')).toBe(0);
});

test('without a limit nobody waits', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ qps: Number.POSITIVE_INFINITY, burst: 1, clock });
  for (let i = 0; i < 100; i += 1) await limiter.take('background');
  expect(limiter.delay('background')).toBe(0);
});

test.each([
  { qps: 0, burst: 1 },
  { qps: -1, burst: 1 },
  { qps: Number.NaN, burst: 1 },
  { qps: 5, burst: 0.5 },
  { qps: 5, burst: Number.NaN },
])('a limit that lets nothing through is refused: %j', (options) => {
  expect(() => new RateLimiter(options)).toThrow(
    'The rate limit needs a number of requests per second (qps) above 0, and at least 1 at once (burst).',
  );
});
