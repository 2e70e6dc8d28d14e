import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock, systemClock, timestamp } from '../../src/cluster/clock.ts';

describe('a manual clock', () => {
  it('stands still until it is moved', () => {
    const clock = new ManualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(5);
    expect(clock.now()).toBe(1_005);
  });

  it('rings alarms in order, each at its own time', () => {
    const clock = new ManualClock(0);
    const rung: string[] = [];
    clock.after(20, () => rung.push(`late at ${clock.now()}`));
    clock.after(10, () => rung.push(`early at ${clock.now()}`));
    clock.advance(15);
    expect(rung).toEqual(['early at 10']);
    clock.advance(15);
    expect(rung).toEqual(['early at 10', 'late at 20']);
    expect(clock.now()).toBe(30);
  });

  it('rings alarms of one instant in the order they were set', () => {
    const clock = new ManualClock(0);
    const rung: number[] = [];
    for (const n of [1, 2, 3]) clock.after(10, () => rung.push(n));
    clock.advance(10);
    expect(rung).toEqual([1, 2, 3]);
  });

  it('rings an alarm that was set by another on the way', () => {
    const clock = new ManualClock(0);
    const rung: number[] = [];
    const tick = () => {
      rung.push(clock.now());
      clock.after(10, tick);
    };
    clock.after(10, tick);
    clock.advance(35);
    expect(rung).toEqual([10, 20, 30]);
  });

  it('does not ring what was cancelled', () => {
    const clock = new ManualClock(0);
    const rung: string[] = [];
    const cancel = clock.after(10, () => rung.push('cancelled'));
    clock.after(5, () => cancel());
    clock.advance(100);
    expect(rung).toEqual([]);
  });
});

describe('timestamp', () => {
  it('is RFC 3339 in whole seconds', () => {
    expect(timestamp(Date.UTC(2026, 0, 2, 3, 4, 5, 999))).toBe('2026-01-02T03:04:05Z');
  });
});

describe("the machine's clock", () => {
  const DAY = 24 * 3_600_000;
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 24, 25, 100])('rings after %i days, and not before', (days) => {
    vi.useFakeTimers();
    const rung: number[] = [];
    const begun = systemClock.now();
    systemClock.after(days * DAY, () => rung.push(systemClock.now() - begun));
    vi.advanceTimersByTime(days * DAY - 1);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual([days * DAY]);
  });

  it('leaves nothing of a wait that is called off on its way', () => {
    vi.useFakeTimers();
    const cancel = systemClock.after(100 * DAY, () => expect.unreachable());
    vi.advanceTimersByTime(30 * DAY);
    expect(vi.getTimerCount()).toBe(1);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});
