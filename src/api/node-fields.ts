import { finishedAt, previousAttempts } from './attempts.ts';
import type { Execution } from './execution.ts';
import { parseInstant } from './instant.ts';
import { jobFinishedAt, jobMessage, jobPhase } from './job.ts';
import type { KubeObject } from './metadata.ts';
import { phaseOf } from './phase.ts';
import { suspensionPhase } from './suspension.ts';
import {
  createNode,
  type ExecutionTreeNode,
  type NodeFields,
  type NodeFlaw,
  type NodeKind,
  type NodeSource,
} from './tree-node.ts';

/** An object that has a node of its own. */
export type Child = Exclude<NodeSource, { kind: 'Attempt' }>;

/** Returns the key of an object's node. */
export function keyOf(source: Child): string {
  return `${source.kind}/${uidOf(source.object)}`;
}

/** Returns what tells an object from all others, even where it lacks a uid. */
export function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? `${object.metadata.namespace}/${object.metadata.name}`;
}

/** What decides where an object stands among its siblings. */
export interface Place {
  readonly created: number;
  readonly name: string;
  readonly kind: NodeKind;
}

export function placeOf({ kind, object: { metadata } }: Child): Place {
  return { created: parseInstant(metadata.creationTimestamp) ?? 0, name: metadata.name, kind };
}

const KINDS: readonly NodeKind[] = ['Attempt', 'Execution', 'Suspension', 'Job'];

/** Names as people count: `fetch-2` before `fetch-10`. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** Orders siblings by creation time, then name; no two are left in doubt. */
export function comparePlaces(a: Place, b: Place): number {
  return (
    a.created - b.created ||
    NAMES.compare(a.name, b.name) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)
  );
}

/** Returns the node before where the new one says the same. */
export function keepNode(
  node: ExecutionTreeNode,
  before: ExecutionTreeNode | undefined,
): ExecutionTreeNode {
  return before?.equals(node) ? before : node;
}

/** Makes the nodes of an execution's previous attempts; `before` finds nodes of the tree before. */
export function attemptNodes(
  execution: Execution,
  before: (key: string) => ExecutionTreeNode | undefined,
): readonly ExecutionTreeNode[] {
  return previousAttempts(execution).map((attempt, i) => {
    const source = { kind: 'Attempt', object: attempt, number: i + 1 } as const;
    const key = `Attempt/${uidOf(execution)}/${i + 1}`;
    const startedAt = date(attempt.startedAt);
    const node = createNode(source, {
      key,
      name: execution.metadata.name,
      namespace: execution.metadata.namespace ?? '',
      createdAt: startedAt,
      startedAt,
      finishedAt: date(attempt.finishedAt),
      phase: attempt.phase ?? 'Failed',
      message: attempt.message ?? '',
      children: [],
      flaw: undefined,
    });
    return keepNode(node, before(key));
  });
}

/** Works out what a node says of its object. */
export function fieldsOf(
  source: Child,
  children: readonly ExecutionTreeNode[],
  flaw: NodeFlaw | undefined,
): NodeFields {
  const { metadata } = source.object;
  return {
    key: keyOf(source),
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    createdAt: date(metadata.creationTimestamp),
    children,
    flaw,
    ...progressOf(source),
  };
}

function progressOf(
  source: Child,
): Pick<NodeFields, 'phase' | 'message' | 'startedAt' | 'finishedAt'> {
  switch (source.kind) {
    case 'Execution': {
      const { status } = source.object;
      const ended = finishedAt(source.object);
      return {
        phase: phaseOf(source.object),
        message: status?.message ?? '',
        startedAt: date(status?.startedAt),
        finishedAt: ended === undefined ? undefined : new Date(ended),
      };
    }
    case 'Suspension':
      return {
        phase: suspensionPhase(source.object),
        message: source.object.spec?.message ?? '',
        startedAt: date(source.object.metadata.creationTimestamp),
        finishedAt: date(source.object.status?.finishedAt),
      };
    case 'Job':
      return {
        phase: jobPhase(source.object),
        message: jobMessage(source.object),
        startedAt: date(source.object.status?.startTime),
        finishedAt: date(jobFinishedAt(source.object)),
      };
  }
}

function date(text: string | undefined): Date | undefined {
  const instant = parseInstant(text);
  return instant === undefined ? undefined : new Date(instant);
}
