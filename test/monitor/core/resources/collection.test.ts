import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  type Change,
  compareKeys,
  findObject,
  keyOf,
  updateCollection,
} from '../../../../src/monitor/core/resources/collection.ts';
import { diffRows } from '../../../../src/monitor/core/resources/difference.ts';
import { execution } from '../../../support/objects.ts';

// A hyphen comes before the slash of a key, a digit after it.
const anyObject = fc
  .record({
    name: fc.constantFrom('a', 'b', 'a-1', 'a.1', 'a1'),
    namespace: fc.constantFrom('pay', 'pay-2', 'pay2'),
  })
  .map(execution);
const anyChange: fc.Arbitrary<Change<Execution>> = fc.oneof(
  anyObject.map((object) => ({ key: keyOf(object), object })),
  anyObject.map((object) => ({ key: keyOf(object) })),
);

describe('a collection', () => {
  it('holds the newest object of each key, sorted by key', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyChange, { maxLength: 5 })), (batches) => {
        const known = new Map<string, Execution>();
        let all: readonly Execution[] = [];
        for (const changes of batches) {
          for (const { key, object } of changes) {
            if (object) known.set(key, object);
            else known.delete(key);
          }
          all = updateCollection(all, changes).all;
          expect(all.map(keyOf)).toEqual([...known.keys()].sort());
          for (const [key, object] of known) expect(findObject(all, key)).toBe(object);
        }
      }),
    );
  });

  it('finds nothing under a key that it does not hold', () => {
    const all = [execution({ name: 'b', namespace: 'pay' })];
    for (const key of ['pay/a', 'pay/c', 'pay-2/b', '/b']) {
      expect(findObject(all, key)).toBeUndefined();
    }
    expect(findObject([], 'pay/b')).toBeUndefined();
  });

  it('orders objects as their keys are ordered as strings', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (a, b) => {
        const sign = keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
        expect(compareKeys(a, b)).toBe(sign);
      }),
    );
  });
});

describe('the difference of two versions of a collection', () => {
  it('is what one has and the other has not, by identity', () => {
    fc.assert(
      fc.property(fc.array(anyChange), fc.array(anyChange), (first, second) => {
        const before = updateCollection([], first).all;
        const { all: after, difference } = updateCollection(before, second);
        const { removed, added } = diffRows(before, after, compareKeys);
        expect(difference.removed).toEqual(removed);
        expect([...difference.added].sort(compareKeys)).toEqual(added);
        expect([...removed]).toEqual(before.filter((object) => !after.includes(object)));
        expect(added).toEqual(after.filter((object) => !before.includes(object)));
      }),
    );
  });
});
