import { attemptNumber, finishedAt, firstStartedAt } from '../../../api/attempts.ts';
import { toCount } from '../../../api/count.ts';
import type { Execution } from '../../../api/execution.ts';
import { phaseOf, phaseOrder } from '../../../api/phase.ts';
import type { SortValue } from '../table/spec.ts';
import type { TableSort } from '../table/table.ts';

/** The columns that executions can be sorted by, in the order of the screen. */
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

/** Newest first: what was just started is what one looks for. */
export const NEWEST_FIRST: TableSort = { column: 'age', reverse: false };

const VALUES: Readonly<Record<SortColumn, SortValue<Execution>>> = {
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

/** How the columns sort, in the order of the screen. Ages and durations are compared by instants. */
export const SORTS: ReadonlyMap<string, SortValue<Execution>> = new Map(
  SORT_COLUMNS.map((column) => [column, VALUES[column]]),
);

/** Running ones first, the longest on top; then the finished, the longest on top. */
function duration(execution: Execution): number {
  const start = firstStartedAt(execution);
  const end = finishedAt(execution);
  if (start === undefined) return Number.MAX_SAFE_INTEGER;
  return end === undefined ? start - 1e15 : start - end;
}
