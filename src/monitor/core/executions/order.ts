import { attemptNumber, finishedAt, firstStartedAt } from '../../../api/attempts.ts';
import { toCount } from '../../../api/count.ts';
import type { Execution } from '../../../api/execution.ts';
import { truncateName } from '../../../api/labels.ts';
import { isRoot, rootLabel } from '../../../api/ownership.ts';
import { phaseOf, phaseOrder } from '../../../api/phase.ts';
import { compareKeys } from '../table/collection.ts';
import { compareValues, type Order } from '../table/sorted.ts';

/** The columns that the list can be sorted by, in the order of the screen. */
export const SORT_COLUMNS = [
  'namespace',
  'name',
  'function',
  'phase',
  'progress',
  'attempt',
  'duration',
  'age',
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export interface Sort {
  readonly column: SortColumn;
  readonly reverse: boolean;
}

/** Newest first: what was just started is what one looks for. */
export const NEWEST_FIRST: Sort = { column: 'age', reverse: false };

/**
 * The order of a sort. Ages and durations are compared by instants, so that it stands still. It works
 * out each execution's value once, and is for one use.
 */
export function orderBy(sort: Sort): Order<Execution> {
  const { value, descending } = VALUES[sort.column];
  const sign = sort.reverse === (descending ?? false) ? 1 : -1;
  const values = new Map<Execution, string | number>();
  const known = (execution: Execution) => {
    const before = values.get(execution);
    if (before !== undefined) return before;
    const now = value(execution);
    values.set(execution, now);
    return now;
  };
  return (a, b) => sign * compareValues(known(a), known(b)) || compareKeys(a, b);
}

/** `namespace/root`, the same for a root and all that its label names; a long name is shortened. */
export function rootKey(execution: Execution): string {
  const { namespace = '', name } = execution.metadata;
  const root = isRoot(execution) ? undefined : rootLabel(execution);
  return `${namespace}/${root ?? truncateName(name)}`;
}

interface SortValue {
  readonly value: (execution: Execution) => string | number;
  /** Whether the greatest comes first unless reversed. */
  readonly descending?: boolean;
}

const VALUES: Readonly<Record<SortColumn, SortValue>> = {
  namespace: { value: (e) => e.metadata.namespace ?? '' },
  name: { value: (e) => e.metadata.name },
  function: { value: (e) => e.spec.function },
  phase: { value: (e) => phaseOrder(phaseOf(e)) },
  progress: {
    value: (e) =>
      toCount(e.status?.progress?.current) / (toCount(e.status?.progress?.max) || Infinity),
  },
  attempt: { value: attemptNumber, descending: true },
  duration: { value: duration },
  // The API server writes all creation times in one form, so that their text sorts as they do.
  age: { value: (e) => e.metadata.creationTimestamp ?? '', descending: true },
};

/** Running ones first, the longest on top; then the finished, the longest on top. */
function duration(execution: Execution): number {
  const start = firstStartedAt(execution);
  const end = finishedAt(execution);
  if (start === undefined) return Number.MAX_SAFE_INTEGER;
  return end === undefined ? start - 1e15 : start - end;
}
