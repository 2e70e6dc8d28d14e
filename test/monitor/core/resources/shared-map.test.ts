import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_MAP,
  getValue,
  type SharedMap,
  setValues,
  valuesOf,
} from '../../../../src/monitor/core/resources/shared-map.ts';

const anyKey = fc.oneof(fc.constantFrom('', 'a', 'b', '__proto__'), fc.string());
const anyChanges = fc.array(fc.tuple(anyKey, fc.option(fc.nat(), { nil: undefined })));

describe('a shared map', () => {
  it('holds what a map holds after the same changes, and leaves the one before as it was', () => {
    fc.assert(
      fc.property(fc.array(anyChanges, { maxLength: 6 }), (batches) => {
        const known = new Map<string, number>();
        let map: SharedMap<number> = EMPTY_MAP;
        for (const changes of batches) {
          const before = map;
          const valuesBefore = [...valuesOf(before)];
          map = setValues(map, changes);
          for (const [key, value] of changes) {
            if (value === undefined) known.delete(key);
            else known.set(key, value);
          }
          for (const [key] of changes) expect(getValue(map, key)).toBe(known.get(key));
          expect([...valuesOf(map)].sort()).toEqual([...known.values()].sort());
          expect([...valuesOf(before)]).toEqual(valuesBefore);
        }
      }),
    );
  });

  it('shares what did not change, and spreads keys that differ only in a number', () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => [`pay/run-${i}`, i] as const);
    const map = setValues(EMPTY_MAP, entries);
    const next = setValues(map, [['pay/run-77', -1]]);
    expect(next.filter((bucket, i) => bucket !== map[i])).toHaveLength(1);
    expect(Math.max(...map.map((bucket) => bucket?.size ?? 0))).toBeLessThan(120);
  });
});
