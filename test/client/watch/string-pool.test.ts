import { describe, expect, test } from 'vitest';
import { StringPool } from '../../../src/client/watch/string-pool.ts';

describe('what recurs', () => {
  test('is kept once, if it is a part', () => {
    const pool = new StringPool();
    const part = pool.part({ labels: { team: 'pay' } });
    expect(pool.part({ labels: { team: 'pay' } })).toBe(part);
    expect(pool.part({ labels: { team: 'ship' } })).toEqual({ labels: { team: 'ship' } });
  });

  test('is looked for only so deep, and never changes what an object says', () => {
    const pool = new StringPool();
    let deep: object = { text: 'at the bottom' };
    for (let i = 0; i < 10_000; i++) deep = { deep };
    const value = { deep, nothing: null, list: ['a', 1, true, undefined, ['b']] };
    const kept = pool.textsOf(value);
    expect(kept).toBe(value);
    expect({ ...kept, deep: 0 }).toEqual({
      deep: 0,
      nothing: null,
      list: ['a', 1, true, undefined, ['b']],
    });
  });

  test('is forgotten in time, so that what does not recur takes no space', () => {
    const pool = new StringPool();
    const first = pool.part({ n: -1 });
    for (let n = 0; n < 5_000; n++) pool.part({ n });
    expect(pool.part({ n: -1 })).not.toBe(first);
    expect(pool.part({ n: -1 })).toEqual(first);
  });
});
