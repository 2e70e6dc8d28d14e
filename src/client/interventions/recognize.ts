import { isDeepStrictEqual } from 'node:util';
import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { type Change, type Fields, isApplied } from './change.ts';

/**
 * Tells from a later version of an object whether a change was made. Undefined: it cannot be
 * determined.
 */
type Recognize<T> = (current: T) => boolean | undefined;

/**
 * Recognizes the end of an execution. It stays in the status until a retry, and then on the attempt
 * that it closed. It cannot be determined only if neither has it.
 */
export function isEndedBy(before: Execution, fields: Fields): Recognize<Execution> {
  const { attempts: written, ...end } = fields;
  const { phase, message, finishedAt } = end;
  return (current) => {
    const { status } = current;
    if (hasFields(status, end)) return true;
    const closed = status?.attempts?.some((attempt) =>
      isDeepStrictEqual(
        [attempt.phase, attempt.message, attempt.finishedAt],
        [phase, message, finishedAt],
      ),
    );
    if (written !== undefined && closed) return true;
    return retriesOf(current) > retriesOf(before) ? undefined : false;
  };
}

/**
 * Recognizes a retry. A granted retry stays in the count, whatever a worker does. If the cluster
 * does not keep the count, only an unchanged end shows that no retry was granted.
 */
export function isRetriedBy(before: Execution, fields: Fields): Recognize<Execution> {
  const sent = Number(fields.retries);
  return (current) => {
    const granted = retriesOf(current);
    const { phase, finishedAt, retriedAt, attempts } = current.status ?? {};
    // This may be another retry: `retriedAt` tells which one it is.
    if (granted === sent) return retriedAt === undefined || retriedAt === fields.retriedAt;
    if (granted > sent) return true;
    const { status } = before;
    const isSame = phase === status?.phase && finishedAt === status?.finishedAt;
    return isSame && attempts?.length === status?.attempts?.length ? false : undefined;
  };
}

/** Recognizes the end of a suspension, which is final. */
export function isClosedBy(fields: Fields): Recognize<KubeObject & { readonly status?: object }> {
  return ({ status }) => hasFields(status, fields);
}

/**
 * Recognizes a field of a spec. If another client changed it back, it cannot be told from one that
 * was never set.
 */
export function isSetBy(before: KubeObject, change: Change): Recognize<KubeObject> {
  return (current) => {
    if (isApplied(current, change)) return true;
    return current.metadata.generation === before.metadata.generation ? false : undefined;
  };
}

/**
 * Whether a status has the fields that were written. Fields that the cluster did not keep do not
 * count.
 */
function hasFields(status: object | undefined, { phase, ...rest }: Fields): boolean {
  const now = { ...status } as Fields;
  if (now.phase !== phase) return false;
  return Object.entries(rest).every(([name, value]) => {
    const isPruned = now[name] === undefined && name !== 'result';
    return isPruned || isDeepStrictEqual(now[name], value);
  });
}

function retriesOf({ status }: Execution): number {
  return status?.retries ?? 0;
}
