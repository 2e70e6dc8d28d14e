import { expect, test } from 'vitest';
import { EXECUTIONS, SCHEDULED_EXECUTIONS } from '../../../src/api/resources.ts';
import type { ScheduledExecution } from '../../../src/api/scheduled-execution.ts';
import { MINUTE, type ScriptedFunction, SECOND, work } from '../../../src/cluster/world/script.ts';
import { scenarioOf, TestWorld } from './test-world.ts';

const report: ScriptedFunction = {
  name: 'report',
  description: 'Takes ten seconds.',
  *script() {
    yield work(10 * SECOND);
    return null;
  },
};

function scheduled(spec: Partial<ScheduledExecution['spec']> = {}): TestWorld {
  return new TestWorld([
    scenarioOf([report], (stage) => {
      stage.schedule('report', { schedule: '*/10 * * * *', function: 'report', ...spec });
    }),
  ]);
}

function schedule(test: TestWorld) {
  return test.storage.get<ScheduledExecution>(SCHEDULED_EXECUTIONS, 'default', 'report');
}

function suspend(test: TestWorld, value: boolean): void {
  test.storage.update<ScheduledExecution>(SCHEDULED_EXECUTIONS, 'default', 'report', (object) => ({
    ...object,
    spec: { ...object.spec, suspend: value },
  }));
}

/** Minutes since 1970 at 10:50, 11:00 and so on, of the day of the tests. */
const AT_10_50 = 29_923_850;

test('a schedule makes an execution at each due time, and says so', () => {
  const test = scheduled({
    arguments: { to: 'ada' },
    executionDefaults: { retry: { retries: 2 } },
  });
  expect(schedule(test)?.status?.nextScheduleTime).toBe('2026-11-23T10:50:00Z');
  test.clock.advance(9 * MINUTE - SECOND);
  expect(test.names(EXECUTIONS)).toEqual([]);
  test.clock.advance(2 * SECOND);
  const name = `report-${AT_10_50}`;
  expect(test.execution(name)).toMatchObject({
    metadata: { labels: { 'kontinue.cloud/schedule': 'report' } },
    spec: { function: 'report', arguments: { to: 'ada' }, retry: { retries: 2 } },
  });
  expect(schedule(test)?.status).toMatchObject({
    active: [name],
    lastScheduleTime: '2026-11-23T10:50:00Z',
    nextScheduleTime: '2026-11-23T11:00:00Z',
  });
  test.advanceUntilPhase(name, 'Completed', MINUTE);
  expect(schedule(test)?.status?.active).toEqual([]);
});

test('a suspended schedule makes none, and what it missed is not made up for', () => {
  const test = scheduled();
  suspend(test, true);
  expect(schedule(test)?.status?.nextScheduleTime).toBeUndefined();
  test.clock.advance(25 * MINUTE);
  expect(test.names(EXECUTIONS)).toEqual([]);
  suspend(test, false);
  test.clock.advance(5 * MINUTE);
  expect(test.names(EXECUTIONS)).toEqual([`report-${AT_10_50 + 20}`]);
});

test('of its finished executions the newest are kept', () => {
  const test = scheduled({ historyLimit: 2 });
  test.clock.advance(50 * MINUTE);
  expect(test.names(EXECUTIONS)).toEqual([30, 40].map((m) => `report-${AT_10_50 + m}`));
});

test('a time zone moves the due time', () => {
  const test = scheduled({ schedule: '0 12 * * *', timeZone: 'Europe/Berlin' });
  expect(schedule(test)?.status?.nextScheduleTime).toBe('2026-11-23T11:00:00Z');
});

test('a schedule that nobody can read has no next time, and does no harm', () => {
  const test = scheduled({ schedule: 'every day' });
  test.clock.advance(60 * MINUTE);
  expect(schedule(test)?.status).toEqual({});
});

test('a deleted schedule makes no more', () => {
  const test = scheduled();
  test.storage.delete(SCHEDULED_EXECUTIONS, 'default', 'report');
  test.clock.advance(60 * MINUTE);
  expect(test.names(EXECUTIONS)).toEqual([]);
});
