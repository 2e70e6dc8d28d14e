import type { Execution } from '../../api/execution.ts';
import { type Job, jobPhase } from '../../api/job.ts';
import { truncateName } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { phaseOf } from '../../api/phase.ts';
import type { Pod } from '../../api/pod.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import { childName } from './child.ts';
import type { Operation } from './journal/operation.ts';
import type { WrittenKind } from './write.ts';

/** Everything that an execution owns, by a fresh list. */
export interface Children {
  readonly executions: readonly Execution[];
  readonly suspensions: readonly Suspension[];
  readonly jobs: readonly Job[];
  readonly pods: readonly Pod[];
}

/** An execution that owns nothing. */
export const NO_CHILDREN: Children = { executions: [], suspensions: [], jobs: [], pods: [] };

/** An object that an execution owns, with its phase in the terms of an execution. */
export interface Child {
  readonly kind: WrittenKind;
  readonly object: KubeObject;
  readonly phase: string;
}

/** The objects that an execution owns, as a list. */
export function listChildren({ executions, suspensions, jobs, pods }: Children): readonly Child[] {
  return [
    ...executions.map((object) => ({ kind: 'Execution', object, phase: phaseOf(object) }) as const),
    ...suspensions.map(
      (object) => ({ kind: 'Suspension', object, phase: suspensionPhase(object) }) as const,
    ),
    ...jobs.map((object) => ({ kind: 'Job', object, phase: jobPhase(object) }) as const),
    ...pods.map((object) => ({ kind: 'Pod', object, phase: podPhase(object) }) as const),
  ];
}

function podPhase({ status }: Pod): string {
  return status?.phase === 'Succeeded' ? 'Completed' : (status?.phase ?? 'Pending');
}

/** The kind of the object that stands for an operation; undefined for a step, which has none. */
export function kindOf(operation: Operation): WrittenKind | undefined {
  switch (operation.kind) {
    case 'execution':
      return 'Execution';
    case 'sleep':
    case 'suspension':
      return 'Suspension';
    case 'job':
      return 'Job';
    case 'pod':
      return 'Pod';
    case 'step':
      return undefined;
  }
}

/** The name of the object that stands for an operation: a Job's fits into a label. */
export function objectName(execution: string, operation: Operation): string {
  const isOfJob = operation.kind === 'job' || operation.kind === 'pod';
  return isOfJob
    ? truncateName(`${execution}-${operation.key}`)
    : childName(execution, operation.key);
}

/** Finds the object that stands for an operation. */
export function findChild(
  children: readonly Child[],
  execution: string,
): (operation: Operation) => Child | undefined {
  const byName = new Map(
    children.map((child) => [`${child.kind} ${child.object.metadata.name}`, child]),
  );
  return (operation) => byName.get(`${kindOf(operation)} ${objectName(execution, operation)}`);
}
