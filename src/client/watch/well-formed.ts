import type { Execution, ExecutionStatus } from '../../api/execution.ts';

/** An execution whose fields all have the types of the contract. */
export type WellFormedExecution = Execution & { readonly status: ExecutionStatus };

const METADATA = ['namespace', 'uid', 'resourceVersion', 'creationTimestamp'];
const ATTEMPT = ['phase', 'message', 'startedAt', 'finishedAt'];
const STATUS = [...ATTEMPT, 'workerName', 'retriedAt'];
const ATTEMPT_FIELDS: ReadonlySet<string> = new Set(ATTEMPT);

/** Whether an object is such an execution. An execution without a status is not. */
export function isWellFormed(raw: unknown): raw is WellFormedExecution {
  if (!isObject(raw)) return false;
  const { metadata, spec, status } = raw;
  if (!isObject(metadata) || !isObject(spec) || !isObject(status)) return false;
  const { attempts, progress } = status;
  return (
    typeof metadata.name === 'string' &&
    areTexts(metadata, METADATA) &&
    areTexts(status, STATUS) &&
    (attempts === undefined || (Array.isArray(attempts) && attempts.every(isWellFormedAttempt))) &&
    (progress === undefined || isWellFormedProgress(progress))
  );
}

function isWellFormedAttempt(attempt: unknown): boolean {
  return (
    isObject(attempt) &&
    areTexts(attempt, ATTEMPT) &&
    Object.keys(attempt).every((key) => ATTEMPT_FIELDS.has(key))
  );
}

function isWellFormedProgress(progress: unknown): boolean {
  return isObject(progress) && isCount(progress.current) && isCount(progress.max);
}

function isCount(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
}

function areTexts(of: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => of[name] === undefined || typeof of[name] === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
