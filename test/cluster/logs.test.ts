import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/cluster/clock.ts';
import { LogBook } from '../../src/cluster/logs.ts';

const book = () => new LogBook(new ManualClock(Date.UTC(2026, 0, 1)));
const texts = (lines: readonly { readonly text: string }[] = []) => lines.map((line) => line.text);

describe('a log book', () => {
  it('keeps the lines of each container apart', () => {
    const logs = book();
    logs.append('ns', 'p', 'main', 'one');
    logs.append('ns', 'p', 'side', 'two');
    logs.append('other', 'p', 'main', 'three');
    expect(texts(logs.lines('ns', 'p', 'main'))).toEqual(['one']);
    expect(texts(logs.lines('ns', 'p', 'side'))).toEqual(['two']);
  });

  it('stamps lines of one instant so that they stay in order', () => {
    const logs = book();
    for (let i = 0; i < 20; i += 1) logs.append('ns', 'p', 'main', `line ${i}`);
    const stamps = logs.lines('ns', 'p', 'main').map((line) => line.stamp);
    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(stamps).size).toBe(20);
    expect(stamps[0]).toMatch(/^2026-01-01T00:00:00\.000\d{6}Z$/);
  });

  it('tells followers each line from then on, until they stop', () => {
    const logs = book();
    logs.append('ns', 'p', 'main', 'before');
    const heard: string[] = [];
    const stop = logs.follow('ns', 'p', 'main', (line) => heard.push(line.text));
    logs.append('ns', 'p', 'main', 'during');
    stop();
    logs.append('ns', 'p', 'main', 'after');
    expect(heard).toEqual(['during']);
  });

  it('sets aside what was written before a restart', () => {
    const logs = book();
    logs.append('ns', 'p', 'main', 'first life');
    expect(logs.previousLines('ns', 'p', 'main')).toBeUndefined();
    logs.restart('ns', 'p', 'main');
    logs.append('ns', 'p', 'main', 'second life');
    expect(texts(logs.previousLines('ns', 'p', 'main'))).toEqual(['first life']);
    expect(texts(logs.lines('ns', 'p', 'main'))).toEqual(['second life']);
  });

  it('forgets a pod with all its containers, and no other pod', () => {
    const logs = book();
    logs.append('ns', 'p', 'main', 'x');
    logs.append('ns', 'p2', 'main', 'y');
    logs.forget('ns', 'p');
    expect(logs.lines('ns', 'p', 'main')).toEqual([]);
    expect(texts(logs.lines('ns', 'p2', 'main'))).toEqual(['y']);
  });
});
