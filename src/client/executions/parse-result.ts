import type { Execution, Json } from '../../api/execution.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { errorObject, ResultUnavailableError } from '../errors.ts';
import { objectText, resultMessages } from '../messages.ts';
import { leavesOutResult } from '../watch/provenance.ts';

/**
 * A schema of the Standard Schema convention (zod, valibot, arktype and others), as far as used
 * (ours).
 */
export interface ResultSchema<T> {
  /** What the convention asks of a schema. */
  readonly '~standard': {
    /** Of the convention. */
    readonly version: 1;
    /** The library that the schema is of. */
    readonly vendor: string;
    /** Checks, and may transform. */
    readonly validate: (value: unknown) => SchemaOutcome<T> | Promise<SchemaOutcome<T>>;
  };
}

/** What a schema says of a value: it is one, or why not (ours). */
export type SchemaOutcome<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/**
 * The result of an execution that has ended well (seed: ParseResult). Completed or Skipped without a
 * result is undefined; Failed, Canceled and open ones are a ResultUnavailableError. Without a schema
 * the type is what the caller says it is; with one, the answer is a promise, and a result that does
 * not fit is a ResultUnavailableError that says why.
 *
 * ```ts
 * const ended = await client.waitForExecution(execution);
 * const result = parseResult<{ clusterId: string }>(ended);
 * ```
 */
export function parseResult<T = Json>(execution: Execution): T | undefined;
export function parseResult<T>(
  execution: Execution,
  schema: ResultSchema<T>,
): Promise<T | undefined>;
export function parseResult<T>(
  execution: Execution,
  schema?: ResultSchema<T>,
): T | undefined | Promise<T | undefined> {
  // Without a schema nobody checks: the caller's word is taken for it.
  return schema ? checkResult(execution, schema) : (resultOf(execution) as T | undefined);
}

function resultOf(execution: Execution): Json | undefined {
  const what = executionText(execution);
  const phase = phaseOf(execution);
  if (!isTerminal(phase)) throw unavailableError(execution, resultMessages.open(what, phase));
  if (phase !== 'Completed' && phase !== 'Skipped') {
    const message = execution.status?.message ?? '';
    throw unavailableError(execution, resultMessages.failed(what, phase, message));
  }
  if (leavesOutResult(execution)) throw unavailableError(execution, resultMessages.slimmed(what));
  return execution.status?.result;
}

async function checkResult<T>(
  execution: Execution,
  schema: ResultSchema<T>,
): Promise<T | undefined> {
  const result = resultOf(execution);
  if (result === undefined) return undefined;
  const outcome = await schema['~standard'].validate(result);
  if (!outcome.issues) return outcome.value;
  const issues = outcome.issues.map((issue) => issue.message);
  throw unavailableError(execution, resultMessages.unexpected(executionText(execution), issues));
}

function unavailableError(execution: Execution, message: string): ResultUnavailableError {
  const object = errorObject('Execution', execution.metadata);
  return new ResultUnavailableError(message, { object, execution });
}

function executionText({ metadata }: Execution): string {
  return objectText('Execution', metadata.namespace, metadata.name);
}
