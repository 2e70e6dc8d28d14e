import type { Readable } from 'node:stream';
import type { Execution } from '../api/execution.ts';
import type { KontinueFunction } from '../api/function.ts';
import type { Job } from '../api/job.ts';
import type { ScheduledExecution } from '../api/scheduled-execution.ts';
import type { Suspension } from '../api/suspension.ts';
import type { ExecutionTree } from '../api/tree.ts';
import type { LogEvent } from '../kube/log-follow.ts';
import type { Transport } from '../kube/transport.ts';
import { getChildExecutions } from './children.ts';
import { type ClientOptions, connect } from './connect.ts';
import { closeCore, createCore, type FromOptions } from './core.ts';
import { type ExecuteOptions, execute } from './execute.ts';
import {
  followJobLog,
  followPodLog,
  type JobLogRequest,
  type PodLogRequest,
} from './follow-job-log.ts';
import {
  type FunctionName,
  getFunction,
  type ListFunctionsOptions,
  listFunctions,
} from './functions.ts';
import { getExecution } from './get.ts';
import { getTree } from './get-tree.ts';
import { type Identity, whoAmI } from './identity.ts';
import type { Informers } from './informers.ts';
import { cancelExecution } from './interventions/cancel.ts';
import { type CascadeOutcome, cancelDescendants } from './interventions/cascade.ts';
import type {
  CancelOptions,
  InterventionOptions,
  ResumeOptions,
  RetryOptions,
  SkipOptions,
} from './interventions/options.ts';
import { resumeExecution, resumeSuspension } from './interventions/resume.ts';
import { retryExecution } from './interventions/retry.ts';
import { setScheduleSuspended } from './interventions/schedule.ts';
import { skipExecution } from './interventions/skip.ts';
import { getJobLogs, type PodLogOptions } from './job-logs.ts';
import { getJob } from './jobs.ts';
import { type ListOptions, listExecutions } from './list.ts';
import { namespaceExists } from './namespaces.ts';
import { type EventRecord, recordEvent } from './record-event.ts';
import { type Rights, readRights } from './rights.ts';
import {
  getScheduledExecution,
  listScheduledExecutions,
  type ScheduleListOptions,
} from './schedules.ts';
import { type CallOptions, type Core, type Scope, scopeOf } from './scope.ts';
import { readServerVersion } from './server-version.ts';
import { type SpawnOptions, spawn } from './spawn.ts';
import { getSuspension } from './suspensions.ts';
import { type TreeWatcher, watchTree } from './tree-watcher.ts';
import { waitForExecution } from './wait.ts';
import { type WorkerWatch, watchWorkers } from './workers.ts';

/**
 * Works with the executions of one Kubernetes cluster (seed: Client). Every call may be ended by the
 * client's signal or by its own, and fails with a `KontinueError`.
 *
 * ```ts
 * const client = await Client.create();
 * const execution = await client.spawn('deploy-cluster', { environment: 'production' });
 * const result = parseResult(await client.waitForExecution(execution));
 * await client.close();
 * ```
 */
export class Client {
  readonly #scope: Scope;

  private constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** A client of the cluster that kubectl would use with the same flags (seed: New, NewWithOptions). */
  static async create(options: ClientOptions = {}): Promise<Client> {
    const { transport, connection } = await connect(options);
    return Client.from(transport, { ...options, namespace: connection.namespace });
  }

  /** A client over a connection that is there already (seed: NewFromKubeClient). */
  static from(transport: Transport, options: FromOptions): Client {
    const { namespace, signal } = options;
    return new Client({ core: createCore(transport, options), namespace, signal });
  }

  /** Where to look when a call names no namespace. */
  get namespace(): string {
    return this.#scope.namespace;
  }

  /** Ends every call of this client; undefined if none was given (seed: Context). */
  get signal(): AbortSignal | undefined {
    return this.#scope.signal;
  }

  /** The connection, for requests that this library does not make; read-only if the client is (seed: KubeClient). */
  get transport(): Transport {
    return this.#core.transport;
  }

  /** The watches that lists and trees share. */
  get informers(): Informers {
    return this.#core.informers;
  }

  /** For how many milliseconds nothing was heard of the server; undefined before the first time. */
  get silentForMs(): number | undefined {
    return this.#core.connectivity.silentForMs;
  }

  /** Milliseconds since 1970: the local clock, corrected by the server's. */
  now(): number {
    return this.#core.time.now();
  }

