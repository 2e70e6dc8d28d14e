import type { Readable } from 'node:stream';
import type { Execution } from '../api/execution.ts';
import type { KontinueFunction } from '../api/function.ts';
import type { Job } from '../api/job.ts';
import type { ScheduledExecution } from '../api/scheduled-execution.ts';
import type { Suspension } from '../api/suspension.ts';
import type { ExecutionTree } from '../api/tree.ts';
import type { Transport } from '../kube/http/transport.ts';
import type { LogEvent } from '../kube/logs/log-follow.ts';
import { closeCore } from './core.ts';
import { getExecution } from './executions/get.ts';
import { type ListOptions, listExecutions } from './executions/list.ts';
import { waitForExecution } from './executions/wait.ts';
import { type Identity, whoAmI } from './identity.ts';
import {
  type FunctionName,
  getFunction,
  type ListFunctionsOptions,
  listFunctions,
} from './kinds/functions.ts';
import { getJob } from './kinds/jobs.ts';
import {
  getScheduledExecution,
  listScheduledExecutions,
  type ScheduleListOptions,
} from './kinds/schedules.ts';
import { getSuspension } from './kinds/suspensions.ts';
import { type WorkerWatch, watchWorkers } from './kinds/workers.ts';
import {
  followJobLog,
  followPodLog,
  type JobLogRequest,
  type PodLogRequest,
} from './logs/follow-job-log.ts';
import { getJobLogs, type PodLogOptions } from './logs/job-logs.ts';
import { namespaceExists } from './namespaces.ts';
import { type Rights, readRights } from './rights.ts';
import { type CallOptions, callScope, listNamespace, type Scope } from './scope.ts';
import { readServerVersion } from './server-version.ts';
import { getChildExecutions } from './trees/children.ts';
import { getTree } from './trees/get-tree.ts';
import { type TreeWatcher, watchTree } from './trees/tree-watcher.ts';
import type { Informers } from './watch/informers.ts';

/**
 * The half of a `Client` that changes nothing in the cluster (ours). `Client` says which errors
 * every method may throw besides its own.
 */
export class Reader {
  /** The scope of every method; for `Client`. */
  protected readonly scope: Scope;

  /** @internal */
  protected constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Where to look when a call names no namespace (seed: Namespace). */
  get namespace(): string {
    return this.scope.namespace;
  }

  /** Ends every call of this client; undefined if none was given (seed: Context). */
  get signal(): AbortSignal | undefined {
    return this.scope.signal;
  }

  /** The connection, for requests that this library does not make; read-only if the client is (seed: KubeClient). */
  get transport(): Transport {
    return this.scope.core.transport;
  }

  /** The watches that lists and trees share. */
  get informers(): Informers {
    return this.scope.core.informers;
  }

  /** For how many milliseconds the server has been silent; undefined before its first answer. */
  get silentForMs(): number | undefined {
    return this.scope.core.connectivity.silentForMs;
  }

  /** Milliseconds since 1970: the local clock, corrected by the server's clock. */
  now(): number {
    return this.scope.core.time.now();
  }

