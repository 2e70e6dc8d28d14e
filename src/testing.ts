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
export { Cluster, type ClusterOptions } from './cluster/cluster.ts';
export type { Cut, FailureCode, Fault, Faults, Target } from './cluster/faults.ts';
export type { Change } from './cluster/history.ts';
export { NAMESPACES } from './cluster/kinds/resources.ts';
export type { Propagation } from './cluster/lifecycle.ts';
export type { LogBook, LogLine } from './cluster/logs.ts';
export type { ApiObject, Draft, Stored } from './cluster/object.ts';
export type { Storage } from './cluster/storage.ts';
export type { Rule, User } from './cluster/user.ts';
