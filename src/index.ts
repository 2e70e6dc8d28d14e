/**
 * The kontinue client library: `import { Client } from 'kontinue'`.
 */

export type { ArchivedExecution } from './api/archived-execution.ts';
export {
  attemptNumber,
  attemptsAllowed,
  attemptsOf,
  finishedAt,
  firstStartedAt,
  nextAttemptAt,
  previousAttempts,
} from './api/attempts.ts';
export { formatGoDuration, parseDuration } from './api/duration.ts';
export {
  CHILD_POLICIES,
  type ChildPolicy,
  type Execution,
  type ExecutionAttempt,
  type ExecutionMutex,
  type ExecutionProgress,
  type ExecutionRetry,
  type ExecutionSpec,
  type ExecutionStatus,
  type ExecutionTimeout,
  type ExecutionTTL,
  type Json,
} from './api/execution.ts';
export type { FunctionArgument, FunctionDefaults, KontinueFunction } from './api/function.ts';
export { type Job, type JobCondition, jobPhase } from './api/job.ts';
export type { KubeObject, ObjectMeta, OwnerReference } from './api/metadata.ts';
export { isRoot } from './api/ownership.ts';
export { isTerminal, type KnownPhase, PHASES, type Phase, phaseOf } from './api/phase.ts';
export type { Refusal } from './api/refusal.ts';
export type { ScheduledExecution } from './api/scheduled-execution.ts';
export { needsHuman, type Suspension, suspensionPhase } from './api/suspension.ts';
export type { ExecutionTree } from './api/tree.ts';
export {
  type AttemptNode,
  type ExecutionNode,
  type ExecutionTreeNode,
  type JobNode,
  type NodeFlaw,
  type NodeKind,
  NodeKindAttempt,
  NodeKindExecution,
  NodeKindJob,
  NodeKindSuspension,
  type NodeObject,
  type SuspensionNode,
  type TreeNode,
} from './api/tree-node.ts';
export { Client, type HandleOptions } from './client/client.ts';
export type { ClientOptions } from './client/connect.ts';
export type { FromOptions } from './client/core.ts';
export {
  ForbiddenError,
  ReadOnlyError,
  UnauthorizedError,
} from './client/errors/access-errors.ts';
export {
  AbortedError,
  DisconnectedError,
  GoneError,
  InvalidOptionError,
  ThrottledError,
  TimeoutError,
} from './client/errors/call-errors.ts';
export {
  ArchiveCorruptError,
  type InvalidField,
  InvalidObjectError,
  PrunedError,
  ResultUnavailableError,
} from './client/errors/content-errors.ts';
export {
  type ErrorObject,
  KontinueError,
  type KontinueErrorCode,
  type WriteOutcome,
} from './client/errors/kontinue-error.ts';
export {
  AlreadyExistsError,
  AlreadyTerminalError,
  ConflictError,
  type FieldChange,
  NotFoundError,
  NotRetryableError,
} from './client/errors/object-errors.ts';
export type { ExecuteOptions } from './client/executions/execute.ts';
export type { ListOptions } from './client/executions/list.ts';
export {
  parseResult,
  type ResultSchema,
  type SchemaOutcome,
} from './client/executions/parse-result.ts';
export type { SpawnOptions } from './client/executions/spawn.ts';
export type { ExecutionHandle, ResultOptions } from './client/handles/execution-handle.ts';
export type { FollowOptions, JobHandle } from './client/handles/job-handle.ts';
export type { ScheduleHandle } from './client/handles/schedule-handle.ts';
export type { SuspensionHandle } from './client/handles/suspension-handle.ts';
export type { Identity } from './client/identity.ts';
export type { CascadeOutcome } from './client/interventions/cascade.ts';
export type {
  CancelOptions,
  Expected,
  InterventionOptions,
  ResumeOptions,
  RetryOptions,
  SkipOptions,
} from './client/interventions/options.ts';
export type { FunctionName, ListFunctionsOptions } from './client/kinds/functions.ts';
export type { Lease } from './client/kinds/lease.ts';
export type { ScheduleListOptions } from './client/kinds/schedules.ts';
export type { Liveness, WorkerSeen, WorkerWatch } from './client/kinds/workers.ts';
export type { JobLogRequest, PodLogRequest } from './client/logs/follow-job-log.ts';
export type { PodLogOptions } from './client/logs/job-logs.ts';
export type { Reader } from './client/reader.ts';
export type { EventRecord } from './client/record-event.ts';
export type { Rights } from './client/rights.ts';
export type { CallOptions } from './client/scope.ts';
export type { Labels } from './client/selector.ts';
export type { TreeWatcher } from './client/trees/tree-watcher.ts';
export type { Informer, Informers, TreeInformers, Watching } from './client/watch/informers.ts';
export { isArchived, isSlimmed } from './client/watch/provenance.ts';
export type { Clock, Random } from './kube/clock.ts';
export type { RunInteractive } from './kube/connection/connection-options.ts';
export type { Environment } from './kube/connection/environment.ts';
export type { LoadedKubeconfig } from './kube/connection/kubeconfig.ts';
export {
  KubeError,
  type KubeErrorCode,
  type StatusCause,
  type StatusDetails,
} from './kube/errors.ts';
export type { RequestOutcome } from './kube/http/outcome.ts';
export type {
  Answer,
  Method,
  OpenedStream,
  Priority,
  Query,
  QueryValue,
  Request,
  Transport,
} from './kube/http/transport.ts';
export type { LogEvent } from './kube/logs/log-follow.ts';
export type { WatchPhase } from './kube/watch/endings.ts';
export type { ReflectorState, StateListener } from './kube/watch/reflector-state.ts';
export type { ChangeListener, Index, Store, StoreChange, ValuesOf } from './kube/watch/store.ts';
