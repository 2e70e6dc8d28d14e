import type { Execution } from '../../api/execution.ts';
import { assertSame } from '../assert-same.ts';
import { findExecution } from '../executions/get.ts';
import type { Scope } from '../scope.ts';
import { treeOf } from './get-tree.ts';

/**
 * The direct children of an execution, in tree order (seed: GetChildExecutionsNamespaced). With a
 * uid, another execution under the name is a ConflictError.
 */
export async function getChildExecutions(
  scope: Scope,
  namespace: string,
  parentName: string,
  uid?: string,
): Promise<readonly Execution[]> {
  const found = await findExecution(scope, namespace, parentName);
  assertSame('Execution', found.execution, uid);
  const tree = await treeOf(scope, found);
  return tree.root().children.flatMap((node) => {
    const execution = node.flaw === undefined ? node.execution() : undefined;
    return execution ? [execution] : [];
  });
}
