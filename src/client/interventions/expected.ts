import { ConflictError } from '../errors.ts';
import { conflictWords } from '../words.ts';
import type { Expected } from './options.ts';

/** Fails if an object is not as the caller saw it. What it has no such thing of is not compared. */
export function assertExpected(what: string, expected: Expected | undefined, seen: Expected): void {
  if (expected === undefined) return;
  const changes: string[] = [];
  for (const field of ['phase', 'attempt'] as const) {
    const before = expected[field];
    const now = seen[field];
    if (before !== undefined && now !== undefined && before !== now) {
      changes.push(conflictWords.was(field, before, now));
    }
  }
  if (changes.length === 0) return;
  throw new ConflictError(conflictWords.changed(what, changes));
}
