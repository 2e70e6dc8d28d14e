import type {
  Execution,
  ExecutionMutex,
  ExecutionRetry,
  ExecutionTimeout,
  Json,
} from '../../api/execution.ts';
import type { FunctionArgument, FunctionDefaults } from '../../api/function.ts';
import type { Schema } from './schema.ts';

/** What is published of a function, and what it takes (contract: Function). */
export interface FunctionOptions<Arguments> {
  /** For people. Default: none. */
  readonly description?: string | undefined;
  /** Checks the arguments of each execution. Default: any are taken. */
  readonly arguments?: Schema<Arguments> | undefined;
  /** The arguments as forms and `kontinue functions` show them. Default: none. */
  readonly describe?: readonly FunctionArgument[] | undefined;
  /** What executions leave out. Default: nothing. */
  readonly defaults?: FunctionDefaults | undefined;
  /** Whether lists leave it out. Default false. */
  readonly hidden?: boolean | undefined;
}

/** What a function is called with where it has no schema (ours). */
export type AnyArguments = { readonly [name: string]: Json };

/** A function that workers can run (ours). */
export interface FunctionDefinition<Arguments, Result> {
  /** The name by which executions call it. */
  readonly name: string;
  /** What is published of it. */
  readonly options: FunctionOptions<Arguments>;
  /** The function itself. It is run again from its start whenever its execution changes hands. */
  readonly run: (ctx: Context, args: Arguments) => Result | Promise<Result>;
}

/** A Go duration string such as `1h30m` or `7d`, or milliseconds (ours). */
export type Duration = string | number;

/** How a child execution runs (seed: ExecuteOptions). */
export interface ExecuteOptions {
  /** Its key, unique within the execution. Default: the next number. */
  readonly name?: string | undefined;
  /** Default: the function's. */
  readonly retry?: ExecutionRetry | undefined;
  /** Default: the function's. */
  readonly timeout?: ExecutionTimeout | undefined;
  /** Default: none. */
  readonly mutex?: ExecutionMutex | undefined;
}

/** A child of `executeParallel` and `executeSequential` (seed: ChildExecutionOptions). */
export interface Child<Arguments, Result> extends ExecuteOptions {
  /** The function, or the name of one of another group. */
  readonly function: FunctionDefinition<Arguments, Result> | string;
  /** Default: none. */
  readonly arguments?: Arguments | undefined;
}

/** How children that are asked for at once run (ours). */
export interface ParallelOptions {
  /** How many run at the same time. Default: all. */
  readonly atOnce?: number | undefined;
}

/** How one child of `executeParallel` with `settled` ended (ours). */
export type Settled<Result> =
  | { readonly status: 'fulfilled'; readonly value: Result }
  | { readonly status: 'rejected'; readonly message: string };

/** A child that was spawned (ours). */
export interface SpawnedChild<Result> {
  /** The child's result. Need not be asked for. */
  result(): Promise<Result>;
}

/** How a step is tried (ours). */
export interface StepOptions {
  /** How many tries may follow the first, and after which wait. Default: none, 1s. */
  readonly retry?: { readonly retries?: number; readonly backoff?: Duration } | undefined;
  /** For one try; its signal is aborted then. Default: no limit. */
  readonly timeout?: Duration | undefined;
}

/** What a step is given (ours). */
export interface StepContext {
  /** The same for every try of this step, in this attempt and all others: `<uid>/<name>`. */
  readonly idempotencyKey: string;
  /** Aborted when the execution ends, or the step's time is over. */
  readonly signal: AbortSignal;
  /** How many tries ended before this one. */
  readonly tries: number;
  /** Keeps how far the step is, over crashes and attempts. Resolves once it is on the server. */
  store(value: Json): Promise<void>;
  /** What `store` kept last; undefined where it kept nothing. */
  load<T extends Json>(): T | undefined;
}

