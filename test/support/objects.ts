import type { Execution, ExecutionSpec, ExecutionStatus } from '../../src/api/execution.ts';
import type { FunctionDefaults, KontinueFunction } from '../../src/api/function.ts';
import type { Job } from '../../src/api/job.ts';
import { PARENT_LABEL, ROOT_LABEL, truncateName } from '../../src/api/labels.ts';
import type { ObjectMeta } from '../../src/api/metadata.ts';
import type { Phase } from '../../src/api/phase.ts';
import { API_VERSION } from '../../src/api/resources.ts';
import type { Suspension } from '../../src/api/suspension.ts';
import { buildTree, type ExecutionTree } from '../../src/api/tree.ts';

/** The instant at which every test about objects takes place. */
export const NOW = Date.parse('2026-11-22T10:42:00Z');

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** An instant so many milliseconds before {@link NOW}, as it stands on the wire. */
export function ago(milliseconds: number): string {
  return new Date(NOW - milliseconds).toISOString().replace('.000Z', 'Z');
}

/** What every object may choose; the rest follows from its name. */
interface Common {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly created?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Owned by it, and labelled so. */
  readonly parent?: Execution;
}

function metadata(common: Common, name: string): ObjectMeta {
  const { parent } = common;
  const namespace = common.namespace ?? parent?.metadata.namespace ?? 'payments';
  const labels = { ...(parent && familyLabels(parent)), ...common.labels };
  return {
    name,
    namespace,
    uid: common.uid ?? `uid-${namespace}-${name}`,
    resourceVersion: '1',
    creationTimestamp: common.created ?? ago(HOUR),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(parent && {
      ownerReferences: [
        {
          apiVersion: API_VERSION,
          kind: 'Execution',
          name: parent.metadata.name,
          uid: parent.metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: false,
        },
      ],
    }),
  };
}

/** The labels of a child of `parent` (contract: Labels and ownership). */
function familyLabels(parent: Execution): Record<string, string> {
  const name = truncateName(parent.metadata.name);
  return {
    [PARENT_LABEL]: name,
    [ROOT_LABEL]: parent.metadata.labels?.[ROOT_LABEL] ?? name,
  };
}

interface ExecutionParts extends Common {
  readonly function?: string;
  readonly phase?: Phase;
  readonly spec?: Partial<ExecutionSpec>;
  readonly status?: ExecutionStatus;
}

/** An execution of `deploy-cluster` in `payments`, made an hour ago and Pending, unless told. */
export function execution(parts: ExecutionParts = {}): Execution {
  const status = { ...(parts.phase && { phase: parts.phase }), ...parts.status };
  return {
    apiVersion: API_VERSION,
    kind: 'Execution',
    metadata: metadata(parts, parts.name ?? 'deploy'),
    spec: { function: parts.function ?? 'deploy-cluster', ...parts.spec },
    ...(Object.keys(status).length > 0 && { status }),
  };
}

interface SuspensionParts extends Common {
  readonly phase?: Phase;
  readonly resumeAt?: string;
  readonly message?: string;
  readonly finishedAt?: string;
}

/** An open approval, unless it is told when to resume or how it ended. */
export function suspension(parts: SuspensionParts = {}): Suspension {
  const { phase, resumeAt, message, finishedAt } = parts;
  return {
    apiVersion: API_VERSION,
    kind: 'Suspension',
    metadata: metadata(parts, parts.name ?? 'approve'),
    spec: {
      ...(resumeAt !== undefined && { resumeAt }),
      ...(message !== undefined && { message }),
    },
    ...((phase ?? finishedAt) !== undefined && {
      status: {
        ...(phase !== undefined && { phase }),
        ...(finishedAt !== undefined && { finishedAt }),
      },
    }),
  };
}

interface JobParts extends Common {
  readonly spec?: Job['spec'];
  readonly status?: Job['status'];
}

/** A Job that has not started, unless told. */
export function job(parts: JobParts = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(parts, parts.name ?? 'migrate'),
    ...(parts.spec && { spec: parts.spec }),
    ...(parts.status && { status: parts.status }),
  };
}

/** A Job's status with one condition that holds, a minute after it started. */
export function ended(
  type: 'Complete' | 'Failed' | 'FailureTarget' | 'SuccessCriteriaMet',
  message = '',
  at = ago(MINUTE),
): NonNullable<Job['status']> {
  return {
    startTime: new Date(Date.parse(at) - MINUTE).toISOString().replace('.000Z', 'Z'),
    conditions: [{ type, status: 'True', message, lastTransitionTime: at }],
    ...(type === 'Complete' && { completionTime: at }),
  };
}

interface FunctionParts extends Common {
  readonly specName?: string;
  readonly workerGroup?: string;
  readonly defaults?: FunctionDefaults;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Function as a worker publishes it. */
export function kontinueFunction(parts: FunctionParts = {}): KontinueFunction {
  const { annotations, specName, workerGroup, defaults } = parts;
  return {
    apiVersion: API_VERSION,
    kind: 'Function',
    metadata: {
      ...metadata(parts, parts.name ?? 'deploy-cluster'),
      ...(annotations && { annotations }),
    },
    spec: {
      ...(specName !== undefined && { name: specName }),
      ...(workerGroup !== undefined && { workerGroup }),
      ...(defaults && { defaults }),
    },
  };
}

type Descendant = Execution | Suspension | Job;

/** The tree of an execution, and of whatever of the others belongs to it. */
export function treeOf(
  start: Execution,
  others: readonly Descendant[] = [],
  previous?: ExecutionTree,
): ExecutionTree {
  const of = <T extends Descendant>(kind: string) => others.filter((o): o is T => o.kind === kind);
  return buildTree(
    start,
    {
      executions: [start, ...of<Execution>('Execution')],
      suspensions: of<Suspension>('Suspension'),
      jobs: of<Job>('Job'),
    },
    previous && { previous },
  );
}
