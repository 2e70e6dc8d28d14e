import type { Execution, ExecutionSpec, ExecutionStatus, Json } from '../api/execution.ts';
import type { FunctionArgument, FunctionDefaults } from '../api/function.ts';
import {
  DEFAULT_WORKER_GROUP,
  HIDDEN_ANNOTATION,
  SCHEDULE_LABEL,
  truncateName,
  WORKER_GROUP_LABEL,
} from '../api/labels.ts';
import type { Phase } from '../api/phase.ts';
import type { ScheduledExecution } from '../api/scheduled-execution.ts';
import { type ArchivedTree, archiveDraft } from '../cluster/world/archive.ts';
import { job, pod } from './job-drafts.ts';
import type { DraftOf } from './kinds.ts';
import { type ChildParts, type DraftParts, metadataOf } from './metadata.ts';

/** What an execution may choose (ours). */
export interface ExecutionParts extends ChildParts {
  /** Default `hello`. */
  readonly function?: string | undefined;
  /** Default: none. */
  readonly arguments?: Readonly<Record<string, Json>> | undefined;
  /** The rest of its spec. Default: nothing. */
  readonly spec?: Omit<ExecutionSpec, 'function' | 'arguments'> | undefined;
  /** Default: none, which means Pending. */
  readonly phase?: Phase | undefined;
  /** The rest of its status. Default: nothing. */
  readonly status?: ExecutionStatus | undefined;
  /** The schedule that made it, for its label. Default: none. */
  readonly schedule?: string | undefined;
}

/** What a suspension may choose (ours). */
export interface SuspensionParts extends ChildParts {
  /** For the person who decides. Default: none. */
  readonly message?: string | undefined;
  /** Makes a sleep of it; RFC 3339, UTC. Default: it is an approval. */
  readonly resumeAt?: string | undefined;
  /** Default `Suspended`. */
  readonly phase?: 'Suspended' | 'Completed' | 'Canceled' | undefined;
}

/** What a function may choose (ours). */
export interface FunctionParts extends DraftParts {
  /** Default `default`. */
  readonly workerGroup?: string | undefined;
  /** Default: none. */
  readonly description?: string | undefined;
  /** Default: it does not say. */
  readonly arguments?: readonly FunctionArgument[] | undefined;
  /** What calls may leave out. Default: nothing. */
  readonly defaults?: FunctionDefaults | undefined;
  /** Whether lists leave it out. Default false. */
  readonly hidden?: boolean | undefined;
}

/** What a schedule may choose (ours). */
export interface ScheduleParts extends DraftParts {
  /** Five cron fields. Default `0 3 * * *`. */
  readonly schedule?: string | undefined;
  /** Default `hello`. */
  readonly function?: string | undefined;
  /** The rest of its spec. Default: nothing. */
  readonly spec?: Omit<ScheduledExecution['spec'], 'schedule' | 'function'> | undefined;
}

/** What an archive is made of (ours). */
export interface ArchiveParts extends ArchivedTree {
  /** The execution that is archived, as it was stored: the archive has its name, namespace and labels. */
  readonly root: Execution;
  /** When it was archived; RFC 3339, UTC. Default: it does not say. */
  readonly archivedAt?: string | undefined;
}

function execution(parts: ExecutionParts): DraftOf<'Execution'> {
  const { schedule, phase } = parts;
  const status = { ...(phase !== undefined && { phase }), ...parts.status };
  return {
    kind: 'Execution',
    metadata: metadataOf(parts, schedule ? { [SCHEDULE_LABEL]: truncateName(schedule) } : {}),
    spec: {
      function: parts.function ?? 'hello',
      ...(parts.arguments && { arguments: parts.arguments }),
      ...parts.spec,
    },
    ...(Object.keys(status).length > 0 && { status }),
  };
}

function suspension(parts: SuspensionParts): DraftOf<'Suspension'> {
  const { message, resumeAt, phase } = parts;
  return {
    kind: 'Suspension',
    metadata: metadataOf(parts),
    spec: {
      ...(message !== undefined && { message }),
      ...(resumeAt !== undefined && { resumeAt }),
    },
    ...(phase !== undefined && { status: { phase } }),
  };
}

function kontinueFunction(parts: FunctionParts): DraftOf<'Function'> {
  const { name, workerGroup = DEFAULT_WORKER_GROUP, description, defaults } = parts;
  const hidden = parts.hidden ? { [HIDDEN_ANNOTATION]: 'true' } : undefined;
  const annotations = hidden || parts.annotations ? { ...hidden, ...parts.annotations } : undefined;
  return {
    kind: 'Function',
    metadata: metadataOf({ ...parts, annotations }, { [WORKER_GROUP_LABEL]: workerGroup }),
    spec: {
      name,
      workerGroup,
      ...(description !== undefined && { description }),
      ...(parts.arguments && { arguments: parts.arguments }),
      ...(defaults && { defaults }),
    },
  };
}

function schedule(parts: ScheduleParts): DraftOf<'ScheduledExecution'> {
  const { schedule: cron = '0 3 * * *', function: fn = 'hello', spec } = parts;
  return {
    kind: 'ScheduledExecution',
    metadata: metadataOf(parts),
    spec: { schedule: cron, function: fn, ...spec },
  };
}

function archive({ root, archivedAt, ...tree }: ArchiveParts): DraftOf<'ArchivedExecution'> {
  return { ...archiveDraft(root, tree, { archivedAt }), kind: 'ArchivedExecution' };
}

/**
 * Makes objects for `Cluster.create`, one function for each kind: what is left out is filled in as a
 * worker would. `parent` gives an object its owner and its labels (ours).
 *
 * @example
 * const deploy = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
 * cluster.create(drafts.suspension({ name: 'approve', parent: deploy, message: 'Go?' }));
 */
export const drafts = {
  /** One run of a function. */
  execution,
  /** An approval, or a sleep. */
  suspension,
  /** What a worker publishes about a function. */
  function: kontinueFunction,
  /** A cron schedule. */
  schedule,
  /** A Job of one pod. */
  job,
  /** The pod of a Job, with one container. */
  pod,
  /** A finished tree as one object. The objects in it are not deleted. */
  archive,
} as const;
