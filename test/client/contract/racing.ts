import { describe, expect, test } from 'vitest';
import type { Execution, ExecutionStatus } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { EXECUTIONS, SCHEDULED_EXECUTIONS, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { ScheduledExecution } from '../../../src/api/scheduled-execution.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import {
  AlreadyTerminalError,
  NotRetryableError,
} from '../../../src/client/errors/object-errors.ts';
import { allOf, beginRace, late, look, refusal, when, writeGuarded } from '../support/race.ts';
import { playRounds } from '../support/rounds.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const ROUNDS = 500;
/** The parties met for good in at least one round of so many; how often depends on the machine. */
const MET = 20;
const LANES = 16;
const SLOW_MS = 240_000;
const AT = '2026-01-05T10:00:00Z';
/** No limit may keep apart what is to meet. */
const UNLIMITED = { qps: 1e6, burst: 1e6 };

/** What a worker counts in two places: in its state, and in the attempt, which patches send whole. */
function tick({ status }: Execution): ExecutionStatus | undefined {
  if (isTerminal(status?.phase ?? '')) return undefined;
  const ticks = ticksOf(status) + 1;
  const attempts = status?.attempts ?? [];
  const last = { ...attempts.at(-1), ticks };
  return { state: { ticks }, attempts: attempts.with(-1, last) };
}

/** The end that a worker writes, unless somebody else wrote one before. */
function end(phase: 'Completed' | 'Failed') {
  return ({ status }: Execution): ExecutionStatus | undefined => {
    if (isTerminal(status?.phase ?? '')) return undefined;
    const attempts = status?.attempts ?? [];
    const last = { ...attempts.at(-1), phase, finishedAt: AT };
    return { phase, result: 'done', finishedAt: AT, attempts: attempts.with(-1, last) };
  };
}

/** What a worker writes to take up what is Pending. */
function claim({ status }: Execution): ExecutionStatus | undefined {
  if (status?.phase !== 'Pending') return undefined;
  const attempts = [...(status.attempts ?? []), { phase: 'Executing', startedAt: AT }];
  return { phase: 'Executing', workerName: 'w1', attempts };
}

function ticksOf(status: ExecutionStatus | undefined): number {
  return Number(status?.state?.ticks ?? Number.NaN);
}

/** Where a version changes what had ended, other than by a retry: `Completed → Canceled`. */
function revivals(versions: readonly Execution[]): readonly string[] {
  return versions.slice(1).flatMap((after, i) => {
    const before = versions[i] ?? after;
    const [was, is] = [phaseOf(before), phaseOf(after)];
    const isSame = JSON.stringify(before.status) === JSON.stringify(after.status);
    if (!isTerminal(was) || isSame) return [];
    const granted = (after.status?.retries ?? 0) - (before.status?.retries ?? 0);
    const isRetried = granted === 1 && is === 'Pending' && (was === 'Failed' || was === 'Canceled');
    return isRetried ? [] : [`${was} → ${is}`];
  });
}

function isPending(execution: Execution): boolean {
  return phaseOf(execution) === 'Pending';
}

async function makeLanes(
  make: (name: string) => Promise<unknown>,
): Promise<(lane: number) => string> {
  const name = (lane: number) => `lane-${lane}`;
  await Promise.all(Array.from({ length: LANES }, (_, lane) => make(name(lane))));
  return name;
}

function openRaces(testCluster: TestCluster): Promise<TestNamespace> {
  return openTestNamespace(testCluster, UNLIMITED);
}

/**
 * Interventions and a worker at the same moment, thousands of times: every version that was stored
 * tells that no update was lost, and that nothing which had ended came back but by a retry.
 */
