import type { Json } from '../../api/execution.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import { ChildCanceledError, ChildFailedError, FunctionError } from './errors.ts';

/** How an operation ended, with what the function is given. */
export type Outcome =
  | { readonly ending: 'done' | 'skipped'; readonly value: Json }
  | { readonly ending: 'failed' | 'canceled'; readonly message: string };

/** What `outcome` throws into the function. `child`: the name of the operation's object. */
export function toError(
  operation: Operation,
  ending: string,
  message: string,
  child: string,
): Error {
  if (operation.kind !== 'execution') {
    return new FunctionError(message, ending === 'canceled' ? 'ChildCanceled' : 'Execution');
  }
  return ending === 'canceled'
    ? new ChildCanceledError(child, message)
    : new ChildFailedError(child, message);
}

/** The outcome of a step that the journal holds; undefined where none was recorded. */
export function recordedStep(journal: Journal, operation: Operation): Outcome | undefined {
  if (operation.kind !== 'step') return undefined;
  const { key } = operation;
  if (Object.hasOwn(journal.errors, key)) {
    return { ending: 'failed', message: journal.errors[key] ?? '' };
  }
  if (operation.empty) return { ending: 'done', value: null };
  if (operation.tries === 0 || !Object.hasOwn(journal.values, key)) return undefined;
  return { ending: 'done', value: journal.values[key] ?? null };
}

/** The journal with the outcome of a step; it may be written before the function is given it. */
export function recordStep(journal: Journal, key: string, outcome: Outcome): Journal {
  const isEmpty = 'value' in outcome && outcome.value === null;
  const operations = journal.operations.map((operation) => {
    if (operation.key !== key || operation.kind !== 'step') return operation;
    const { empty: _, ...step } = operation;
    return { ...step, tries: step.tries + 1, ...(isEmpty && { empty: true }) };
  });
  if ('message' in outcome)
    return { ...journal, operations, errors: { ...journal.errors, [key]: outcome.message } };
  const values = isEmpty ? journal.values : { ...journal.values, [key]: outcome.value };
  return { ...journal, operations, values };
}
