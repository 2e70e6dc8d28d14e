import { expect, test } from 'vitest';
import { ManualClock } from '../../../src/cluster/clock.ts';
import { WorldClock } from '../../../src/cluster/world/world-clock.ts';
import { CountingClock } from './test-world.ts';

const NOON = 1_000_000;

test('alarms set in the past ring at once, in order, each at its own time', () => {
  const clock = new WorldClock(new ManualClock(NOON));
  const rung: [string, number][] = [];
  clock.relive(100, () => {
    clock.after(60, () => rung.push(['second', clock.now()]));
    clock.after(10, () => {
      rung.push(['first', clock.now()]);
      clock.after(70, () => rung.push(['third', clock.now()]));
    });
  });
  expect(rung).toEqual([
    ['first', NOON - 90],
    ['second', NOON - 40],
    ['third', NOON - 20],
  ]);
  expect(clock.now()).toBe(NOON);
});

test('an alarm beyond the present rings when the present gets there', () => {
  const present = new ManualClock(NOON);
  const clock = new WorldClock(present);
  const rung: number[] = [];
  clock.relive(100, () => clock.after(130, () => rung.push(clock.now())));
  present.advance(29);
  expect(rung).toEqual([]);
  present.advance(1);
  expect(rung).toEqual([NOON + 30]);
});

test('an alarm set in the past can be canceled in the present', () => {
  const present = new CountingClock();
  const clock = new WorldClock(present);
  let cancel = () => {};
  clock.relive(100, () => {
    cancel = clock.after(130, () => expect.unreachable());
  });
  expect(present.alarms).toBe(1);
  cancel();
  expect(present.alarms).toBe(0);
});

test('what fails in the past leaves the clock in the present', () => {
  const clock = new WorldClock(new ManualClock(NOON));
  const fail = () => {
    throw new Error('broken scenario');
  };
  expect(() => clock.relive(100, () => clock.after(10, fail))).toThrow('broken scenario');
  expect(clock.now()).toBe(NOON);
});
