import type { Json } from '../../../api/execution.ts';
import { printOperations } from './fold.ts';
import { JOURNAL_FORM, JOURNAL_KEY, type Journal } from './journal.ts';
import { printOrder } from './order.ts';
import { printTime } from './time.ts';

/** One operation of a JSON patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

const STATE = '/status/state';
const ROOT = `${STATE}/${JOURNAL_KEY}`;

type Fields = Readonly<Record<string, Json>>;

/** `status.state` of a journal: the values, and `$`. */
export function printJournal(journal: Journal): Record<string, Json> {
  return { ...journal.values, [JOURNAL_KEY]: printPart(journal) };
}

function printPart(journal: Journal): Fields {
  const { writes, attempt, build, operations, order, errors, gone, patched, times, crashes } =
    journal;
  return {
    v: JOURNAL_FORM,
    n: writes,
    a: attempt,
    by: build,
    ops: printOperations(operations),
    got: printOrder(order),
    ...(Object.keys(errors).length > 0 && { err: errors }),
    ...(gone.length > 0 && { gone }),
    ...(patched.length > 0 && { patch: patched }),
    ...(times.length > 0 && { now: times.map(printTime) }),
    ...(crashes > 0 && { c: crashes }),
  };
}

/**
 * The JSON patch that turns the journal `before` into `after`: nothing where they say the same. A
 * JSON patch, since a merge patch drops nulls and merges into old values (contract). `hasState`:
 * whether `status.state` is there at all.
 */
export function patchJournal(
  before: Journal | undefined,
  after: Journal,
  hasState: boolean = before !== undefined,
): PatchOperation[] {
  if (!hasState) return [{ op: 'add', path: STATE, value: printJournal(after) }];
  return [
    ...patchFields(STATE, before?.values ?? {}, after.values),
    ...(before === undefined
      ? [{ op: 'add', path: ROOT, value: printPart(after) } as const]
      : patchPart(printPart(before), printPart(after))),
  ];
}

function patchPart(before: Fields, after: Fields): PatchOperation[] {
  const { ops: oldLines, now: oldTimes, ...oldFields } = before;
  const { ops: lines, now: times, ...fields } = after;
  const isTimesKept = oldTimes !== undefined && times !== undefined;
  return [
    ...patchLines('ops', textsOf(oldLines), textsOf(lines)),
    ...(isTimesKept
      ? patchLines('now', textsOf(oldTimes), textsOf(times))
      : patchFields(
          ROOT,
          { ...(oldTimes && { now: oldTimes }) },
          { ...(times && { now: times }) },
        )),
    ...patchFields(ROOT, oldFields, fields),
  ];
}

function textsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function patchLines(
  field: 'ops' | 'now',
  before: readonly Json[],
  after: readonly Json[],
): PatchOperation[] {
  const path = `${ROOT}/${field}`;
  const changed = after.flatMap((value, index): PatchOperation[] => {
    if (index >= before.length) return [{ op: 'add', path: `${path}/-`, value }];
    return value === before[index] ? [] : [{ op: 'replace', path: `${path}/${index}`, value }];
  });
  // The last one first, so that the numbers of the others stand.
  for (let index = before.length - 1; index >= after.length; index -= 1) {
    changed.push({ op: 'remove', path: `${path}/${index}` });
  }
  return changed;
}

function patchFields(path: string, before: Fields, after: Fields): PatchOperation[] {
  const removed = Object.keys(before)
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => ({ op: 'remove', path: `${path}/${escapePointer(key)}` }) as const);
  const set = Object.entries(after)
    .filter(([key, value]) => !Object.hasOwn(before, key) || !isSame(before[key], value))
    .map(([key, value]) => ({ op: 'add', path: `${path}/${escapePointer(key)}`, value }) as const);
  return [...removed, ...set];
}

function isSame(one: Json | undefined, other: Json): boolean {
  return one === other || print(one) === print(other);
}

/** Whole numbers beyond 2^53 are bigints, which JSON.stringify refuses. */
function print(value: Json | undefined): string {
  return (
    JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? { big: `${part}` } : part)) ?? ''
  );
}

/** A key inside a JSON pointer (RFC 6901). */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
