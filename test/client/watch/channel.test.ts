import { describe, expect, test } from 'vitest';
import { Channel } from '../../../src/client/watch/channel.ts';
import { Wakeup } from '../../../src/client/watch/wakeup.ts';

describe('a channel', () => {
  test('hands over what waits, in order, and drops the oldest beyond its capacity', async () => {
    const channel = new Channel<number>(2);
    const reader = channel.read(() => undefined);
    for (const value of [1, 2, 3]) channel.put(value);
    expect([(await reader.next()).value, (await reader.next()).value]).toEqual([2, 3]);
  });

  test('wakes a reader who waits', async () => {
    const channel = new Channel<string>(1);
    const reader = channel.read(() => undefined);
    const next = reader.next();
    channel.put('late');
    expect(await next).toEqual({ done: false, value: 'late' });
  });

  test('ends for every reader that waits', async () => {
    const channel = new Channel<string>(1);
    const reader = channel.read(() => undefined);
    const waiting = [reader.next(), reader.next()];
    channel.end();
    expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true]);
    channel.put('too late');
    expect((await reader.next()).done).toBe(true);
  });

  test('lets a reader leave while it waits, and says so', async () => {
    const channel = new Channel<string>(1);
    let left = 0;
    const reader = channel.read(() => {
      left += 1;
    });
    const waiting = reader.next();
    await reader.return?.();
    expect([(await waiting).done, left]).toEqual([true, 1]);
  });
});

describe('a wakeup', () => {
  test('remembers what happened while nobody waited, once', async () => {
    const change = new Wakeup();
    change.wake();
    change.wake();
    await change.wait(undefined);
    let woken = false;
    const again = change.wait(undefined).then(() => {
      woken = true;
    });
    await Promise.resolve();
    expect(woken).toBe(false);
    change.wake();
    await again;
  });

  test('is ended by its signal, with the reason', async () => {
    const ending = new AbortController();
    const waiting = new Wakeup().wait(ending.signal);
    ending.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    await expect(new Wakeup().wait(ending.signal)).rejects.toBe('enough');
  });
});