  /** The same connection with another default namespace (seed: WithNamespace). */
  withNamespace(namespace: string): Client {
    return new Client({ ...this.#scope, namespace });
  }

  /** The same connection with another signal (seed: WithContext). */
  withSignal(signal: AbortSignal | undefined): Client {
    return new Client({ ...this.#scope, signal });
  }

  /** Ends the connection, with every watch on it, for all clients made from this one. */
  close(): Promise<void> {
    return closeCore(this.#core);
  }

  /** Makes an execution of a function, which gives what is left out. */
  spawn(fn: FunctionName, args?: object, options: SpawnOptions = {}): Promise<Execution> {
    return spawn(this.#for(options), fn, args, options);
  }

  /** The same as `spawn`. */
  spawnExecute(fn: FunctionName, args?: object, options: SpawnOptions = {}): Promise<Execution> {
    return this.spawn(fn, args, options);
  }

  /** Spawns, waits for the end, and reads the result. */
  async execute<T>(fn: FunctionName, args?: object, options: ExecuteOptions<T> = {}) {
    return execute<T>(this.#for(options), fn, args, options);
  }

  /** An execution by name, live or archived. */
  get(name: string, options?: CallOptions): Promise<Execution> {
    return this.getNamespaced(this.namespace, name, options);
  }

  getNamespaced(namespace: string, name: string, options?: CallOptions): Promise<Execution> {
    return getExecution(this.#for(options), namespace, name);
  }

  /** The same as `get`. */
  getExecution(name: string, options?: CallOptions): Promise<Execution> {
    return this.get(name, options);
  }

  /** Executions, matching archived ones included: these by their summaries (see `isArchived`). */
  list(options: ListOptions = {}): Promise<readonly Execution[]> {
    return this.listNamespaced(this.namespace, options);
  }

  /** An empty namespace means all. */
  listNamespaced(namespace: string, options: ListOptions = {}): Promise<readonly Execution[]> {
    return listExecutions(this.#for(options), namespace, options);
  }

  /** The direct children of an execution. */
  getChildExecutions(parent: Execution, options?: CallOptions): Promise<readonly Execution[]> {
    const namespace = parent.metadata.namespace ?? this.namespace;
    return this.getChildExecutionsNamespaced(namespace, parent.metadata.name, options);
  }

  getChildExecutionsNamespaced(
    namespace: string,
    parentName: string,
    options?: CallOptions,
  ): Promise<readonly Execution[]> {
    return getChildExecutions(this.#for(options), namespace, parentName);
  }

  /** Waits until this very execution has ended, and gives it as it is then. */
  waitForExecution(execution: Execution, options?: CallOptions): Promise<Execution> {
    return waitForExecution(this.#for(options), execution);
  }

  /** Cancels an execution that has not ended. Its descendants are left to workers. */
  cancel(execution: Execution, options: CancelOptions = {}): Promise<Execution> {
    return cancelExecution(this.#for(options), execution, options);
  }

  /** Cancels what is still open below an execution, top down, and deletes its running jobs. */
  cancelDescendants(execution: Execution, options: CancelOptions = {}): Promise<CascadeOutcome> {
    return cancelDescendants(this.#for(options), execution, options);
  }

  /** Ends an execution that has not ended, and gives its parent a result. */
  skip(execution: Execution, options: SkipOptions = {}): Promise<Execution> {
    return skipExecution(this.#for(options), execution, options);
  }

  /** Grants a failed or canceled execution one more attempt. */
  retryExecution(execution: Execution, options: RetryOptions = {}): Promise<Execution> {
    return retryExecution(this.#for(options), execution, options);
  }

  /** A suspension by name. */
  getSuspension(name: string, options?: CallOptions): Promise<Suspension> {
    return this.getSuspensionNamespaced(this.namespace, name, options);
  }

  getSuspensionNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<Suspension> {
    return getSuspension(this.#for(options), namespace, name);
  }

  /** Completes a suspension whose execution still waits for it. */
  resumeSuspension(suspension: Suspension, options: InterventionOptions = {}): Promise<Suspension> {
    return resumeSuspension(this.#for(options), suspension, options);
  }

  /** Completes the open suspensions of an execution, and gives those it completed. */
  resumeExecution(execution: Execution, options: ResumeOptions = {}): Promise<Suspension[]> {
    return resumeExecution(this.#for(options), execution, options);
  }

  /** A function by name, hidden ones too. */
  function(name: FunctionName, options?: CallOptions): Promise<KontinueFunction> {
    return this.functionNamespaced(this.namespace, name, options);
  }

  functionNamespaced(
    namespace: string,
    name: FunctionName,
    options?: CallOptions,
  ): Promise<KontinueFunction> {
    return getFunction(this.#for(options), namespace, name);
  }

  /** The functions that workers have registered. */
  functions(options: ListFunctionsOptions = {}): Promise<readonly KontinueFunction[]> {
    return this.functionsNamespaced(this.namespace, options);
  }

  functionsNamespaced(
    namespace: string,
    options: ListFunctionsOptions = {},
  ): Promise<readonly KontinueFunction[]> {
    return listFunctions(this.#for(options), namespace, options);
  }

  /** A schedule by name. */
  getScheduledExecution(name: string, options?: CallOptions): Promise<ScheduledExecution> {
    return this.getScheduledExecutionNamespaced(this.namespace, name, options);
  }

  getScheduledExecutionNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<ScheduledExecution> {
    return getScheduledExecution(this.#for(options), namespace, name);
  }

  listScheduledExecutions(
    options: ScheduleListOptions = {},
  ): Promise<readonly ScheduledExecution[]> {
    return this.listScheduledExecutionsNamespaced(this.namespace, options);
  }

  listScheduledExecutionsNamespaced(
    namespace: string,
    options: ScheduleListOptions = {},
  ): Promise<readonly ScheduledExecution[]> {
    return listScheduledExecutions(this.#for(options), namespace, options);
  }

  /** Keeps a schedule from making executions. */
  suspendScheduledExecution(
    schedule: ScheduledExecution,
    options: InterventionOptions = {},
  ): Promise<ScheduledExecution> {
    return setScheduleSuspended(this.#for(options), schedule, true, options);
  }

  /** Lets a schedule make executions again. Those missed are not made up for. */
  resumeScheduledExecution(
    schedule: ScheduledExecution,
    options: InterventionOptions = {},
  ): Promise<ScheduledExecution> {
    return setScheduleSuspended(this.#for(options), schedule, false, options);
  }

  /** A Job by name. */
  getJob(name: string, options?: CallOptions): Promise<Job> {
    return this.getJobNamespaced(this.namespace, name, options);
  }

  getJobNamespaced(namespace: string, name: string, options?: CallOptions): Promise<Job> {
    return getJob(this.#for(options), namespace, name);
  }

  /** The log of a job's first pod, as bytes. The caller destroys the stream. */
  getJobLogs(jobName: string, options: PodLogOptions = {}): Promise<Readable> {
    return this.getJobLogsNamespaced(this.namespace, jobName, options);
  }

  getJobLogsNamespaced(
    namespace: string,
    jobName: string,
    options: PodLogOptions = {},
  ): Promise<Readable> {
    return getJobLogs(this.#for(options), namespace, jobName, options);
  }

  /** The lines of a job's pods, one pod after another, until the job has ended. */
  followJobLog(request: JobLogRequest, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return followJobLog(this.#for({ signal }), request);
  }

  /** The lines of one pod, such as a worker's. */
  followPodLog(request: PodLogRequest, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return followPodLog(this.#for({ signal }), request);
  }

  /** The tree of an execution, live or archived. */
  getTree(name: string, options?: CallOptions): Promise<ExecutionTree> {
    return this.getTreeNamespaced(this.namespace, name, options);
  }

  getTreeNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<ExecutionTree> {
    return getTree(this.#for(options), namespace, name);
  }

  /** Follows the tree of an execution. Rejected if there is no such execution, live or archived. */
  watchTree(name: string, options?: CallOptions): Promise<TreeWatcher> {
    return this.watchTreeNamespaced(this.namespace, name, options);
  }

  watchTreeNamespaced(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<TreeWatcher> {
    return watchTree(this.#for(options), namespace, name);
  }

  /** Who the server takes this client for; undefined if it will not say. */
  whoAmI(options?: CallOptions): Promise<Identity | undefined> {
    return whoAmI(this.#for(options));
  }

  /** What that user may do in a namespace. */
  rights(namespace: string = this.namespace, options?: CallOptions): Promise<Rights> {
    return readRights(this.#for(options), namespace);
  }

  /** Watches which workers of a namespace are alive, until it is released. */
  watchWorkers(namespace: string = this.namespace): WorkerWatch {
    return watchWorkers(this.#core, namespace);
  }

  /** Makes an Event about an execution. False if the user may not make Events. */
  recordEvent(execution: Execution, record: EventRecord): Promise<boolean> {
    return recordEvent(this.#for(record), execution, record);
  }

  /** Whether there is such a namespace; undefined if this user may not know. */
  namespaceExists(namespace: string, options?: CallOptions): Promise<boolean | undefined> {
    return namespaceExists(this.#for(options), namespace);
  }

  /** The version of the API server, as it calls itself. */
  serverVersion(options?: CallOptions): Promise<string> {
    return readServerVersion(this.#for(options));
  }

  get #core(): Core {
    return this.#scope.core;
  }

  #for(options: CallOptions | undefined): Scope {
    return scopeOf(this.#scope, options);
  }
}
