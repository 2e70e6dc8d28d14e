import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../src/api/instant.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { ForbiddenError } from '../../../src/client/errors/access-errors.ts';
import { InvalidObjectError } from '../../../src/client/errors/content-errors.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  NotFoundError,
} from '../../../src/client/errors/object-errors.ts';
import { parseResult } from '../../../src/client/executions/parse-result.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

/** What a caller may have at hand: neither is an index of JSON values to the compiler. */
interface Deployment {
  readonly clusterId: string;
  readonly endpoint?: string | undefined;
}
class Report {
  readonly at = new Date('2026-01-05T10:00:00Z');
  readonly #lines = 3;

  toJSON(): object {
    return { at: this.at, lines: this.#lines };
  }
}

const TERMINAL = ['Completed', 'Failed', 'Canceled', 'Skipped'] as const;
const STARTED = '2026-01-05T10:00:00Z';

/** Cancel and Skip, as the contract has them. */
export function endingContract(testCluster: () => TestCluster): void {
  describe('cancel', () => {
    test('writes phase, message and end, and the same on the open attempt', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const first = { phase: 'Failed', startedAt: STARTED, finishedAt: STARTED, worker: 'w1' };
      const open = { phase: 'Executing', startedAt: STARTED, worker: 'w2' };
      const before = await fixture.execution('deploy', {
        status: { phase: 'Executing', startedAt: STARTED, attempts: [first, open] },
      });
      const canceled = await fixture.client.cancel(before, { message: 'by ada' });
      const { finishedAt } = canceled.status ?? {};
      expect(finishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Math.abs((parseInstant(finishedAt) ?? 0) - fixture.client.now())).toBeLessThan(60_000);
      expect(canceled.status).toEqual({
        phase: 'Canceled',
        message: 'by ada',
        startedAt: STARTED,
        finishedAt,
        attempts: [first, { ...open, phase: 'Canceled', message: 'by ada', finishedAt }],
      });
    });

    test('leaves attempts alone when the last has ended', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const attempts = [{ phase: 'Failed', startedAt: STARTED, finishedAt: STARTED }];
      const before = await fixture.execution('deploy', { status: { phase: 'Backoff', attempts } });
      const canceled = await fixture.client.cancel(before);
      expect(canceled.status).toMatchObject({ message: 'Canceled by client', attempts });
    });

    test('works on an execution that has no status yet, and on an unknown phase', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const pending = await fixture.execution('pending');
      const odd = await fixture.execution('odd', { status: { phase: 'Juggling' } });
      expect((await fixture.client.cancel(pending)).status?.phase).toBe('Canceled');
      expect((await fixture.client.cancel(odd)).status?.phase).toBe('Canceled');
    });

