/**
 * Durable functions, and the worker that runs them: `import { defineFunction } from 'kontinue/worker'`.
 */

export type {
  Execution,
  ExecutionMutex,
  ExecutionRetry,
  ExecutionTimeout,
  Json,
} from './api/execution.ts';
export type { FunctionArgument, FunctionDefaults } from './api/function.ts';
export type {
  AnyArguments,
  Child,
  Context,
  Duration,
  ExecuteOptions,
  FunctionDefinition,
  FunctionOptions,
  Log,
  ParallelOptions,
  Settled,
  SpawnedChild,
  StepContext,
  StepOptions,
  SuspendOptions,
} from './worker/functions/context.ts';
export {
  type AnyDefinition,
  defineFunction,
  isDefinition,
} from './worker/functions/define-function.ts';
export type { Schema, SchemaIssue, SchemaResult } from './worker/functions/schema.ts';
export { StateTooLargeError } from './worker/functions/stored.ts';
export { WorkerNameTakenError } from './worker/loop/lease-keeper.ts';
export type { Logger, LogLevel } from './worker/loop/logger.ts';
export { Worker } from './worker/loop/worker.ts';
export type { WorkerOptions } from './worker/loop/worker-options.ts';
export type { ErrorKind } from './worker/protocol/retryable.ts';
export {
  ChildCanceledError,
  ChildFailedError,
  DuplicateStepError,
  FunctionError,
  InvalidNameError,
  isRetryable,
  NonDeterminismError,
  NonRetryableError,
  RetryableError,
} from './worker/replay/errors.ts';
export { CanceledError, LeaseLostError, WorkerStoppedError } from './worker/running/errors.ts';
