import type { Execution } from '../../../api/execution.ts';
import { truncateName } from '../../../api/labels.ts';
import { rootLabel } from '../../../api/ownership.ts';
import { type Collection, findObject } from '../resources/collection.ts';

/** Returns the root of the tree that an execution's label names, itself without a label, if it is known. */
export function findRoot(all: Collection<Execution>, execution: Execution): Execution | undefined {
  const label = rootLabel(execution);
  if (label === undefined) return execution;
  const { namespace = '' } = execution.metadata;
  return (
    findObject(all, `${namespace}/${label}`) ??
    all.find(
      ({ metadata }) => metadata.namespace === namespace && truncateName(metadata.name) === label,
    )
  );
}