/** What a person is asked for (ours). */
export interface SuspendOptions<Answer> {
  /** Its key, unique within the execution. Default: the next number. */
  readonly name?: string | undefined;
  /** For the person who decides. Default: none. */
  readonly message?: string | undefined;
  /** After which it is too late. Default: never. */
  readonly timeout?: Duration | undefined;
  /** Checks the answer; one that it refuses is put back. Default: any is taken. */
  readonly schema?: Schema<Answer> | undefined;
}

/** Writes what a function has to say, and is quiet while it is replayed (ours). */
export interface Log {
  /** For people who look closely. */
  debug(message: string, fields?: object): void;
  /** For people. */
  info(message: string, fields?: object): void;
  /** Something is odd. */
  warn(message: string, fields?: object): void;
  /** Something failed. */
  error(message: string, fields?: object): void;
}

/** What a durable function does its work with (seed: Context). */
export interface Context {
  /** The execution as it was when this worker took it. */
  readonly execution: Execution;
  /** How many attempts came before this one (seed: Attempts). */
  readonly attempts: number;
  /** How often another worker took it over, or it was retried (seed: Resumptions). */
  readonly resumptions: number;
  /** Aborted when the execution is canceled, skipped, deleted or timed out, and when this worker loses it. */
  readonly signal: AbortSignal;
  /** Quiet in replay. */
  readonly log: Log;
  /**
   * Runs a child execution, and gives its result (seed: Execute).
   * @throws ChildFailedError, ChildCanceledError.
   */
  execute<Arguments, Result>(
    fn: FunctionDefinition<Arguments, Result> | string,
    args?: Arguments,
    options?: ExecuteOptions,
  ): Promise<Result>;
  /** Starts a child execution that goes on when this one completes. */
  spawn<Arguments, Result>(
    fn: FunctionDefinition<Arguments, Result> | string,
    args?: Arguments,
    options?: ExecuteOptions,
  ): SpawnedChild<Result>;
  /**
   * Runs children side by side, and gives their results in order (seed: ExecuteParallel).
   * @throws ChildFailedError, ChildCanceledError for the first that fails.
   */
  executeParallel<Arguments, Result>(
    children: ReadonlyArray<Child<Arguments, Result>>,
    options?: ParallelOptions & { readonly settled?: false | undefined },
  ): Promise<Result[]>;
  /** The same, giving how each child ended. */
  executeParallel<Arguments, Result>(
    children: ReadonlyArray<Child<Arguments, Result>>,
    options: ParallelOptions & { readonly settled: true },
  ): Promise<Array<Settled<Result>>>;
  /** Runs children one after another, and gives their results (seed: ExecuteSequential). */
  executeSequential<Arguments, Result>(
    children: ReadonlyArray<Child<Arguments, Result>>,
  ): Promise<Result[]>;
  /**
   * Calls `run` and stores what it gives (seed: Store): a step that is recorded is never run again. At
   * least once, where its worker dies: `idempotencyKey` is for the outside.
   */
  step<Result>(
    name: string,
    run: (step: StepContext) => Result | Promise<Result>,
    options?: StepOptions,
  ): Promise<Awaited<Result>>;
  /** Waits, for as long as it takes (seed: Sleep). */
  sleep(duration: Duration, options?: { readonly name?: string | undefined }): Promise<void>;
  /** Waits for a person, and gives the answer (seed: Suspend). */
  suspend<Answer = Json>(options?: SuspendOptions<Answer>): Promise<Answer>;
  /** Shows how far the function is (seed: SetProgress). */
  setProgress(current: number, max?: number): void;
  /** Leaves progress to what children show (seed: ClearProgress). */
  clearProgress(): void;
  /** Shows what the function is doing (seed: SetMessage). */
  setMessage(message: string): void;
  /** Milliseconds since 1970; the same in every replay. */
  now(): number;
  /** At least 0 and below 1; the same in every replay. */
  random(): number;
  /** A UUID; the same in every replay. */
  uuid(): string;
  /** Whether code behind the change `id` may run: not where an older build ran without it. */
  patched(id: string): boolean;
}