  /** Ends the connection and every watch on it, for all clients that share it. */
  close(): Promise<void> {
    return closeCore(this.scope.core);
  }

  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * An execution by name, live or archived (seed: Get).
   * @throws NotFoundError if there is neither; ArchiveCorruptError if its archive cannot be read.
   */
  get(name: string, options?: CallOptions): Promise<Execution> {
    return this.getNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `get` in a given namespace (seed: GetNamespaced). */
  getNamespaced(namespace: string, name: string, options?: CallOptions): Promise<Execution> {
    return getExecution(this.scopeFor(options), namespace, name);
  }

  /** The same as `get` (seed: GetExecution). */
  getExecution(name: string, options?: CallOptions): Promise<Execution> {
    return this.get(name, options);
  }

  /**
   * Executions, live and archived; archived ones by their summaries, see `isArchived` (seed: List).
   */
  list(options: ListOptions = {}): Promise<readonly Execution[]> {
    return this.listNamespaced(listNamespace(this.scope, options), options);
  }

  /** `list` in a given namespace; an empty one means all (seed: ListNamespaced). */
  listNamespaced(namespace: string, options: ListOptions = {}): Promise<readonly Execution[]> {
    return listExecutions(this.scopeFor(options), namespace, options);
  }

  /**
   * The direct children of exactly this execution, in the order of the tree (seed:
   * GetChildExecutions).
   * @throws NotFoundError if the parent is neither live nor archived; ConflictError if another
   * execution has its name.
   */
  getChildExecutions(parent: Execution, options?: CallOptions): Promise<readonly Execution[]> {
    const scope = this.scopeFor(options);
    const { namespace = scope.namespace, name, uid } = parent.metadata;
    return getChildExecutions(scope, namespace, name, uid);
  }

  /**
   * The direct children of the execution that has this name now (seed:
   * GetChildExecutionsNamespaced).
   * @throws NotFoundError if the parent is neither live nor archived.
   */
  getChildExecutionsNamespaced(
    namespace: string,
    parentName: string,
    options?: CallOptions,
  ): Promise<readonly Execution[]> {
    return getChildExecutions(this.scopeFor(options), namespace, parentName);
  }

  /**
   * Waits until exactly this execution is Completed, Failed, Canceled or Skipped, and returns it as
   * it is then (seed: WaitForExecution). If it is archived meanwhile, it returns the archived
   * execution. Only the signal limits the time. Lost connections do not end the wait.
   * @throws NotFoundError if it is deleted meanwhile; ConflictError if another execution is created
   * under its name.
   */
  waitForExecution(execution: Execution, options?: CallOptions): Promise<Execution> {
    return waitForExecution(this.scopeFor(options), execution);
  }

  /** A suspension by name (seed: GetSuspension). @throws NotFoundError if there is none. */
  getSuspension(name: string, options?: CallOptions): Promise<Suspension> {
    return this.getSuspensionNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `getSuspension` in a given namespace (seed: GetSuspensionNamespaced). */
  getSuspensionNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<Suspension> {
    return getSuspension(this.scopeFor(options), namespace, name);
  }

  /**
   * A function by name, also a hidden one (seed: Function). @throws NotFoundError if there is none.
   */
  function(name: FunctionName, options?: CallOptions): Promise<KontinueFunction> {
    return this.functionNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `function` in a given namespace (seed: FunctionNamespaced). */
  functionNamespaced(
    namespace: string,
    name: FunctionName,
    options?: CallOptions,
  ): Promise<KontinueFunction> {
    return getFunction(this.scopeFor(options), namespace, name);
  }

  /** The functions that workers have registered; hidden ones only on request (seed: Functions). */
  functions(options: ListFunctionsOptions = {}): Promise<readonly KontinueFunction[]> {
    return this.functionsNamespaced(listNamespace(this.scope, options), options);
  }

  /** `functions` in a given namespace; an empty one means all (seed: FunctionsNamespaced). */
  functionsNamespaced(
    namespace: string,
    options: ListFunctionsOptions = {},
  ): Promise<readonly KontinueFunction[]> {
    return listFunctions(this.scopeFor(options), namespace, options);
  }

  /** A schedule by name (seed: GetScheduledExecution). @throws NotFoundError if there is none. */
  getScheduledExecution(name: string, options?: CallOptions): Promise<ScheduledExecution> {
    return this.getScheduledExecutionNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `getScheduledExecution` in a given namespace (seed: GetScheduledExecutionNamespaced). */
  getScheduledExecutionNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<ScheduledExecution> {
    return getScheduledExecution(this.scopeFor(options), namespace, name);
  }

  /** Schedules, including suspended ones (seed: ListScheduledExecutions). */
  listScheduledExecutions(
    options: ScheduleListOptions = {},
  ): Promise<readonly ScheduledExecution[]> {
    return this.listScheduledExecutionsNamespaced(listNamespace(this.scope, options), options);
  }

  /**
   * `listScheduledExecutions` in a given namespace; an empty one means all (seed:
   * ListScheduledExecutionsNamespaced).
   */
  listScheduledExecutionsNamespaced(
    namespace: string,
    options: ScheduleListOptions = {},
  ): Promise<readonly ScheduledExecution[]> {
    return listScheduledExecutions(this.scopeFor(options), namespace, options);
  }

  /** A Job by name (seed: GetJob). @throws NotFoundError if there is none. */
  getJob(name: string, options?: CallOptions): Promise<Job> {
    return this.getJobNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `getJob` in a given namespace (seed: GetJobNamespaced). */
  getJobNamespaced(namespace: string, name: string, options?: CallOptions): Promise<Job> {
    return getJob(this.scopeFor(options), namespace, name);
  }

  /**
   * The log of the oldest pod of a job, as bytes (seed: GetJobLogs). The caller reads the stream to
   * its end or destroys it.
   * @throws NotFoundError if the job does not exist or has no pod.
   */
  getJobLogs(jobName: string, options: PodLogOptions = {}): Promise<Readable> {
    return this.getJobLogsNamespaced(this.scopeFor(options).namespace, jobName, options);
  }

  /** `getJobLogs` in a given namespace (seed: GetJobLogsNamespaced). */
  getJobLogsNamespaced(
    namespace: string,
    jobName: string,
    options: PodLogOptions = {},
  ): Promise<Readable> {
    return getJobLogs(this.scopeFor(options), namespace, jobName, options);
  }

  /** The lines of a job's pods, one pod after another, until the job has ended. */
  followJobLog(request: JobLogRequest, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return followJobLog(this.scopeFor({ signal, priority: 'background' }), request);
  }

  /** The lines of one pod, such as a worker's. */
  followPodLog(request: PodLogRequest, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return followPodLog(this.scopeFor({ signal, priority: 'background' }), request);
  }

  /**
   * An execution with everything that it created, live or archived; for a child, the tree below it
   * (seed: GetTree). Labels and owner references tell what belongs to the tree: this reads the
   * metadata of all executions, suspensions and Jobs of the namespace. Kinds that this user may not
   * list are in `hidden`.
   * @throws ForbiddenError if executions may not be listed; NotFoundError if the execution is
   * neither live nor archived; ArchiveCorruptError if its archive cannot be read.
   */
  getTree(name: string, options?: CallOptions): Promise<ExecutionTree> {
    return this.getTreeNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `getTree` in a given namespace (seed: GetTreeNamespaced). */
  getTreeNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<ExecutionTree> {
    return getTree(this.scopeFor(options), namespace, name);
  }

  /** Follows a tree until the watcher is stopped (seed: WatchTree). @throws as `getTree` does. */
  watchTree(name: string, options?: CallOptions): Promise<TreeWatcher> {
    return this.watchTreeNamespaced(this.scopeFor(options).namespace, name, options);
  }

  /** `watchTree` in a given namespace (seed: WatchTreeNamespaced). */
  watchTreeNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<TreeWatcher> {
    return watchTree(this.scopeFor(options), namespace, name);
  }

  /** The user as whom the server knows this client; undefined if the server does not tell. */
  whoAmI(options?: CallOptions): Promise<Identity | undefined> {
    return whoAmI(this.scopeFor(options));
  }

  /** What the user may do in a namespace. */
  rights(namespace: string = this.namespace, options?: CallOptions): Promise<Rights> {
    return readRights(this.scopeFor(options), namespace);
  }

  /**
   * Watches which workers of a namespace are alive, until the watch is released or a signal ends
   * it.
   */
  watchWorkers(namespace: string = this.namespace, options?: CallOptions): WorkerWatch {
    return watchWorkers(this.scopeFor(options), namespace);
  }

  /** Whether the namespace exists; undefined if this user may not know. */
  namespaceExists(namespace: string, options?: CallOptions): Promise<boolean | undefined> {
    return namespaceExists(this.scopeFor(options), namespace);
  }

  /** The version of the API server, as it calls itself: `v1.36.3`. */
  serverVersion(options?: CallOptions): Promise<string> {
    return readServerVersion(this.scopeFor(options));
  }

  /** The scope of one call. */
  protected scopeFor(options: CallOptions | undefined): Scope {
    return callScope(this.scope, options);
  }
}
