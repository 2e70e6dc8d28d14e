import type { Execution } from '../../../api/execution.ts';
import { truncateName } from '../../../api/labels.ts';
import { isRoot, rootLabel } from '../../../api/ownership.ts';

/** Returns `namespace/root`, the same for a root and all that its label names; a long name is shortened. */
export function rootKey(execution: Execution): string {
  const { namespace = '', name } = execution.metadata;
  const root = isRoot(execution) ? undefined : rootLabel(execution);
  return `${namespace}/${root ?? truncateName(name)}`;
}
