import type { KubeObject } from '../../../api/metadata.ts';
import { compareKeys } from '../resources/collection.ts';
import { compareValues, type Order } from '../resources/sorted.ts';
import type { SortValue } from './spec.ts';
import type { TableSort } from './table.ts';

/**
 * Returns the order of a sort; rows that are equal in it are sorted by key. It works out the value of
 * each row once, and is for one use.
 */
export function orderBy<T extends KubeObject>(
  sorts: ReadonlyMap<string, SortValue<T>>,
  sort: TableSort,
): Order<T> {
  const by = sorts.get(sort.column);
  if (by === undefined) return compareKeys;
  const sign = sort.reverse === (by.descending ?? false) ? 1 : -1;
  const values = new Map<T, string | number>();
  const known = (row: T) => {
    const before = values.get(row);
    if (before !== undefined) return before;
    const value = by.value(row);
    values.set(row, value);
    return value;
  };
  return (a, b) => sign * compareValues(known(a), known(b)) || compareKeys(a, b);
}
