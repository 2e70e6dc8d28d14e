import { expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { phaseOf } from '../../../src/api/phase.ts';
import { EXECUTIONS, JOBS, PODS } from '../../../src/api/resources.ts';
import { catalogImport } from '../../../src/cluster/world/scenarios/catalog-import.ts';
import { deployPipeline } from '../../../src/cluster/world/scenarios/deploy-pipeline.ts';
import { ledger } from '../../../src/cluster/world/scenarios/ledger-close.ts';
import { orderQueue } from '../../../src/cluster/world/scenarios/order-queue.ts';
import { priceFeed } from '../../../src/cluster/world/scenarios/price-feed.ts';
import { MINUTE } from '../../../src/cluster/world/script.ts';
import { TestWorld } from './test-world.ts';

const DEPLOY = 'deploy-cluster-7f3';

function phasesOf(test: TestWorld, fn: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const execution of test.storage.list<Execution>(EXECUTIONS)) {
    if (execution.spec.function !== fn) continue;
    const phase = phaseOf(execution);
    counts[phase] = (counts[phase] ?? 0) + 1;
  }
  return counts;
}

test('a deployment opens in the middle of its second attempt', () => {
  const test = new TestWorld([deployPipeline]);
  expect(test.execution(DEPLOY).status).toMatchObject({
    phase: 'Executing',
    progress: { current: 4, max: 9 },
    attempts: [{ phase: 'Failed', message: 'connection timeout' }, { phase: 'Executing' }],
  });
  expect(phasesOf(test, 'prepare')).toEqual({ Completed: 3 });
  const drained = phasesOf(test, 'drain');
  expect(drained).toMatchObject({ Failed: 1 });
  expect(drained.Completed).toBeGreaterThan(20);
  expect(drained.Executing).toBeGreaterThan(3);
  expect(test.execution(`${DEPLOY}-roll-nodes-17`).status?.message).toContain('pdb');
  const pod = test.names(PODS).find((name) => name.includes('helm-upgrade')) ?? '';
  expect(test.logs.lines('payments', pod, 'main').length).toBeGreaterThan(20);
});

test('a deployment gets over its failed drain and ends well once it is approved', () => {
  const test = new TestWorld([deployPipeline]);
  test.resume(`${DEPLOY}-approve-prod`);
  test.advanceUntilPhase(DEPLOY, 'Completed', 15 * MINUTE);
  expect(phasesOf(test, 'drain')).toEqual({ Completed: 40 });
  expect(test.execution(`${DEPLOY}-roll-nodes`).status?.attempts).toHaveLength(2);
  expect(test.names(JOBS)).toEqual([`${DEPLOY}-helm-upgrade`, `${DEPLOY}-smoke-test`]);
  expect(test.execution(DEPLOY).status).toMatchObject({
    progress: { current: 9, max: 9 },
    result: { clusterId: 'eu-7f3' },
  });
});

test('a deployment that nobody approves is approved by a colleague', () => {
  const test = new TestWorld([deployPipeline]);
  test.advanceUntilPhase(DEPLOY, 'Completed', 15 * MINUTE);
});

test('the deployment starts over under RetryFailed where it was canceled', () => {
  const test = new TestWorld([deployPipeline]);
  test.cancel(DEPLOY);
  test.advanceUntilPhase(`${DEPLOY}-roll-nodes`, 'Canceled', MINUTE);
  expect(phasesOf(test, 'drain').Executing).toBeUndefined();
  test.retry(DEPLOY, 'RetryFailed');
  test.advanceUntilPhase(DEPLOY, 'Completed', 30 * MINUTE);
});

test('a batch counts its children up to the last, and takes its failures', () => {
  const test = new TestWorld([catalogImport]);
  const name = 'import-catalog-22';
  expect(test.execution(name).status?.progress?.current).toBeGreaterThan(100);
  test.advanceUntilPhase(name, 'Completed', 10 * MINUTE);
  const { progress, result } = test.execution(name).status ?? {};
  expect(progress).toEqual({ current: 1_000, max: 1_000 });
  const { Completed = 0, Failed = 0 } = phasesOf(test, 'fetch');
  expect(Completed + Failed).toBe(1_000);
  expect(result).toEqual({ fetched: Completed, missing: Failed });
});

test('the ledger waits for a signature, and then the next month comes up', () => {
  const test = new TestWorld([ledger]);
  expect(test.phase('ledger-close-2026-11')).toBe('Suspended');
  test.resume('ledger-close-2026-11-approve');
  test.advanceUntilPhase('ledger-close-2026-11', 'Completed', MINUTE);
  const next = 'ledger-close-2026-12';
  test.advanceUntil(() => test.names(EXECUTIONS).includes(next), 60 * MINUTE, next);
});

test('the price feed opens in backoff and gets through at its fifth attempt', () => {
  const test = new TestWorld([priceFeed]);
  const open = () => phasesOf(test, 'fetch-prices');
  test.advanceUntil(() => open().Backoff === 1, MINUTE, 'a backoff');
  test.advanceUntil(() => open().Backoff === undefined && !open().Executing, 10 * MINUTE, 'an end');
  for (const name of test.names(EXECUTIONS)) {
    expect(test.execution(name).status?.attempts?.map(({ phase }) => phase)).toEqual([
      'Failed',
      'Failed',
      'Failed',
      'Failed',
      'Completed',
    ]);
  }
});

test('the order queue always has one that runs and some that wait', () => {
  const test = new TestWorld([orderQueue]);
  for (let i = 0; i < 20; i++) {
    test.clock.advance(MINUTE);
    const { Executing, Pending = 0 } = phasesOf(test, 'settle-orders');
    expect(Executing).toBe(1);
    expect(Pending).toBeGreaterThan(0);
    expect(Pending).toBeLessThan(5);
  }
});
