import { describe, expect, test } from 'vitest';
import { InvalidObjectError } from '../../../src/client/errors/content-errors.ts';
import { AlreadyExistsError, NotFoundError } from '../../../src/client/errors/object-errors.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const ENDED = '2026-01-05T10:00:00Z';

/** How executions are made, as the contract has it. */
export function spawningContract(testCluster: () => TestCluster): void {
  describe('spawn', () => {
    test('fills in what is left out from the function, and keeps what is given', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.fn('deploy-cluster', {
        workerGroup: 'gpu',
        defaults: {
          arguments: { region: 'eu', replicas: 3 },
          retry: { retries: 2, backoff: '10s' },
          ttl: { deleteAfter: '7d' },
        },
      });
      const execution = await fixture.client.spawn(
        'deploy-cluster',
        { replicas: 5, at: new Date(Date.parse(ENDED)), none: undefined },
        { retry: { retries: 9 }, mutex: { name: 'orders' }, labels: { team: 'pay' } },
      );
      expect(execution.metadata.name).toMatch(/^deploy-cluster-.{5}$/);
      expect(execution.metadata.labels).toEqual({
        'kontinue.cloud/worker-group': 'gpu',
        team: 'pay',
      });
      expect(execution.spec).toEqual({
        function: 'deploy-cluster',
        arguments: { region: 'eu', replicas: 5, at: '2026-01-05T10:00:00.000Z' },
        retry: { retries: 9, backoff: '10s' },
        ttl: { deleteAfter: '168h' },
        mutex: { name: 'orders' },
      });
    });

    test('takes what is undefined for left out', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const defaults = { retry: { retries: 2, backoff: '10s' }, timeout: { overall: '1h' } };
      await fixture.fn('deploy', { defaults });
      const retry: object = { retries: 9, backoff: undefined };
      const execution = await fixture.client.spawn('deploy', undefined, {
        name: '',
        retry,
        timeout: undefined,
        mutex: undefined,
      });
      expect(execution.metadata.name).toMatch(/^deploy-.{5}$/);
      expect(execution.spec).toEqual({
        function: 'deploy',
        retry: { retries: 9, backoff: '10s' },
        timeout: { overall: '1h' },
      });
    });

    test('says that the namespace is missing', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const spawned = fixture.client.spawn('deploy', {}, { namespace: 'no-such-namespace' });
      const error = await rejection(spawned, NotFoundError);
      expect(error.message).toBe(
        'There is no namespace no-such-namespace. Check its name, or create it first.',
      );
    });

    test('makes one of a function that nobody published', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.client.spawn('Fetch Prices!');
      expect(execution.metadata.name).toMatch(/^fetch-prices-.{5}$/);
      expect(execution.spec).toEqual({ function: 'Fetch Prices!' });
    });

    test('refuses a name that is taken, and a duration that is none', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.client.spawn('deploy', {}, { name: 'one' });
      await rejection(fixture.client.spawn('deploy', {}, { name: 'one' }), AlreadyExistsError);
      const timeout = { overall: 'soon' };
      const error = await rejection(
        fixture.client.spawn('deploy', {}, { timeout }),
        InvalidObjectError,
      );
      expect(error.fields.map(({ field }) => field)).toEqual(['spec.timeout.overall']);
    });

    test('passes on what the server finds wrong, field by field', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const error = await rejection(
        fixture.client.spawn('deploy', {}, { retry: { retries: -1 } }),
        InvalidObjectError,
      );
      expect(error.fields.map(({ field }) => field)).toEqual(['spec.retry.retries']);
    });

    test('stores nothing in a dry run', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.client.spawn('deploy', {}, { name: 'one', dryRun: true });
      await rejection(fixture.client.get('one'), NotFoundError);
    });
  });
}
