/**
 * A Kubernetes API server for tests, in this process: `import { Cluster } from 'kontinue/testing'`.
 */

export { customResourceDefinitions } from './api/crds/crds.ts';
export type {
  CustomResourceDefinition,
  DefinitionVersion,
  PrinterColumn,
  Schema,
} from './api/crds/schema.ts';
export {
  ARCHIVED_EXECUTIONS,
  EVENTS,
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  LEASES,
  PODS,
  type Resource,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from './api/resources.ts';
export { type ClusterClock, ManualClock, systemClock } from './cluster/clock.ts';
export type { ClusterOptions } from './cluster/cluster.ts';
export type { Cut, FailureCode, Fault, Faults, Target } from './cluster/faults.ts';
export { FlowingClock } from './cluster/flowing-clock.ts';
export { NAMESPACES } from './cluster/kinds/resources.ts';
export type { Propagation } from './cluster/lifecycle.ts';
export type { LogBook, LogLine } from './cluster/logs.ts';
export type { ApiObject, Draft, Stored } from './cluster/object.ts';
export type { Storage } from './cluster/storage.ts';
export type { Rule, User } from './cluster/user.ts';
export type { WatchCacheEvent } from './cluster/watch-cache.ts';
export type { ArchivedTree } from './cluster/world/archive.ts';
export type { WorldName } from './cluster/world/worlds.ts';
export {
  Cluster,
  type StatusFields,
  type TestClientOptions,
  type TestClusterOptions,
} from './testing/cluster.ts';
export {
  type ArchiveParts,
  drafts,
  type ExecutionParts,
  type FunctionParts,
  type ScheduleParts,
  type SuspensionParts,
} from './testing/drafts.ts';
export type { JobParts, JobPhase, PodParts } from './testing/job-drafts.ts';
export type { JobRun, JobRunParts } from './testing/job-run.ts';
export type { DraftKinds, DraftOf, PodObject, StoredOf } from './testing/kinds.ts';
export type { ChildParts, DraftParts } from './testing/metadata.ts';
