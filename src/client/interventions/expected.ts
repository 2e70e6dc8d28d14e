import { ConflictError, type FieldChange } from '../errors.ts';
import { conflictMessages } from '../messages.ts';
import type { Expected } from './options.ts';

/** Fails if an object is not as the caller saw it. What it has no such thing of is not compared. */
export function assertExpected(what: string, expected: Expected | undefined, seen: Expected): void {
  if (expected === undefined) return;
  const changes: FieldChange[] = [];
  for (const field of ['phase', 'attempt'] as const) {
    const before = expected[field];
    const now = seen[field];
    if (before !== undefined && now !== undefined && before !== now) {
      changes.push({ field, expected: before, actual: now });
    }
  }
  if (changes.length === 0) return;
  const told = changes.map((change) =>
    conflictMessages.was(change.field, change.expected, change.actual),
  );
  throw new ConflictError(conflictMessages.changed(what, told), undefined, changes);
}
