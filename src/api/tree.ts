import type { Execution } from './execution.ts';
import type { Job } from './job.ts';
import { PARENT_LABEL, truncateName } from './labels.ts';
import type { KubeObject } from './metadata.ts';
import {
  attemptNodes,
  type Child,
  comparePlaces,
  fieldsOf,
  keepNode,
  keyOf,
  placeOf,
  uidOf,
} from './node-fields.ts';
import { isRoot, owningExecution, rootLabel } from './ownership.ts';
import type { Refusal } from './refusal.ts';
import type { Suspension } from './suspension.ts';
import {
  createNode,
  type ExecutionNode,
  type ExecutionTreeNode,
  type NodeFlaw,
} from './tree-node.ts';

/** Everything that may belong to a tree: more than belongs to it does no harm. */
export interface TreeObjects {
  readonly executions: Iterable<Execution>;
  readonly suspensions: Iterable<Suspension>;
  readonly jobs: Iterable<Job>;
}

/** An execution with all that it made (seed: ExecutionTree). */
export class ExecutionTree {
  /** The kinds that this user may not list: what there may be of them is not part of the tree. */
  readonly hidden: readonly Refusal[];
  readonly #root: ExecutionNode;
  readonly #archived: boolean;

  /** @internal */
  constructor(root: ExecutionNode, archived: boolean, hidden: readonly Refusal[]) {
    this.#root = root;
    this.#archived = archived;
    this.hidden = hidden;
  }

  /** The execution the tree was asked for. */
  root(): ExecutionNode {
    return this.#root;
  }

  /** Whether it was read from an ArchivedExecution. */
  isArchived(): boolean {
    return this.#archived;
  }
}

/**
 * Builds the tree of `start` (contract: The tree). Ownership decides who is whose child; an object
 * without owner references is placed by its labels. When `start` is a root, an orphan of its tree
 * hangs under it, and members of an ownership cycle do too, both flagged: broken data never hangs
 * or crashes a reader. Subtrees equal to those of `previous` keep their identity.
 */
export function buildTree(
  start: Execution,
  objects: TreeObjects,
  options: {
    readonly archived?: boolean;
    readonly hidden?: readonly Refusal[];
    readonly previous?: ExecutionTree;
  } = {},
): ExecutionTree {
  const known = new Map<string, ExecutionTreeNode>();
  if (options.previous) remember(options.previous.root(), known);
  const { children, strays } = sortIntoFamilies(start, objects);
  const placed = new Set<KubeObject>();

  const build = (source: Child, flaw?: NodeFlaw): ExecutionTreeNode => {
    placed.add(source.object);
    const below: ExecutionTreeNode[] = [];
    if (source.kind === 'Execution') {
      below.push(...attemptNodes(source.object, (key) => known.get(key)));
      for (const child of inOrder(children.get(uidOf(source.object)) ?? [])) {
        if (!placed.has(child.object)) below.push(build(child));
      }
      if (source.object === start) {
        for (const [stray, why] of strays()) {
          if (!placed.has(stray.object)) below.push(build(stray, why));
        }
      }
    }
    return keepNode(createNode(source, fieldsOf(source, below, flaw)), known.get(keyOf(source)));
  };

  const { archived = false, hidden = [] } = options;
  // An equal node of an earlier tree has the same key, and with it the same kind.
  const root = build({ kind: 'Execution', object: start }) as ExecutionNode;
  return new ExecutionTree(root, archived, hidden);
}

/** Children by the uid of their parent, and, asked for last, what no parent would take. */
function sortIntoFamilies(start: Execution, objects: TreeObjects) {
  const all: Child[] = [];
  for (const object of objects.executions) all.push({ kind: 'Execution', object });
  for (const object of objects.suspensions) all.push({ kind: 'Suspension', object });
  for (const object of objects.jobs) all.push({ kind: 'Job', object });

  const uids = new Set<string>([uidOf(start)]);
  const byLabel = new Map<string, string>([
    [labelValueOf(start, start.metadata.name), uidOf(start)],
  ]);
  for (const child of all) {
    if (child.kind !== 'Execution') continue;
    uids.add(uidOf(child.object));
    byLabel.set(labelValueOf(child.object, child.object.metadata.name), uidOf(child.object));
  }

  const children = new Map<string, Child[]>();
  const homeless: Child[] = [];
  for (const child of all) {
    if (uidOf(child.object) === uidOf(start)) continue;
    const owner = owningExecution(child.object);
    const parent = owner
      ? uids.has(owner.uid)
        ? owner.uid
        : undefined
      : byLabel.get(labelValueOf(child.object, child.object.metadata.labels?.[PARENT_LABEL] ?? ''));
    if (parent === undefined) homeless.push(child);
    else {
      const siblings = children.get(parent);
      if (siblings) siblings.push(child);
      else children.set(parent, [child]);
    }
  }

  const startLabel = labelValueOf(start, start.metadata.name);
  const ours = ({ object }: Child) =>
    isRoot(start) && labelValueOf(object, rootLabel(object) ?? '') === startLabel;
  const strays = (): (readonly [Child, NodeFlaw])[] => [
    ...inOrder(homeless.filter(ours)).map((child) => [child, 'orphan'] as const),
    ...inOrder([...children.values()].flat().filter(ours)).map(
      (child) => [child, 'cycle'] as const,
    ),
  ];
  return { children, strays };
}

/** What a label of `object` that names an execution points at: names recur in other namespaces. */
function labelValueOf(object: KubeObject, name: string): string {
  return `${object.metadata.namespace ?? ''}/${truncateName(name)}`;
}

/** By creation time, then name. */
function inOrder(children: readonly Child[]): readonly Child[] {
  return children
    .map((child) => ({ child, at: placeOf(child) }))
    .sort((a, b) => comparePlaces(a.at, b.at))
    .map((entry) => entry.child);
}

function remember(node: ExecutionTreeNode, known: Map<string, ExecutionTreeNode>): void {
  known.set(node.key, node);
  for (const child of node.children) remember(child, known);
}
