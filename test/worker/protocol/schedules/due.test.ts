import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import type { ScheduledExecution } from '../../../../src/api/scheduled-execution.ts';
import {
  dueTime,
  isMadeFor,
  makeDue,
  recordDue,
} from '../../../../src/worker/protocol/schedules/due.ts';
import { judgeDueLicence, trimHistory } from '../../../../src/worker/protocol/schedules/made.ts';
import { applyPatch } from '../../support/apply-patch.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const next = (after: number): number => (Math.floor(after / MINUTE) + 1) * MINUTE;
const at = (minutes: number): number => START + minutes * MINUTE;
const text = (minutes: number): string => new Date(at(minutes)).toISOString();

function schedule(changes: Partial<ScheduledExecution> = {}): ScheduledExecution {
  return {
    metadata: {
      name: 'nightly',
      namespace: 'ops',
      resourceVersion: 'v1',
      creationTimestamp: text(0),
      labels: { 'kontinue.cloud/worker-group': 'eu' },
    },
    spec: {
      schedule: '* * * * *',
      function: 'release',
      arguments: { version: 'nightly' },
      executionDefaults: { retry: { retries: 2 } },
    },
    ...changes,
  };
}
const made = (minute: number, uid: string, phase = 'Completed'): Execution => ({
  ...(makeDue(schedule(), at(minute)).object as Execution),
  metadata: { ...makeDue(schedule(), at(minute)).object.metadata, uid },
  status: { phase, finishedAt: text(minute + 1) },
});

describe('what a schedule owes', () => {
  it('is the latest due time that is not recorded', () => {
    expect(dueTime(schedule(), next, at(1))).toBe(at(1));
    expect(dueTime(schedule(), next, at(2) + 29_000)).toBe(at(2));
    const recorded = schedule({ status: { lastScheduleTime: text(1) } });
    expect(dueTime(recorded, next, at(1) + 59_000)).toBeUndefined();
    expect(dueTime(recorded, next, at(2))).toBe(at(2));
  });

  it('is nothing that was missed for more than 90 s', () => {
    const daily = (after: number): number | undefined => (after < at(10) ? at(10) : undefined);
    expect(dueTime(schedule(), daily, at(10) + 90_000)).toBe(at(10));
    expect(dueTime(schedule(), daily, at(10) + 90_001)).toBeUndefined();
  });

  it('is nothing before it was made, while it is suspended, or once it is deleted', () => {
    expect(dueTime(schedule(), next, at(0) + 1)).toBeUndefined();
    const { spec, metadata } = schedule();
    expect(dueTime(schedule({ spec: { ...spec, suspend: true } }), next, at(5))).toBeUndefined();
    const deleted = schedule({ metadata: { ...metadata, deletionTimestamp: text(4) } });
    expect(dueTime(deleted, next, at(5))).toBeUndefined();
  });
});

describe('the execution of a due time', () => {
  it('has a name, labels and a spec that follow from the schedule', () => {
    const minute = START / MINUTE + 3;
    expect(makeDue(schedule(), at(3)).object).toEqual({
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      metadata: {
        name: `nightly-${minute}`,
        namespace: 'ops',
        labels: { 'kontinue.cloud/schedule': 'nightly', 'kontinue.cloud/worker-group': 'eu' },
        annotations: { 'kontinue.cloud/due': `${minute}` },
      },
      spec: { function: 'release', arguments: { version: 'nightly' }, retry: { retries: 2 } },
    });
  });

  it('is told from others of its name', () => {
    expect(isMadeFor(made(3, 'u3'), schedule(), at(3))).toBe(true);
    const other = { metadata: { name: made(3, 'u3').metadata.name }, spec: { function: 'f' } };
    expect(isMadeFor(other, schedule(), at(3))).toBe(false);
  });
});

describe('the record of an execution', () => {
  it('names its uid, forgets those that are gone, and carries the version', () => {
    const before = schedule({
      status: { lastScheduleTime: text(2), made: [`${at(1) / MINUTE} u1`, `${at(2) / MINUTE} u2`] },
    });
    const executions = [made(2, 'u2', 'Executing')];
    const write = recordDue(before, at(3), made(3, 'u3', 'Pending'), executions, next);
    expect(write?.patch[0]).toMatchObject({ path: '/metadata/resourceVersion', value: 'v1' });
    expect(write && applyPatch(before, write.patch).status).toEqual({
      lastScheduleTime: '2026-01-01T00:03:00Z',
      nextScheduleTime: '2026-01-01T00:04:00Z',
      active: [made(2, '').metadata.name, made(3, '').metadata.name],
      made: [`${at(2) / MINUTE} u2`, `${at(3) / MINUTE} u3`],
    });
  });

  it('is none where the schedule is past the due time', () => {
    const past = schedule({ status: { lastScheduleTime: text(3) } });
    expect(recordDue(past, at(3), made(3, 'u3'), [], next)).toBeUndefined();
  });

  it('is what allows the execution to run', () => {
    const recorded = schedule({
      status: { lastScheduleTime: text(3), made: [`${at(3) / MINUTE} u3`] },
    });
    expect(judgeDueLicence(made(3, 'u3'), recorded, false)).toBe('granted');
    expect(judgeDueLicence(made(3, 'late'), recorded, false)).toBe('void');
    expect(judgeDueLicence(made(4, 'early'), recorded, false)).toBe('awaited');
    expect(judgeDueLicence(made(0, 'older'), schedule(), false)).toBe('void');
    expect(judgeDueLicence(made(3, 'u3'), undefined, false)).toBe('awaited');
    expect(judgeDueLicence(made(3, 'u3'), undefined, true)).toBe('void');
    const manual: Execution = { metadata: { name: 'nightly-run-x' }, spec: { function: 'f' } };
    expect(judgeDueLicence(manual, undefined, true)).toBe('granted');
  });
});

describe('the history of a schedule', () => {
  it('keeps the latest finished executions, and those that are open or not recorded', () => {
    const { spec } = schedule();
    const kept = schedule({
      spec: { ...spec, historyLimit: 1 },
      status: { lastScheduleTime: text(3) },
    });
    const executions = [
      made(1, 'u1'),
      made(2, 'u2', 'Executing'),
      made(3, 'u3'),
      { ...made(4, 'u4', 'Canceled'), status: { phase: 'Canceled', finishedAt: text(0) } },
    ];
    expect(trimHistory(kept, executions)).toEqual([
      { verb: 'delete', kind: 'Execution', name: made(1, '').metadata.name, uid: 'u1' },
    ]);
  });
});
