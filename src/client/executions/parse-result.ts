import type { Execution, Json } from '../../api/execution.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { ResultUnavailableError } from '../errors/content-errors.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { objectText, resultMessages } from '../messages.ts';
import { leavesOutResult } from '../watch/provenance.ts';

/**
 * A schema of the Standard Schema convention (zod, valibot, arktype and others), as far as it is
 * used here (ours).
 */
export interface ResultSchema<T> {
  /** What the convention requires of a schema. */
  readonly '~standard': {
    /** The version of the convention. */
    readonly version: 1;
    /** The library of the schema. */
    readonly vendor: string;
    /** Checks a value, and may transform it. */
    readonly validate: (value: unknown) => SchemaOutcome<T> | Promise<SchemaOutcome<T>>;
  };
}

/** The result of a check: the value, or why it does not match (ours). */
export type SchemaOutcome<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/**
 * The result of an execution that is Completed or Skipped (seed: ParseResult); undefined if it has
 * none. Any other phase is a ResultUnavailableError. Without a schema, the caller chooses the type
 * and nothing checks it. With a schema, it returns a promise, and a result that does not match is a
 * ResultUnavailableError with the reasons.
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
  // Without a schema, the caller vouches for the type.
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
