import type { KubeObject } from '../../api/metadata.ts';
import { ConflictError } from '../errors.ts';
import { conflictMessages } from '../messages.ts';
import type { PlannedChange } from './change.ts';

/** A change whose answer was lost: it may have been made or not. */
export interface LostWrite<T extends KubeObject> {
  readonly change: PlannedChange<T>;
  /** Whether nothing is left to do once it is made. */
  readonly isLast: boolean;
  /** The resource version that it was made on: it cannot be made on any other. */
  readonly version: string | undefined;
}

/** The one of the lost writes that was made. Fails if one of them may have been, and nothing tells. */
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

/** Those that may yet be made: the object is as they were sent to find it. */
export function stillOpen<T extends KubeObject>(
  lost: readonly LostWrite<T>[],
  current: T,
): readonly LostWrite<T>[] {
  return lost.filter((one) => isOpen(one, current));
}

function isOpen<T extends KubeObject>({ version }: LostWrite<T>, { metadata }: T): boolean {
  return version === metadata.resourceVersion;
}
