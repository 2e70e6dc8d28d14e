import type { Execution } from '../../../api/execution.ts';

/** The number of characters of the longest name, function and namespace of some executions. */
export interface Widest {
  readonly name: number;
  readonly function: number;
  readonly namespace: number;
}

export const NOTHING_WIDE: Widest = { name: 0, function: 0, namespace: 0 };

/**
 * Returns the longest texts of the executions that show, after some of them changed. It looks at all of
 * them only where one of the longest texts is gone.
 */
export function updateWidest(
  before: Widest,
  gone: ReadonlySet<Execution>,
  fresh: readonly Execution[],
  shown: readonly Execution[],
): Widest {
  const lost = widestOf(gone);
  const added = widestOf(fresh);
  const isLost = (column: keyof Widest) =>
    lost[column] === before[column] && added[column] < before[column];
  if (isLost('name') || isLost('function') || isLost('namespace')) return widestOf(shown);
  return {
    name: Math.max(before.name, added.name),
    function: Math.max(before.function, added.function),
    namespace: Math.max(before.namespace, added.namespace),
  };
}

/** Returns the longest texts of some executions. */
export function widestOf(executions: Iterable<Execution>): Widest {
  const widest = { name: 0, function: 0, namespace: 0 };
  for (const execution of executions) {
    try {
      const { metadata, spec } = execution;
      widest.name = Math.max(widest.name, metadata.name.length);
      widest.function = Math.max(widest.function, spec.function.length);
      widest.namespace = Math.max(widest.namespace, metadata.namespace?.length ?? 0);
    } catch {
      // Its row says what is wrong with it.
    }
  }
  return widest;
}
