import type { Json } from '../../api/execution.ts';
import type { Journal } from '../protocol/journal/journal.ts';
import type { Operation, StepOperation } from '../protocol/journal/operation.ts';
import {
  ChildCanceledError,
  ChildFailedError,
  FunctionError,
  NonRetryableError,
} from './errors.ts';

/** How an operation ended, with what the function is given. */
export type Outcome =
  | { readonly ending: 'done' | 'skipped'; readonly value: Json }
  | {
      readonly ending: 'failed' | 'canceled';
      readonly message: string;
      /** Whether a step threw an error that no retry may follow. Default false. */
      readonly nonRetryable?: boolean;
    };

/** An outcome that is thrown into the function. */
export type Failure = Extract<Outcome, { readonly message: string }>;

/** What `failure` throws into the function. `child`: the name of the operation's object. */
export function toError(operation: Operation, failure: Failure, child: string): Error {
  const { ending, message } = failure;
  if (operation.kind !== 'execution') {
    if (failure.nonRetryable) return new NonRetryableError(message);
    return new FunctionError(message, ending === 'canceled' ? 'ChildCanceled' : 'Execution');
  }
  return ending === 'canceled'
    ? new ChildCanceledError(child, message)
    : new ChildFailedError(child, message);
}

/** The outcome of a step that the journal holds; undefined where none was recorded. */
export function recordedStep(journal: Journal, operation: Operation): Outcome | undefined {
  if (operation.kind !== 'step') return undefined;
  const { key, nonRetryable } = operation;
  if (Object.hasOwn(journal.errors, key)) {
    const message = journal.errors[key] ?? '';
    return { ending: 'failed', message, ...(nonRetryable && { nonRetryable }) };
  }
  if (operation.empty) return { ending: 'done', value: null };
  const hasEnded = operation.tries > 0 && !operation.stored;
  if (!hasEnded || !Object.hasOwn(journal.values, key)) return undefined;
  return { ending: 'done', value: journal.values[key] ?? null };
}

/** The journal with the outcome of a step; it may be written before the function is given it. */
export function recordStep(journal: Journal, key: string, outcome: Outcome): Journal {
  if ('message' in outcome) {
    const { message, nonRetryable } = outcome;
    const ended = changeStep(journal, key, (step) => ({
      ...step,
      tries: step.tries + 1,
      ...(nonRetryable && { nonRetryable }),
    }));
    return { ...ended, errors: { ...journal.errors, [key]: message } };
  }
  const isEmpty = outcome.value === null;
  const ended = changeStep(journal, key, ({ empty: _, stored: __, ...step }) => ({
    ...step,
    tries: step.tries + 1,
    ...(isEmpty && { empty: true }),
  }));
  return { ...ended, values: withValue(journal, key, isEmpty ? undefined : outcome.value) };
}

/** The journal after a try of a step that another try follows; it is written before that one begins. */
export function recordTry(journal: Journal, key: string): Journal {
  return changeStep(journal, key, (step) => ({ ...step, tries: step.tries + 1 }));
}

/** The journal with what `step.store` keeps: how far a step is that has not ended. */
export function recordStored(journal: Journal, key: string, value: Json): Journal {
  const stored = changeStep(journal, key, (step) => ({ ...step, stored: true }));
  return { ...stored, values: withValue(journal, key, value) };
}

/** What a step that has not ended kept of itself; undefined where it kept nothing. */
export function loadStored(journal: Journal, key: string): Json | undefined {
  const step = journal.operations.find((operation) => operation.key === key);
  return step?.kind === 'step' && step.stored ? journal.values[key] : undefined;
}

function changeStep(
  journal: Journal,
  key: string,
  change: (step: StepOperation) => StepOperation,
): Journal {
  const operations = journal.operations.map((operation) =>
    operation.key === key && operation.kind === 'step' ? change(operation) : operation,
  );
  return { ...journal, operations };
}

/** Values may be many: they are copied once. */
function withValue({ values }: Journal, key: string, value: Json | undefined): Journal['values'] {
  if (value !== undefined) return { ...values, [key]: value };
  if (!Object.hasOwn(values, key)) return values;
  const { [key]: _, ...others } = values;
  return others;
}
