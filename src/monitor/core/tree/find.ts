import { nextMatch, type Search, type SearchStep } from '../search.ts';
import type { State } from '../state.ts';
import { nodesOf, nodeText } from './rows.ts';
import { currentNode, reveal } from './state.ts';

/** Goes to a node that matches, and unfolds what hides it. */
export function findInTree(state: State, search: Search, step: SearchStep): State | undefined {
  const { tree } = state;
  if (tree.tree === undefined) return undefined;
  const by = step === 'first' ? 1 : step;
  const nodes = nodesOf(tree.tree);
  const at = nodes.findIndex((node) => node.key === currentNode(tree)?.key);
  const found = nextMatch(nodes.length, at + by, by, (i) => {
    const node = nodes[i];
    return node !== undefined && search.test(nodeText(node));
  });
  const key = found === undefined ? undefined : nodes[found]?.key;
  return key === undefined ? undefined : { ...state, tree: reveal(tree, key) };
}
