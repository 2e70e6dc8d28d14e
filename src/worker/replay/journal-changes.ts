import type { Json } from '../../api/execution.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import type { Arrival } from './group.ts';

/**
 * The journal with the outcomes that the function is given in one turn. Messages stand in it, since
 * a failed child may be retried by a user; what a job gave stands in it, since pods go.
 */
export function recordArrivals(journal: Journal, arrivals: readonly Arrival[]): Journal {
  const fresh = arrivals.filter(({ isRecorded }) => !isRecorded);
  const errors: Record<string, string> = {};
  const values: Record<string, Json> = {};
  const jobs = new Set(journal.operations.filter(isJob).map((operation) => operation.key));
  for (const { key, outcome } of fresh) {
    if ('message' in outcome) errors[key] = outcome.message;
    else if (jobs.has(key)) values[key] = outcome.value;
  }
  const deliveries = fresh.map(({ key, outcome }) => ({ key, ending: outcome.ending }));
  return {
    ...journal,
    order: [...journal.order, ...deliveries],
    errors: merge(journal.errors, errors),
    values: merge(journal.values, values),
  };
}

/** Most turns add nothing, and there may be many entries: they are not copied for it. */
function merge<T>(
  before: Readonly<Record<string, T>>,
  added: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.keys(added).length === 0 ? before : { ...before, ...added };
}

function isJob({ kind }: Operation): boolean {
  return kind === 'job' || kind === 'pod';
}

/** The journal without an operation and everything that was recorded of it. */
export function dropOperation(journal: Journal, key: string): Journal {
  const isOther = (item: { readonly key: string }) => item.key !== key;
  const { [key]: _, ...errors } = journal.errors;
  const { [key]: __, ...values } = journal.values;
  return {
    ...journal,
    errors,
    values,
    operations: journal.operations.filter(isOther),
    order: journal.order.filter(isOther),
  };
}
