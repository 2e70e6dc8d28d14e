import { describe, expect, test } from 'vitest';
import {
  ForbiddenError,
  ReadOnlyError,
  UnauthorizedError,
} from '../../src/client/errors/access-errors.ts';
import {
  AbortedError,
  DisconnectedError,
  GoneError,
  InvalidOptionError,
  ThrottledError,
  TimeoutError,
} from '../../src/client/errors/call-errors.ts';
import {
  ArchiveCorruptError,
  InvalidObjectError,
  PrunedError,
  ResultUnavailableError,
} from '../../src/client/errors/content-errors.ts';
import { KontinueError } from '../../src/client/errors/kontinue-error.ts';
import {
  AlreadyExistsError,
  AlreadyTerminalError,
  ConflictError,
  NotFoundError,
  NotRetryableError,
} from '../../src/client/errors/object-errors.ts';
import { withApplied, withUnknownOutcome } from '../../src/client/outcome.ts';
import { withDetails, withObject } from '../../src/client/with-details.ts';
import { execution } from '../support/objects.ts';

const refusal = { verb: 'patch', resource: 'executions', namespace: 'payments', user: 'ada' };
const object = { kind: 'Execution', namespace: 'payments', name: 'deploy-7' };
const cause = new Error('the server is gone');

/** One of every class, each with what only its class has. */
const ERRORS: readonly KontinueError[] = [
  new KontinueError('no', { code: 'Config', cause }),
  new NotFoundError('no', { cause }),
  new AlreadyExistsError('no', { cause }),
  new ConflictError('no', {
    cause,
    changes: [{ field: 'phase', expected: 'Failed', actual: 'Pending' }],
  }),
  new AlreadyTerminalError('no', { cause, phase: 'Failed' }),
  new NotRetryableError('no', { cause, phase: 'Pending' }),
  new ForbiddenError('no', { cause, ...refusal }),
  new UnauthorizedError('no', { cause }),
  new ReadOnlyError('no', { cause }),
  new ResultUnavailableError('no', { cause, execution: execution({ phase: 'Failed' }) }),
  new ArchiveCorruptError('no', { cause }),
  new InvalidObjectError('no', { cause, fields: [{ field: 'spec.function', message: 'empty' }] }),
  new PrunedError('no', { cause, fields: ['status.result'] }),
  new InvalidOptionError('no', { cause, option: 'phases' }),
  new GoneError('no', { cause }),
  new ThrottledError('no', { cause }),
  new TimeoutError('no', { cause }),
  new DisconnectedError('no', { cause }),
  new AbortedError('no', { cause }),
];

describe('an error with more known of it', () => {
  test.each(ERRORS.map((error) => [error.name, error] as const))(
    'is a new %s with all that the first one has, which stays as it is',
    (_, error) => {
      const before = { ...error };
      const more = withDetails(error, 'no, really', { object, outcome: 'unknown', applied: ['a'] });
      expect(more).not.toBe(error);
      expect(more.constructor).toBe(error.constructor);
      expect(more.message).toBe('no, really');
      expect(more.cause).toBe(cause);
      expect({ ...more }).toEqual({ ...before, object, outcome: 'unknown', applied: ['a'] });
      expect({ ...error }).toEqual(before);
      expect(error.message).toBe('no');
    },
  );

  test('keeps the object that it has', () => {
    const error = withObject(new NotFoundError('no'), object);
    expect(error.object).toEqual(object);
    expect(withObject(error, { ...object, name: 'deploy-8' })).toBe(error);
  });

  test('says once that the change may have been made', () => {
    const error = withUnknownOutcome(new TimeoutError('No answer.'));
    expect(error).toMatchObject({
      outcome: 'unknown',
      message: 'No answer. The change may or may not have been made: look before you try again.',
    });
    expect(withUnknownOutcome(error)).toBe(error);
  });

  test('says what was changed before it, and keeps an outcome that is unknown', () => {
    const first = withApplied(new TimeoutError('No.'), ['suspension a/b'], '1 was resumed.');
    expect(first).toMatchObject({ outcome: 'partial', message: 'No. 1 was resumed.' });
    const second = withApplied(withUnknownOutcome(first), ['suspension a/c'], 'Another too.');
    expect(second.outcome).toBe('unknown');
    expect(second.applied).toEqual(['suspension a/c', 'suspension a/b']);
    expect(withApplied(second, [], 'Nothing.')).toBe(second);
  });
});
