import type { Execution } from '../api/execution.ts';
import { findExecution } from './get.ts';
import { treeOf } from './get-tree.ts';
import type { Scope } from './scope.ts';

/** The direct children of an execution, in tree order (seed: GetChildExecutionsNamespaced). */
export async function getChildExecutions(
  scope: Scope,
  namespace: string,
  parentName: string,
): Promise<readonly Execution[]> {
  const tree = await treeOf(scope, await findExecution(scope, namespace, parentName));
  return tree.root().children.flatMap((node) => {
    const execution = node.flaw === undefined ? node.execution() : undefined;
    return execution ? [execution] : [];
  });
}
