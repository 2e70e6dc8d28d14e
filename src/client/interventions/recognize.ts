import { isDeepStrictEqual } from 'node:util';
import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { type Change, type Fields, isApplied } from './change.ts';

/** Whether a change was made, from an object as it is later. Undefined: it cannot be told. */
type Recognize<T> = (current: T) => boolean | undefined;

/**
 * An end that was written to an execution. It stays there until a retry takes it away, and then on the
 * attempt that it closed: only where there is none of these it cannot be told.
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
 * A retry that was granted. One that is granted stays counted, whatever a worker makes of it. Where the
 * cluster does not keep the count, only an end that is the same as before shows that nothing was granted.
 */
export function isRetriedBy(before: Execution, fields: Fields): Recognize<Execution> {
  const sent = Number(fields.retries);
  return (current) => {
    const granted = retriesOf(current);
    const { phase, finishedAt, retriedAt, attempts } = current.status ?? {};
    // Another retry may have taken the place of this one. It says when it was granted.
    if (granted === sent) return retriedAt === undefined || retriedAt === fields.retriedAt;
    if (granted > sent) return true;
    const { status } = before;
    const isSame = phase === status?.phase && finishedAt === status?.finishedAt;
    return isSame && attempts?.length === status?.attempts?.length ? false : undefined;
  };
}

/** An end that was written to a suspension: it is final. */
export function isClosedBy(fields: Fields): Recognize<KubeObject & { readonly status?: object }> {
  return ({ status }) => hasFields(status, fields);
}

/** A field that was set in a spec. Set back by another since, it cannot be told from never set. */
export function isSetBy(before: KubeObject, change: Change): Recognize<KubeObject> {
  return (current) => {
    if (isApplied(current, change)) return true;
    return current.metadata.generation === before.metadata.generation ? false : undefined;
  };
}

/** Whether a status is as it was written. What the cluster does not keep says nothing. */
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
