import { sameAttempt } from './attempts.ts';
import type { Execution, ExecutionAttempt } from './execution.ts';
import type { Job } from './job.ts';
import type { Phase } from './phase.ts';
import type { Suspension } from './suspension.ts';

/** Of a node that is an execution (seed: NodeKindExecution). */
export const NodeKindExecution = 'Execution';
/** Of a node that is a suspension (seed: NodeKindSuspension). */
export const NodeKindSuspension = 'Suspension';
/** Of a node that is a Kubernetes Job (seed: NodeKindJob). */
export const NodeKindJob = 'Job';
/** Of a node that is a previous attempt (seed: NodeKindAttempt). */
export const NodeKindAttempt = 'Attempt';

/** What a node stands for (seed: ExecutionTreeNode). */
export type NodeKind = 'Execution' | 'Suspension' | 'Job' | 'Attempt';

/** What a node stands for, of any kind (ours). */
export type NodeObject = Execution | Suspension | Job | ExecutionAttempt;

/** The resource a node stands for. */
export type NodeSource =
  | { readonly kind: 'Execution'; readonly object: Execution }
  | { readonly kind: 'Suspension'; readonly object: Suspension }
  | { readonly kind: 'Job'; readonly object: Job }
  | { readonly kind: 'Attempt'; readonly object: ExecutionAttempt; readonly number: number };

/**
 * Broken data, shown rather than hidden: an owner that is not there, or a chain that bites its tail
 * (contract: a cycle is cut and flagged).
 */
export type NodeFlaw = 'orphan' | 'cycle';

/** The fields of a node besides its source. */
export interface NodeFields {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly createdAt: Date | undefined;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly phase: Phase;
  readonly message: string;
  readonly children: readonly ExecutionTreeNode[];
  readonly flaw: NodeFlaw | undefined;
}

/**
 * What every node of a tree has, whatever it stands for (seed: ExecutionTreeNode). `ExecutionTreeNode`
 * is one of four kinds of it.
 */
export class TreeNode {
  /** What the node stands for: a `switch` on it narrows an `ExecutionTreeNode`. */
  readonly kind: NodeKind;
  /** The resource that it stands for; of an attempt, its entry in `status.attempts`. */
  readonly object: NodeObject;
  /** Stable over updates and unique in its tree: kind and uid; for an attempt also its number. */
  readonly key: string;
  /** Of its resource; of an attempt, that of its execution. */
  readonly name: string;
  /** Of its resource. */
  readonly namespace: string;
  /** When its resource was made. Undefined if that is not known. */
  readonly createdAt: Date | undefined;
  /** Start of its current attempt. Undefined before it. */
  readonly startedAt: Date | undefined;
  /** Its end. Undefined while it is open. */
  readonly finishedAt: Date | undefined;
  /** Of a Job and a suspension: translated to an execution's phases. */
  readonly phase: Phase;
  /** What it says of itself; may be empty. */
  readonly message: string;
  /** Counted from 1; set for Attempt nodes only. */
  readonly attemptNumber: number | undefined;
  /** Previous attempts first, then by creation time, then by name. */
  readonly children: readonly ExecutionTreeNode[];
  /** Undefined for nodes in good order. */
  readonly flaw: NodeFlaw | undefined;
  readonly #source: NodeSource;

  /** @internal */
  constructor(source: NodeSource, fields: NodeFields) {
    this.kind = source.kind;
    this.object = source.object;
    this.key = fields.key;
    this.name = fields.name;
    this.namespace = fields.namespace;
    this.createdAt = fields.createdAt;
    this.startedAt = fields.startedAt;
    this.finishedAt = fields.finishedAt;
    this.phase = fields.phase;
    this.message = fields.message;
    this.attemptNumber = source.kind === 'Attempt' ? source.number : undefined;
    this.children = fields.children;
    this.flaw = fields.flaw;
    this.#source = source;
  }

  /** The Execution behind this node; undefined if it is of another kind. */
  execution(): Execution | undefined {
    return this.#source.kind === 'Execution' ? this.#source.object : undefined;
  }

  /** The Suspension behind this node; undefined if it is of another kind. */
  suspension(): Suspension | undefined {
    return this.#source.kind === 'Suspension' ? this.#source.object : undefined;
  }

  /** The Job behind this node; undefined if it is of another kind. */
  job(): Job | undefined {
    return this.#source.kind === 'Job' ? this.#source.object : undefined;
  }

  /** The attempt behind this node; undefined if it is of another kind. */
  attempt(): ExecutionAttempt | undefined {
    return this.#source.kind === 'Attempt' ? this.#source.object : undefined;
  }

  /** Whether this node says the same as another of the same key, so that the older may stay. */
  equals(other: TreeNode): boolean {
    return (
      sameSource(this.#source, other.#source) &&
      this.flaw === other.flaw &&
      this.children.length === other.children.length &&
      this.children.every((child, i) => child === other.children[i])
    );
  }
}

/** A node that is an execution (seed: NodeKindExecution). */
export interface ExecutionNode extends TreeNode {
  readonly kind: 'Execution';
  readonly object: Execution;
  readonly attemptNumber: undefined;
  execution(): Execution;
  suspension(): undefined;
  job(): undefined;
  attempt(): undefined;
}

/** A node that is a suspension (seed: NodeKindSuspension). */
export interface SuspensionNode extends TreeNode {
  readonly kind: 'Suspension';
  readonly object: Suspension;
  readonly attemptNumber: undefined;
  execution(): undefined;
  suspension(): Suspension;
  job(): undefined;
  attempt(): undefined;
}

/** A node that is a Kubernetes Job (seed: NodeKindJob). */
export interface JobNode extends TreeNode {
  readonly kind: 'Job';
  readonly object: Job;
  readonly attemptNumber: undefined;
  execution(): undefined;
  suspension(): undefined;
  job(): Job;
  attempt(): undefined;
}

/** A node that is a previous attempt (seed: NodeKindAttempt). */
export interface AttemptNode extends TreeNode {
  readonly kind: 'Attempt';
  readonly object: ExecutionAttempt;
  readonly attemptNumber: number;
  execution(): undefined;
  suspension(): undefined;
  job(): undefined;
  attempt(): ExecutionAttempt;
}

/**
 * One node of an ExecutionTree (seed: ExecutionTreeNode). A `switch` on its `kind` narrows it: then
 * `object`, and the accessor of that kind, are of the kind's own type.
 */
export type ExecutionTreeNode = ExecutionNode | SuspensionNode | JobNode | AttemptNode;

/** A node for a resource. */
export function createNode(source: NodeSource, fields: NodeFields): ExecutionTreeNode {
  // Its kind and what its accessors give follow from the one source.
  return new TreeNode(source, fields) as ExecutionTreeNode;
}

function sameSource(one: NodeSource, other: NodeSource): boolean {
  return one.kind === 'Attempt' && other.kind === 'Attempt'
    ? sameAttempt(one.object, other.object)
    : one.object === other.object;
}
