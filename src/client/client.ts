import type { Execution } from '../api/execution.ts';
import type { ScheduledExecution } from '../api/scheduled-execution.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Transport } from '../kube/http/transport.ts';
import { type ClientOptions, connect } from './connect.ts';
import { createCore, type FromOptions } from './core.ts';
import { type ExecuteOptions, execute } from './executions/execute.ts';
import { type SpawnOptions, spawn } from './executions/spawn.ts';
import { ExecutionHandle } from './handles/execution-handle.ts';
import { JobHandle } from './handles/job-handle.ts';
import { ScheduleHandle } from './handles/schedule-handle.ts';
import { SuspensionHandle } from './handles/suspension-handle.ts';
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
import type { FunctionName } from './kinds/functions.ts';
import { Reader } from './reader.ts';
import { type EventRecord, recordEvent } from './record-event.ts';
import type { CallOptions, Scope } from './scope.ts';

/** Where the object of a handle lives (ours). */
export type HandleOptions = Pick<CallOptions, 'namespace'>;

/**
 * Works with the executions of one Kubernetes cluster (seed: Client).
 *
 * Every call may be ended by the client's signal or by its own. Every failure is a `KontinueError`
 * whose message says what to do. Any call may fail with ForbiddenError, UnauthorizedError,
 * ThrottledError, TimeoutError, DisconnectedError, AbortedError, or the code `NotServed`; a write of a
 * read-only client with ReadOnlyError; what else a method throws is named there.
 *
 * Every intervention reads the object first and writes only over the version that it read. If
 * another client changes the object in between, the intervention tries again, five times in all,
 * and then fails with a ConflictError. It also fails with a ConflictError if the object was deleted
 * and created again under the same name. If the answer to a write is lost, it looks for the change
 * before it writes again. If the cluster does not keep the fields that were sent, it fails with a
 * PrunedError.
 *
 * `outcome` of every error tells what the call changed: `none`, `partial` or `unknown`.
 *
 * @example
 * const client = await Client.create();
 * const execution = await client.spawn('deploy-cluster', { environment: 'production' });
 * const result = parseResult(await client.waitForExecution(execution));
 * await client.close();
 */
export class Client extends Reader {
  private constructor(scope: Scope) {
    super(scope);
  }

  /**
   * Creates a client of the cluster that kubectl would use with the same flags, or of a kubeconfig
   * that is already loaded, in the namespace of its context (seed: New, NewWithOptions). Sends
   * nothing yet.
   * @throws KontinueError with the code `Config` if the kubeconfig or the flags are wrong.
   */
  static async create(options: ClientOptions = {}): Promise<Client> {
    const { transport, connection } = await connect(options);
    return Client.from(transport, { ...options, namespace: connection.namespace });
  }

  /** Creates a client over an existing connection (seed: NewFromKubeClient). */
  static from(transport: Transport, options: FromOptions): Client {
    return Client.#over(transport, options, { compact: false });
  }

  /**
   * The same for a program that watches thousands of executions, such as the monitor. Its watched
   * executions look complete but are not: they have no annotations and no arguments, and their
   * fields are accessors, which a copy by `...` loses.
   * @internal
   */
  static fromCompact(transport: Transport, options: FromOptions): Client {
    return Client.#over(transport, options, { compact: true });
  }