    test('says why it was, unless no words are given', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const messageOf = async (name: string, message: string | undefined) =>
        (await fixture.client.cancel(await fixture.execution(name), { message })).status?.message;
      expect(await messageOf('one', 'too slow')).toBe('too slow');
      expect(await messageOf('two', '')).toBe('Canceled by client');
      expect(await messageOf('three', undefined)).toBe('Canceled by client');
    });

    test.each(TERMINAL)('refuses one that is %s, and writes nothing', async (phase) => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase } });
      const error = await rejection(fixture.client.cancel(before), AlreadyTerminalError);
      expect(error.message).toContain(`is ${phase}`);
      const after = await fixture.client.get('deploy');
      expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    });

    test('asks only, in a dry run', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const would = await fixture.client.cancel(before, { dryRun: true });
      expect(would.status?.phase).toBe('Canceled');
      expect((await fixture.client.get('deploy')).status?.phase).toBe('Executing');
    });

    test('never touches another execution of the same name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy');
      await fixture.delete(EXECUTIONS, 'deploy');
      const again = await fixture.execution('deploy');
      const error = await rejection(fixture.client.cancel(before), ConflictError);
      expect(error.message).toContain('created again');
      expect(await fixture.client.get('deploy')).toEqual(again);
    });

    test('says that a deleted execution is gone', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy');
      await fixture.delete(EXECUTIONS, 'deploy');
      await rejection(fixture.client.cancel(before), NotFoundError);
    });

    test('stops when the execution is not as the caller saw it, and says what changed', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const attempts = [{ phase: 'Failed', finishedAt: STARTED }, { phase: 'Executing' }];
      const before = await fixture.execution('deploy', {
        status: { phase: 'Executing', attempts },
      });
      const error = await rejection(
        fixture.client.cancel(before, { expected: { phase: 'Pending', attempt: 1 } }),
        ConflictError,
      );
      expect(error.message).toContain('its phase was Pending and is Executing now');
      expect(error.message).toContain('its attempt was 1 and is 2 now');
      const expected = { phase: 'Executing', attempt: 2 };
      expect((await fixture.client.cancel(before, { expected })).status?.phase).toBe('Canceled');
    });

    test('says which right is missing', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy');
      const viewer = await fastClient(testCluster().kubeconfig('viewer'));
      try {
        const error = await rejection(viewer.cancel(before), ForbiddenError);
        expect(error).toMatchObject({
          verb: 'patch',
          resource: 'executions/status',
          namespace: fixture.namespace,
        });
        expect(error.user).toContain('viewer');
      } finally {
        await viewer.close();
      }
    });
  });

  describe('skip', () => {
    test('puts the result in the place of an old one, nulls included', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', {
        status: { phase: 'Executing', result: { old: 1 }, attempts: [{ phase: 'Executing' }] },
      });
      const skipped = await fixture.client.skip(before, { result: { url: null, tags: [null] } });
      const { finishedAt } = skipped.status ?? {};
      const end = { phase: 'Skipped', message: 'Skipped by client', finishedAt };
      expect(skipped.status).toEqual({
        ...end,
        result: { url: null, tags: [null] },
        attempts: [end],
      });
      expect(await fixture.client.get('deploy')).toEqual(skipped);
    });

    test('takes an old result away when none is given', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', {
        status: { phase: 'Executing', result: { old: 1 } },
      });
      expect((await fixture.client.skip(before)).status).not.toHaveProperty('result');
    });

    test.each([[null], [false], [0], [''], [[]], [{}]])(
      'gives %j as the result',
      async (result) => {
        await using fixture = await openTestNamespace(testCluster());
        const before = await fixture.execution('deploy', { status: { result: { old: 1 } } });
        const skipped = await fixture.client.skip(before, { result, message: '' });
        expect(skipped.status?.message).toBe('Skipped by client');
        expect(parseResult(skipped)).toEqual(result);
        expect(parseResult(await fixture.client.get('deploy'))).toEqual(result);
      },
    );

    test('takes what JSON can write: interfaces, classes, dates, and fields that are undefined', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const warnings: string[] = [];
      const onWarning = (warning: string) => warnings.push(warning);
      const deployment: Deployment = { clusterId: 'c-1', endpoint: undefined };
      const result = { deployment, report: new Report(), at: new Date('2026-01-05T10:00:00Z') };
      const skipped = await fixture.client.skip(await fixture.execution('deploy'), {
        result,
        onWarning,
      });
      expect(skipped.status?.result).toEqual({
        deployment: { clusterId: 'c-1' },
        report: { at: '2026-01-05T10:00:00.000Z', lines: 3 },
        at: '2026-01-05T10:00:00.000Z',
      });
      expect(warnings).toEqual([]);
    });

    test.each([
      ['a function', () => undefined, 'it is a function'],
      ['a symbol', Symbol('s'), 'it is a symbol'],
      ['a circle', circle(), 'holds itself'],
    ])('refuses %s by name, and writes nothing', async (_, result, why) => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy');
      const error = await rejection(fixture.client.skip(before, { result }), InvalidObjectError);
      expect(error.fields).toEqual([{ field: 'status.result', message: expect.any(String) }]);
      expect(error.message).toContain(
        `Execution ${fixture.namespace}/deploy cannot be skipped: result cannot be written as JSON`,
      );
      expect(error.message).toContain(why);
      expect(error.outcome).toBe('none');
      expect(await fixture.client.get('deploy')).toEqual(before);
    });

    test('works on an execution that has no status yet', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const skipped = await fixture.client.skip(await fixture.execution('deploy'), { result: 7 });
      expect(skipped.status).toMatchObject({ phase: 'Skipped', result: 7 });
    });

    test.each(TERMINAL)('refuses one that is %s', async (phase) => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase, result: 1 } });
      await rejection(fixture.client.skip(before, { result: 2 }), AlreadyTerminalError);
      expect((await fixture.client.get('deploy')).status?.result).toBe(1);
    });
  });
}

function circle(): object {
  const one: { self?: object } = {};
  one.self = one;
  return one;
}
