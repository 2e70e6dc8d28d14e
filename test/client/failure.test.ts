import { describe, expect, test } from 'vitest';
import { EXECUTIONS, PODS } from '../../src/api/resources.ts';
import { ForbiddenError, UnauthorizedError } from '../../src/client/errors/access-errors.ts';
import {
  AbortedError,
  DisconnectedError,
  GoneError,
  ThrottledError,
  TimeoutError,
} from '../../src/client/errors/call-errors.ts';
import { InvalidObjectError } from '../../src/client/errors/content-errors.ts';
import { KontinueError } from '../../src/client/errors/kontinue-error.ts';
import {
  AlreadyExistsError,
  ConflictError,
  NotFoundError,
} from '../../src/client/errors/object-errors.ts';
import { isTransient } from '../../src/client/errors/recognize.ts';
import { asKontinueError, fromKubeError } from '../../src/client/failure.ts';
import { KubeError, type KubeErrorCode } from '../../src/kube/errors.ts';

const ASKED = {
  verb: 'patch',
  resource: EXECUTIONS,
  namespace: 'payments',
  name: 'deploy-7',
  subresource: 'status',
} as const;

describe('an error of the API server', () => {
  test.each<[KubeErrorCode, abstract new (...args: never[]) => KontinueError, string]>([
    ['NotFound', NotFoundError, 'NotFound'],
    ['AlreadyExists', AlreadyExistsError, 'AlreadyExists'],
    ['Conflict', ConflictError, 'Conflict'],
    ['Forbidden', ForbiddenError, 'Forbidden'],
    ['Unauthorized', UnauthorizedError, 'Unauthorized'],
    ['NotServed', KontinueError, 'NotServed'],
    ['Invalid', InvalidObjectError, 'InvalidObject'],
    ['BadRequest', KontinueError, 'BadRequest'],
    ['Gone', GoneError, 'Gone'],
    ['Throttled', ThrottledError, 'Throttled'],
    ['Timeout', TimeoutError, 'Timeout'],
    ['Unavailable', DisconnectedError, 'Disconnected'],
    ['Disconnected', DisconnectedError, 'Disconnected'],
    ['Unreadable', DisconnectedError, 'Disconnected'],
    ['Config', KontinueError, 'Config'],
    ['Credentials', KontinueError, 'Config'],
    ['Aborted', AbortedError, 'Aborted'],
  ])('%s is told as one of ours', (code, kind, ours) => {
    const cause = new KubeError(code, 'as the server says');
    const error = fromKubeError(cause, ASKED);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code: ours, cause });
    expect(error.message).not.toBe('');
  });

  test('names verb, kind, namespace and user of what is forbidden', () => {
    const message =
      'executions.kontinue.cloud "deploy-7" is forbidden: User "ada" cannot patch resource';
    const error = fromKubeError(new KubeError('Forbidden', message), ASKED);
    expect(error).toMatchObject({
      message,
      verb: 'patch',
      resource: 'executions/status',
      namespace: 'payments',
      user: 'ada',
    });
  });

  test('names the namespace where something was to be made and there is none', () => {
    const cause = new KubeError('NotFound', 'namespaces "payments" not found');
    const asked = { ...ASKED, verb: 'create', name: undefined } as const;
    expect(fromKubeError(cause, asked)).toMatchObject({
      code: 'NotFound',
      message: 'There is no namespace payments. Check its name, or create it first.',
    });
  });

  test('says how to install kinds that are missing, if they are ours', () => {
    const cause = new KubeError('NotServed', 'the server knows no such thing');
    expect(fromKubeError(cause, ASKED).message).toContain('kontinue crds | kubectl create -f -');
    const other = fromKubeError(cause, { ...ASKED, resource: PODS });
    expect(other.message).toBe('the server knows no such thing');
  });

  test('lists the fields of an invalid object', () => {
    const details = { causes: [{ field: 'spec.function', message: 'Required value' }] };
    const error = fromKubeError(new KubeError('Invalid', 'no', { details }), ASKED);
    const fields = [{ field: 'spec.function', message: 'Required value' }];
    expect(error).toMatchObject({ fields });
  });

  test.each([
    ['admission webhook "audit.example.com" does not support dry run', 'DryRunUnsupported'],
    ['admission webhook "a.b" denied the request: it does not support dry run', 'BadRequest'],
    ['the body has an unknown field', 'BadRequest'],
  ])('tells a webhook without dry runs from other bad requests: %s', (message, code) => {
    const cause = new KubeError('BadRequest', message, { status: 400, reason: 'BadRequest' });
    expect(fromKubeError(cause, ASKED)).toMatchObject({ code, message, cause });
    const denied = new KubeError('Forbidden', message, { status: 403 });
    expect(fromKubeError(denied, ASKED).code).toBe('Forbidden');
  });

  test('gives the reason of the signal that ended a call', () => {
    const reason = new Error('enough');
    const cause = new KubeError('Aborted', 'stopped', { cause: reason });
    expect(fromKubeError(cause, ASKED).cause).toBe(reason);
  });

  test('says what the call changed, and not to repeat what may have been made', () => {
    const unknown = { outcome: 'unknown' } as const;
    const broken = fromKubeError(new KubeError('Disconnected', 'it broke', unknown), ASKED);
    expect(broken).toMatchObject({ outcome: 'unknown', applied: [] });
    const aborted = fromKubeError(new KubeError('Aborted', 'stopped', unknown), ASKED);
    expect(aborted.outcome).toBe('unknown');
    expect(aborted.message).toBe(
      'patch execution payments/deploy-7 was stopped before there was an answer. The change may or may not have been made: look before you try again.',
    );
    const refused = fromKubeError(new KubeError('Aborted', 'stopped'), ASKED);
    expect(refused).toMatchObject({ outcome: 'none', applied: [] });
    expect(refused.message).not.toContain('may or may not');
  });

  test('leaves alone what is no failure of a request', () => {
    const bug = new TypeError('x is not a function');
    expect(asKontinueError(bug, ASKED)).toBe(bug);
  });
});

test('a read may be tried again only after what passes by itself', () => {
  const passing = (['Disconnected', 'Unavailable', 'Timeout', 'Throttled'] as const).map((code) =>
    isTransient(fromKubeError(new KubeError(code, ''), ASKED)),
  );
  const staying = (['Forbidden', 'NotFound', 'Invalid', 'Aborted'] as const).map((code) =>
    isTransient(fromKubeError(new KubeError(code, ''), ASKED)),
  );
  expect([passing, staying]).toEqual([Array(4).fill(true), Array(4).fill(false)]);
});