export function racingContract(testCluster: () => TestCluster): void {
  describe('at the same moment', { timeout: SLOW_MS }, () => {
    test('of cancel, skip and the end by a worker exactly one is written, on all that was before', async () => {
      await using fixture = await openRaces(testCluster());
      const name = await makeLanes((lane) => fixture.execution(lane));
      const first = { phase: 'Failed', startedAt: AT, finishedAt: AT };
      const attempts = [first, { phase: 'Executing', startedAt: AT, ticks: 0 }];
      const status = { phase: 'Executing', startedAt: AT, state: { ticks: 0 }, attempts };
      const ends = { Canceled: 0, Skipped: 0, Completed: 0 };
      let conflicts = 0;
      await playRounds(ROUNDS, LANES, async (round, lane) => {
        const race = await beginRace<Execution>(fixture, EXECUTIONS, name(lane), { status });
        const { client, before, history } = race;
        const working = [tick, tick].slice(round % 3);
        const [canceled, skipped, made] = await allOf(
          late(race, round % 2, () => refusal(client.cancel(before), AlreadyTerminalError)),
          refusal(client.skip(before, { result: 'skipped' }), AlreadyTerminalError),
          late(race, round % 5, () => writeGuarded(race, 'status', [...working, end('Completed')])),
        );
        const after = await look(race);
        const phase = phaseOf(after) as keyof typeof ends;
        const won = {
          Canceled: canceled === undefined,
          Skipped: skipped === undefined,
          Completed: made > working.length,
        };
        expect(Object.entries(won).filter(([, is]) => is)).toEqual([[phase, true]]);
        expect(history.versions.at(-1)).toEqual(after);
        expect(revivals(history.versions)).toEqual([]);
        const ticks = Math.min(made, working.length);
        expect(after.status?.state).toEqual({ ticks });
        expect(after.status?.attempts).toEqual([first, expect.objectContaining({ phase, ticks })]);
        const results = { Canceled: undefined, Skipped: 'skipped', Completed: 'done' };
        expect(after.status?.result).toBe(results[phase]);
        ends[phase] += 1;
        conflicts += history.conflicts;
      });
      // They did meet.
      expect(conflicts).toBeGreaterThan(ROUNDS / MET);
      expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
    });

    test('each retry that was granted is one more, and a worker takes up what is Pending', async () => {
      await using fixture = await openRaces(testCluster());
      const name = await makeLanes((lane) => fixture.execution(lane));
      const grants = { 1: 0, 2: 0 };
      let conflicts = 0;
      await playRounds(ROUNDS, LANES, async (round, lane) => {
        const phase = round % 2 ? 'Failed' : 'Canceled';
        const attempts = [{ phase, startedAt: AT, finishedAt: AT }];
        const status = { phase, result: 'old', retries: 1, attempts };
        const race = await beginRace<Execution>(fixture, EXECUTIONS, name(lane), { status });
        const { client, before, history } = race;
        const isPolicyNew = round % 4 < 2;
        const other = before.spec.retry?.childPolicy === 'RetryAll' ? 'RetryFailed' : 'RetryAll';
        const childPolicy = isPolicyNew ? other : undefined;
        const ending = end(round % 3 ? 'Failed' : 'Completed');
        const [first, second, made] = await allOf(
          refusal(client.retryExecution(before), NotRetryableError),
          late(race, round % 7, () =>
            refusal(client.retryExecution(before, { childPolicy }), NotRetryableError),
          ),
          when(race, isPending).then((seen) => writeGuarded(race, 'status', [claim, ending], seen)),
        );
        const after = await look(race);
        const granted = [first, second].filter((refused) => refused === undefined).length;
        expect(granted).toBeGreaterThan(0);
        expect(after.status?.retries).toBe(1 + granted);
        expect(after.status?.attempts?.slice(0, 1)).toEqual(attempts);
        expect(after.status?.attempts).toHaveLength(1 + Math.min(made, 1));
        expect(history.versions.at(-1)).toEqual(after);
        expect(revivals(history.versions)).toEqual([]);
        const isPolicyWritten = after.spec.retry?.childPolicy === childPolicy;
        if (second && isPolicyNew) {
          expect(second.message.includes('childPolicy was written, and stays')).toBe(
            isPolicyWritten,
          );
        } else if (isPolicyNew) expect(isPolicyWritten).toBe(true);
        grants[granted as keyof typeof grants] += 1;
        conflicts += history.conflicts;
      });
      expect(conflicts).toBeGreaterThan(ROUNDS / MET);
      expect(Math.min(...Object.values(grants))).toBeGreaterThan(0);
    });

    test('a suspension ends once: it is resumed by one of two, or canceled', async () => {
      await using fixture = await openRaces(testCluster());
      const parent = await fixture.execution('parent', { status: { phase: 'Suspended' } });
      const name = await makeLanes((lane) => fixture.suspension(lane, { parent }));
      const ends = { Completed: 0, Canceled: 0 };
      let conflicts = 0;
      await playRounds(ROUNDS, LANES, async (round, lane) => {
        const status = { phase: 'Suspended', note: lane };
        const race = await beginRace<Suspension>(fixture, SUSPENSIONS, name(lane), { status });
        const { client, before, history } = race;
        const cancel = ({ status: seen }: Suspension) =>
          seen?.phase === 'Suspended' ? { phase: 'Canceled', finishedAt: AT } : undefined;
        const [first, second, made] = await allOf(
          refusal(client.resumeSuspension(before), AlreadyTerminalError),
          refusal(client.resumeSuspension(before), AlreadyTerminalError),
          late(race, round % 4, () => writeGuarded(race, 'status', [cancel])),
        );
        const after = await look(race);
        const phase = after.status?.phase as keyof typeof ends;
        const resumed = [first, second].filter((refused) => refused === undefined).length;
        expect([resumed, made]).toEqual(phase === 'Completed' ? [1, 0] : [0, 1]);
        expect(history.versions).toEqual([before, after]);
        expect(after.status).toMatchObject({ note: lane });
        ends[phase] += 1;
        conflicts += history.conflicts;
      });
      expect(conflicts).toBeGreaterThan(ROUNDS / MET);
      expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
    });

    test('a schedule is suspended, and what others write to it stays', async () => {
      await using fixture = await openRaces(testCluster());
      const name = await makeLanes((lane) => fixture.schedule(lane));
      const start = { schedule: '0 3 * * *', function: 'nightly', historyLimit: 0, suspend: false };
      let conflicts = 0;
      await playRounds(ROUNDS / 4, LANES, async (round, lane) => {
        const spec = { spec: start };
        const race = await beginRace<ScheduledExecution>(
          fixture,
          SCHEDULED_EXECUTIONS,
          name(lane),
          spec,
        );
        const keepOneMore = (seen: ScheduledExecution) => ({
          historyLimit: (seen.spec.historyLimit ?? 0) + 1,
        });
        const [suspended] = await allOf(
          race.client.suspendScheduledExecution(race.before),
          late(race, round % 2, () => writeGuarded(race, 'spec', [keepOneMore, keepOneMore])),
        );
        const after = await look(race);
        expect(suspended.spec.suspend).toBe(true);
        expect(after.spec).toEqual({ ...start, historyLimit: 2, suspend: true });
        expect(race.history.versions).toHaveLength(4);
        conflicts += race.history.conflicts;
      });
      expect(conflicts).toBeGreaterThan(ROUNDS / 4 / MET);
    });

    test('the cascade stops what is open, and ends nothing twice', async () => {
      await using fixture = await openRaces(testCluster());
      const ends = { Canceled: 0, Completed: 0 };
      await playRounds(ROUNDS / 8, LANES / 4, async (round) => {
        const name = `root-${round}`;
        const root = await fixture.execution(name, { status: { phase: 'Canceled' } });
        const child = await fixture.execution(`${name}-0`, { parent: root });
        const approval = await fixture.suspension(`${name}-1`, { parent: child });
        const grandchild = await fixture.execution(`${name}-0-0`, { parent: child });
        const status = { phase: 'Executing', state: { ticks: 0 }, attempts: [{ ticks: 0 }] };
        const start = { status };
        const race = await beginRace<Execution>(fixture, EXECUTIONS, child.metadata.name, start);
        const [stopped, resumed, made] = await allOf(
          race.client.cancelDescendants(root),
          late(race, round % 5, () =>
            refusal(fixture.client.resumeSuspension(approval), AlreadyTerminalError),
          ),
          late(race, round % 7, () => writeGuarded(race, 'status', [tick, tick, end('Completed')])),
        );
        const after = await look(race);
        const phase = phaseOf(after) as keyof typeof ends;
        expect(after.status?.state).toEqual({ ticks: Math.min(made, 2) });
        expect(made === 3).toBe(phase === 'Completed');
        const canceled = [after, await fixture.client.get(grandchild.metadata.name)].filter(
          (execution) => phaseOf(execution) === 'Canceled',
        );
        expect(stopped.executions).toEqual(canceled);
        expect(canceled.at(-1)?.metadata.name).toBe(grandchild.metadata.name);
        const approved = await fixture.client.getSuspension(approval.metadata.name);
        expect(approved.status?.phase).toBe(resumed === undefined ? 'Completed' : 'Canceled');
        expect(stopped.suspensions).toEqual(resumed === undefined ? [] : [approved]);
        ends[phase] += 1;
      });
      expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
    });
  });
}