  static #over(
    transport: Transport,
    options: FromOptions,
    watching: { readonly compact: boolean },
  ): Client {
    const { namespace, signal } = options;
    return new Client({ core: createCore(transport, options, watching), namespace, signal });
  }

  /** The same connection with another default namespace (seed: WithNamespace). */
  withNamespace(namespace: string): Client {
    return new Client({ ...this.scope, namespace });
  }

  /** The same connection with another signal (seed: WithContext). */
  withSignal(signal: AbortSignal | undefined): Client {
    return new Client({ ...this.scope, signal });
  }

  /** What can be done with one execution: `client.execution('deploy-7').cancel()`. Nothing is sent yet. */
  execution(target: string | Execution, options?: HandleOptions): ExecutionHandle {
    return new ExecutionHandle(this.scopeFor(options), target);
  }

  /** What can be done with one suspension: `client.suspension('approve').resume()`. Nothing is sent yet. */
  suspension(name: string, options?: HandleOptions): SuspensionHandle {
    return new SuspensionHandle(this.scopeFor(options), name);
  }

  /** What can be done with one schedule: `client.schedule('nightly').suspend()`. Nothing is sent yet. */
  schedule(name: string, options?: HandleOptions): ScheduleHandle {
    return new ScheduleHandle(this.scopeFor(options), name);
  }

  /** What can be done with one job: `client.job('load').logs()`. Nothing is sent yet. */
  job(name: string, options?: HandleOptions): JobHandle {
    return new JobHandle(this.scopeFor(options), name);
  }

  /**
   * Creates an execution of a function (seed: Spawn). The defaults of the function fill in what is
   * left out; arguments are merged one level deep, and given ones win. The function need not be
   * published yet. A function is read at most once in ten seconds, so its defaults may be that old.
   * The execution is never created twice: if the answer is lost, the error has the outcome
   * `unknown` and says how to look for the execution.
   * @throws InvalidObjectError if it cannot be stored; AlreadyExistsError if the name is taken;
   * PrunedError if it was made without a part of what was asked for.
   */
  spawn(fn: FunctionName, args?: object, options: SpawnOptions = {}): Promise<Execution> {
    return spawn(this.scopeFor(options), fn, args, options);
  }

  /** The same as `spawn`, by the name that kontinue's page on executions uses (seed: SpawnExecute). */
  spawnExecute(fn: FunctionName, args?: object, options: SpawnOptions = {}): Promise<Execution> {
    return this.spawn(fn, args, options);
  }

  /**
   * Spawns, waits for the end, and reads the result. Ending the call does not cancel the execution.
   * @throws what `spawn`, `waitForExecution` and `parseResult` throw.
   */
  async execute<T>(
    fn: FunctionName,
    args?: object,
    options: ExecuteOptions<T> = {},
  ): Promise<T | undefined> {
    return execute<T>(this.scopeFor(options), fn, args, options);
  }

  /**
   * Cancels an execution that has not ended (seed: Cancel). Workers cancel its descendants.
   * @throws AlreadyTerminalError if it has ended; ConflictError; NotFoundError.
   */
  cancel(execution: Execution, options: CancelOptions = {}): Promise<Execution> {
    return cancelExecution(this.scopeFor(options), execution, options);
  }

  /**
   * Cancels the open executions and suspensions below an execution, from the top down, and deletes
   * its running jobs: for when no worker does (contract: The cascade). It skips objects that end
   * meanwhile. The execution itself may have ended before.
   * @throws ForbiddenError, before anything is stopped, if a kind may not be listed; NotFoundError if the execution is gone; ConflictError if another has its name.
   */
  cancelDescendants(execution: Execution, options: CancelOptions = {}): Promise<CascadeOutcome> {
    return cancelDescendants(this.scopeFor(options), execution, options);
  }

  /**
   * Skips an execution that has not ended and gives its parent a result (seed: Skip).
   * @throws AlreadyTerminalError if it has ended; ConflictError; NotFoundError.
   */
  skip(execution: Execution, options: SkipOptions = {}): Promise<Execution> {
    return skipExecution(this.scopeFor(options), execution, options);
  }

  /**
   * Grants a failed or canceled execution one more attempt (seed: RetryExecution).
   * @throws NotRetryableError if it neither failed nor was canceled; ConflictError; NotFoundError.
   */
  retryExecution(execution: Execution, options: RetryOptions = {}): Promise<Execution> {
    return retryExecution(this.scopeFor(options), execution, options);
  }

  /**
   * Completes a suspension whose execution still waits for it (seed: ResumeSuspension).
   * @throws AlreadyTerminalError if it, or its execution, has ended; ConflictError; NotFoundError.
   */
  resumeSuspension(suspension: Suspension, options: InterventionOptions = {}): Promise<Suspension> {
    return resumeSuspension(this.scopeFor(options), suspension, options);
  }

  /**
   * Completes the open suspensions of an execution, sleeps and approvals, and returns those that it
   * completed (seed: ResumeExecution). It skips a suspension that another client completed
   * meanwhile.
   * @throws AlreadyTerminalError if the execution has ended or is archived; ForbiddenError if suspensions
   * may not be listed; ConflictError; NotFoundError.
   */
  resumeExecution(execution: Execution, options: ResumeOptions = {}): Promise<Suspension[]> {
    return resumeExecution(this.scopeFor(options), execution, options);
  }

  /**
   * Suspends a schedule: it creates no more executions (seed: SuspendScheduledExecution).
   * @throws ConflictError; NotFoundError.
   */
  suspendScheduledExecution(
    schedule: ScheduledExecution,
    options: InterventionOptions = {},
  ): Promise<ScheduledExecution> {
    return setScheduleSuspended(this.scopeFor(options), schedule, true, options);
  }

  /**
   * Resumes a schedule: it creates executions again (seed: ResumeScheduledExecution). It does not
   * create the executions that it missed.
   * @throws ConflictError; NotFoundError.
   */
  resumeScheduledExecution(
    schedule: ScheduledExecution,
    options: InterventionOptions = {},
  ): Promise<ScheduledExecution> {
    return setScheduleSuspended(this.scopeFor(options), schedule, false, options);
  }

  /** Creates an Event about an execution. Returns false if the user may not create Events. */
  recordEvent(execution: Execution, record: EventRecord): Promise<boolean> {
    return recordEvent(this.scopeFor(record), execution, record);
  }
}
