import { expect, test } from 'vitest';
import { LogSlots } from '../../../src/client/logs/log-slots.ts';
import { rejection } from '../support/rejection.ts';

const { signal } = new AbortController();

test('slots are taken until there are none, and those who wait get them in order, urgent ones first', async () => {
  const slots = new LogSlots(2);
  expect([slots.tryTake(), slots.tryTake(), slots.tryTake()]).toEqual([true, true, false]);
  const order: string[] = [];
  const waits = [
    slots.take(false, signal).then(() => order.push('first')),
    slots.take(false, signal).then(() => order.push('second')),
    slots.take(true, signal).then(() => order.push('urgent')),
  ];
  for (let i = 0; i < 3; i++) slots.release();
  await Promise.all(waits);
  expect(order).toEqual(['urgent', 'first', 'second']);
  expect(slots.tryTake()).toBe(false);
  slots.release();
  expect(slots.tryTake()).toBe(true);
});

test('one who leaves while waiting takes no slot', async () => {
  const slots = new LogSlots(1);
  slots.tryTake();
  const leaving = new AbortController();
  const wait = rejection(slots.take(false, leaving.signal), Error);
  leaving.abort(new Error('left'));
  expect((await wait).message).toBe('left');
  slots.release();
  expect(slots.tryTake()).toBe(true);
});
