import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import type { Phase } from '../../../src/api/phase.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { ForbiddenError } from '../../../src/client/errors/access-errors.ts';
import { AbortedError, InvalidOptionError } from '../../../src/client/errors/call-errors.ts';
import { ResultUnavailableError } from '../../../src/client/errors/content-errors.ts';
import {
  AlreadyExistsError,
  AlreadyTerminalError,
  ConflictError,
  NotFoundError,
  NotRetryableError,
} from '../../../src/client/errors/object-errors.ts';
import { parseResult } from '../../../src/client/executions/parse-result.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

/** What errors say as data, as the contract has it. */
export function failingContract(testCluster: () => TestCluster): void {
  describe('an error', () => {
    test('names the object that it is about', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client, namespace } = fixture;
      const execution = await fixture.execution('deploy-7');
      const about = (kind: string, name: string) => ({ kind, namespace, name });
      const missing = await rejection(client.get('no-such'), NotFoundError);
      expect(missing.object).toEqual(about('Execution', 'no-such'));
      const fn = await rejection(client.function('no-such'), NotFoundError);
      expect(fn.object).toEqual(about('Function', 'no-such'));
      const twice = client.spawn('deploy', {}, { name: 'deploy-7' });
      expect((await rejection(twice, AlreadyExistsError)).object).toEqual(
        about('Execution', 'deploy-7'),
      );
      const viewer = await fastClient(testCluster().kubeconfig('viewer'), { namespace });
      const refused = await rejection(viewer.cancel(execution), ForbiddenError);
      expect(refused.object).toEqual(about('Execution', 'deploy-7'));
      await viewer.close();
    });

    test('names none where many are asked for', async () => {
      const nobody = await fastClient(testCluster().kubeconfig('nsuser'), { namespace: 'default' });
      expect((await rejection(nobody.list(), ForbiddenError)).object).toBeUndefined();
      await nobody.close();
    });

    test('of what has ended has its phase', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client, namespace } = fixture;
      const skipped = await fixture.execution('deploy-7', { status: { phase: 'Skipped' } });
      const ended = await rejection(client.cancel(skipped), AlreadyTerminalError);
      const object = { kind: 'Execution', namespace, name: 'deploy-7' };
      expect([ended.phase, ended.object]).toEqual(['Skipped', object]);
      const retried = await rejection(client.retryExecution(skipped), NotRetryableError);
      expect([retried.phase, retried.object]).toEqual(['Skipped', object]);
    });

    test('of a suspension whose execution has ended has the phase of that', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy-7', { status: { phase: 'Failed' } });
      const approve = await fixture.suspension('approve', { parent });
      const error = await rejection(fixture.client.resumeSuspension(approve), AlreadyTerminalError);
      const { namespace } = fixture;
      expect([error.phase, error.object]).toEqual([
        'Failed',
        { kind: 'Suspension', namespace, name: 'approve' },
      ]);
    });

    test('of what differs from what was expected says in what', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy-7', { status: { phase: 'Suspended' } });
      const expected = { phase: 'Executing' };
      const error = await rejection(fixture.client.cancel(execution, { expected }), ConflictError);
      expect(error.changes).toEqual([
        { field: 'phase', expected: 'Executing', actual: 'Suspended' },
      ]);
      expect(error.object?.name).toBe('deploy-7');
    });

    test.each(['Executing', 'Failed', 'Canceled'] as const)(
      'of a result that is not there has the execution and its phase: %s',
      async (phase) => {
        await using fixture = await openTestNamespace(testCluster());
        const status = { phase, message: 'disk full' };
        const execution = await fixture.execution('deploy-7', { status });
        const read = Promise.resolve().then(() => parseResult(execution));
        const error = await rejection(read, ResultUnavailableError);
        expect([error.phase, error.execution, error.object?.name]).toEqual([
          phase,
          execution,
          'deploy-7',
        ]);
      },
    );
  });

  describe('execute', () => {
    /** Executes a function, and ends what that made in a phase. */
    async function executeTo(phase: Phase) {
      const fixture = await openTestNamespace(testCluster());
      const spawned: Execution[] = [];
      const result = fixture.client.execute(
        'deploy',
        {},
        { onSpawned: (one) => spawned.push(one) },
      );
      const settled = Promise.allSettled([result]);
      await until(() => spawned.length > 0);
      const [{ metadata } = { metadata: { name: '' } }] = spawned;
      await fixture.setStatus(EXECUTIONS, metadata.name, {
        phase,
        message: 'disk full',
        result: 1,
      });
      await settled;
      return { fixture, name: metadata.name, result };
    }

    test('tells the name of what it started, and reads its result', async () => {
      const { fixture, name, result } = await executeTo('Completed');
      await using _ = fixture;
      expect(name).toMatch(/^deploy-.{5}$/);
      expect(await result).toBe(1);
    });

    test('fails with the execution that failed', async () => {
      const { fixture, name, result } = await executeTo('Failed');
      await using _ = fixture;
      const error = await rejection(result, ResultUnavailableError);
      expect(error.execution.metadata.name).toBe(name);
      expect(error.message).toContain(`${fixture.namespace}/${name}`);
      expect([error.phase, error.execution.status?.message]).toEqual(['Failed', 'disk full']);
    });

    test('names what it started when it is ended before that has', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const ending = new AbortController();
      const { signal } = ending;
      const names: string[] = [];
      const onSpawned = ({ metadata }: Execution) => {
        names.push(metadata.name);
        ending.abort();
      };
      const call = fixture.client.execute('deploy', {}, { signal, onSpawned });
      const error = await rejection(call, AbortedError);
      expect([error.object?.name]).toEqual(names);
    });
  });

  describe('a phase that there is not', () => {
    test.each([
      ['completed', 'Did you mean Completed?'],
      ['Runnning', 'Known phases: Pending, Executing'],
      ['Cancelled', 'Did you mean Canceled?'],
      ['Fialed', 'Did you mean Failed?'],
    ])('is refused by list before anything is asked: %s', async (phase, advice) => {
      await using fixture = await openTestNamespace(testCluster());
      const error = await rejection(
        fixture.client.list({ phases: ['Failed', phase] }),
        InvalidOptionError,
      );
      expect(error.option).toBe('phases');
      expect(error.message).toContain(`There is no phase "${phase}".`);
      expect(error.message).toContain(advice);
    });
  });
}
