import type { ErrorObject } from '../errors/kontinue-error.ts';
import { ConflictError, type FieldChange } from '../errors/object-errors.ts';
import { conflictMessages, objectText } from '../messages.ts';
import type { Expected } from './options.ts';

/**
 * Fails if an object differs from what the caller saw. A field that one of them lacks is not
 * compared.
 */
export function assertExpected(
  object: ErrorObject,
  expected: Expected | undefined,
  seen: Expected,
): void {
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
  const differences = changes.map((change) =>
    conflictMessages.was(change.field, change.expected, change.actual),
  );
  const what = objectText(object.kind, object.namespace, object.name);
  throw new ConflictError(conflictMessages.changed(what, differences), { object, changes });
}
