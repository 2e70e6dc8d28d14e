import { DURATION_PATTERN } from '../duration.ts';
import { CHILD_POLICIES } from '../execution.ts';
import type { Schema } from './schema.ts';

/** A phase is a word, not one of a list: an unknown one, once stored, must not refuse later writes. */
const PHASE_PATTERN = '^[A-Z][A-Za-z]*$';

/** A text, which may be empty. */
export function text(description: string): Schema {
  return { type: 'string', description };
}

/** A text that may not be empty. */
export function filled(description: string): Schema {
  return { type: 'string', description, minLength: 1 };
}

/** An integer from `minimum` on, or any integer. */
export function integer(description: string, minimum?: number): Schema {
  return { type: 'integer', description, ...(minimum === undefined ? {} : { minimum }) };
}

/** A yes or no. */
export function flag(description: string): Schema {
  return { type: 'boolean', description };
}

/** An instant, RFC 3339. */
export function instant(description: string): Schema {
  return { type: 'string', format: 'date-time', description };
}

/** A duration. By pattern: `format: duration` lets `1 day` through, which no reader understands. */
export function duration(description: string): Schema {
  return { type: 'string', pattern: DURATION_PATTERN, description };
}

/** A phase of the life cycle. */
export function phase(description: string): Schema {
  return { type: 'string', pattern: PHASE_PATTERN, description };
}

/** Any JSON value, kept as it is; a null of its own is left out, as the server does with all fields. */
export function anything(description: string): Schema {
  return { description, 'x-kubernetes-preserve-unknown-fields': true };
}

/** Any JSON value, kept as it is: null, too. */
export function anythingOrNull(description: string): Schema {
  return { ...anything(description), nullable: true };
}

/** An object of these fields, the named ones required. */
export function object(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required?: readonly string[],
): Schema {
  return { type: 'object', description, properties, ...(required ? { required } : {}) };
}

/** An object of these fields that keeps fields of other kontinue versions as well. */
export function openObject(
  description: string,
  properties: Readonly<Record<string, Schema>>,
): Schema {
  return { type: 'object', description, properties, 'x-kubernetes-preserve-unknown-fields': true };
}

/** A list of such items. */
export function list(description: string, items: Schema): Schema {
  return { type: 'array', description, items };
}

/**
 * retry, timeout and ttl, as an execution, a schedule and a function's defaults carry them. None has
 * a schema default: it would be stored, and "left out" could no longer be told from "chosen".
 */
export const RUN_POLICY: Readonly<Record<'retry' | 'timeout' | 'ttl', Schema>> = {
  retry: object('What happens when an attempt fails.', {
    retries: integer('Automatic retries after the first attempt. Left out: 0.', 0),
    backoff: duration('Wait between attempts, such as "10s". Left out: 5s.'),
    childPolicy: {
      type: 'string',
      enum: CHILD_POLICIES,
      description:
        'What a retry does with the children of the attempt before: None keeps them all, ' +
        'RetryFailed replaces the failed and canceled ones, RetryAll replaces all. Left out: None.',
    },
  }),
  timeout: object('How long it may take.', {
    overall: duration('Limit over all attempts, from the first start. Not retried.'),
    attempt: duration('Limit of one attempt; starts again on retry or resume. Retried.'),
  }),
  ttl: object('What happens after it has finished. Root executions only.', {
    archiveAfter: duration(
      'Time from finishing until the whole tree is archived into one ArchivedExecution.',
    ),
    deleteAfter: duration('Time from finishing until it is deleted, or its archive is.'),
  }),
};
