import { buildTree, type ExecutionTree } from '../../api/tree.ts';
import { type Found, findExecution } from '../executions/get.ts';
import type { Scope } from '../scope.ts';
import { readDescendants } from './descendants.ts';

/**
 * The tree of an execution, live or archived (seed: GetTreeNamespaced); for a child, the tree below
 * it.
 */
export async function getTree(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<ExecutionTree> {
  return treeOf(scope, await findExecution(scope, namespace, name));
}

/** The tree of an execution that was found. */
export async function treeOf(scope: Scope, found: Found): Promise<ExecutionTree> {
  if (found.kind === 'archived')
    return buildTree(found.execution, found.contents, { archived: true });
  const { objects, hidden } = await readDescendants(scope, found.execution);
  return buildTree(found.execution, objects, { hidden });
}
