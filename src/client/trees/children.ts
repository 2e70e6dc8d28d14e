import type { Execution } from '../../api/execution.ts';
import { about, ConflictError } from '../errors.ts';
import { findExecution } from '../executions/get.ts';
import { conflictMessages, named } from '../messages.ts';
import type { Scope } from '../scope.ts';
import { treeOf } from './get-tree.ts';

/**
 * The direct children of an execution, in tree order (seed: GetChildExecutionsNamespaced). With a uid
 * only that very execution's: another one under its name is a ConflictError.
 */
export async function getChildExecutions(
  scope: Scope,
  namespace: string,
  parentName: string,
  uid?: string,
): Promise<readonly Execution[]> {
  const found = await findExecution(scope, namespace, parentName);
  if (uid !== undefined && found.execution.metadata.uid !== uid) {
    const what = named('Execution', namespace, parentName);
    const recreated = new ConflictError(conflictMessages.recreated(what));
    throw about(recreated, 'Execution', { namespace, name: parentName });
  }
  const tree = await treeOf(scope, found);
  return tree.root().children.flatMap((node) => {
    const execution = node.flaw === undefined ? node.execution() : undefined;
    return execution ? [execution] : [];
  });
}
