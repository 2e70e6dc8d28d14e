import type { KubeObject } from '../../api/metadata.ts';
import { ConflictError } from '../errors/object-errors.ts';
import { conflictMessages } from '../messages.ts';
import type { PlannedChange } from './change.ts';

/** A change whose answer was lost: it may or may not have been made. */
export interface LostWrite<T extends KubeObject> {
  readonly change: PlannedChange<T>;
  /** Whether it is the last change of the write. */
  readonly isLast: boolean;
  /** The resource version on which it was made: the server refuses it on any other version. */
  readonly version: string | undefined;
}

/**
 * Finds the lost write that was made. Fails if one of them may have been made and it cannot be
 * determined.
 */
export function findMade<T extends KubeObject>(
  lost: readonly LostWrite<T>[],
  current: T,
  what: string,
): LostWrite<T> | undefined {
  const closed = lost.filter((one) => !isOpen(one, current));
  const verdicts = closed.map((one) => ({ one, isMade: one.change.isMade(current) }));
  const made = verdicts.find(({ isMade }) => isMade);
  if (!made && verdicts.some(({ isMade }) => isMade === undefined)) {
    throw new ConflictError(conflictMessages.doubtful(what), { outcome: 'unknown' });
  }
  return made?.one;
}

/**
 * The lost writes that may still be made: the object still has the version on which they were sent.
 */
export function stillOpen<T extends KubeObject>(
  lost: readonly LostWrite<T>[],
  current: T,
): readonly LostWrite<T>[] {
  return lost.filter((one) => isOpen(one, current));
}

function isOpen<T extends KubeObject>({ version }: LostWrite<T>, { metadata }: T): boolean {
  return version === metadata.resourceVersion;
}
