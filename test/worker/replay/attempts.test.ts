import { describe, expect, it } from 'vitest';
import type { ChildPolicy, Execution } from '../../../src/api/execution.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import { beginAttempt } from '../../../src/worker/protocol/attempt.ts';
import { type Children, NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import type { Journal } from '../../../src/worker/protocol/journal/journal.ts';
import type { Outcome } from '../../../src/worker/replay/outcome.ts';
import type { Replay } from '../../../src/worker/replay/replay.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from './run-program.ts';

const WORLD = 1;
const EXECUTION = 'release-7f3';
const drain = { kind: 'execution', function: 'drain', hash: '0000000a' } as const;
const approve = { kind: 'suspension', name: 'approve' } as const;
const done: Outcome = { ending: 'done', value: 1 };
const failed: Outcome = { ending: 'failed', message: 'node is busy' };

const child = (key: string, phase: string): Execution => ({
  metadata: { name: `${EXECUTION}-${key}`, uid: `uid-${key}` },
  spec: { function: 'drain' },
  status: { phase },
});
const suspension = (key: string, phase: string): Suspension => ({
  metadata: { name: `${EXECUTION}-${key}`, uid: `uid-${key}` },
  status: { phase },
});

function next(journal: Journal, policy: ChildPolicy, children: Partial<Children>): Journal {
  const own = { ...NO_CHILDREN, ...children };
  return throughServer(beginAttempt(throughServer(journal), 2, '1.5.0', policy, EXECUTION, own));
}

const replay = (body: Body, journal: Journal, policy: ChildPolicy): Promise<Replay> =>
  startRun(body, journal, WORLD, { recall: () => done, replacesKept: policy !== 'None' });

/** The journal of a first attempt in which `arrivals` arrived in this order. */
async function firstAttempt(body: Body, ...arrivals: readonly [string, Outcome][]) {
  const first = await startRun(body, emptyJournal, WORLD);
  for (const [key, outcome] of arrivals) await first.deliver(key, outcome, 'value' in outcome);
  return first.journal;
}

describe('a group in the attempt after a failure', () => {
  const body: Body = ({ askAll }) => askAll([drain, drain, drain], {});
  const children = {
    executions: [child('1', 'Completed'), child('2', 'Failed'), child('3', 'Executing')],
  };

  it('runs only the failed child again under RetryFailed', async () => {
    const journal = next(await firstAttempt(body, ['2', failed]), 'RetryFailed', children);
    expect(journal.gone).toEqual(['uid-2']);
    expect(journal.operations.map(({ key, attempt }) => `${key} ${attempt}`)).toEqual([
      '1 1',
      '3 1',
    ]);
    const again = await replay(body, journal, 'RetryFailed');
    expect(look(again)).toMatchObject({ outstanding: ['1', '2', '3'], end: null });
    for (const key of ['1', '2', '3']) await again.deliver(key, done, true);
    expect(look(again).end).toEqual({ returned: [done, done, done] });
    const third = await replay(body, throughServer(again.journal), 'RetryFailed');
    expect(look(third).end).toEqual(look(again).end);
  });

  it('keeps what a settled group was given of the others', async () => {
    const settled: Body = async ({ askAll }) => {
      await askAll([drain, drain, drain], { isSettled: true });
      throw new Error('one of them failed');
    };
    const before = await firstAttempt(settled, ['3', done], ['2', failed], ['1', done]);
    const journal = next(before, 'RetryFailed', children);
    const again = await replay(settled, journal, 'RetryFailed');
    expect(look(again)).toMatchObject({ outstanding: ['2'], end: null });
    await again.deliver('2', done, true);
    expect(again.end).toBeDefined();
    const third = await replay(settled, throughServer(again.journal), 'RetryFailed');
    expect(look(third).end).toEqual(look(again).end);
  });

  it('runs all of them again under RetryAll, and replays the failure under None', async () => {
    const before = await firstAttempt(body, ['2', failed]);
    const all = next(before, 'RetryAll', children);
    expect(all).toMatchObject({ operations: [], order: [], gone: ['uid-1', 'uid-2', 'uid-3'] });
    const none = next(before, 'None', children);
    expect(none.gone).toEqual([]);
    expect(look(await replay(body, none, 'None')).end).toEqual({
      threw: 'ChildFailedError: node is busy',
    });
  });
});

describe('an attempt whose children end in another order than in the one before', () => {
  // The second child is asked for only where the first failed, or else at the end.
  const body: Body = async ({ ask }) => {
    await ask(drain).catch(() => {});
    await ask(drain);
    await ask({ kind: 'step', name: 'report' });
    throw new Error('the report is wrong');
  };

  it('replays what it kept once the code asks for it', async () => {
    const first = await startRun(body, emptyJournal, WORLD);
    await first.deliver('1', failed, false);
    await first.deliver('2', done, true);
    first.recordStep('report', done);
    await first.deliver('report', done, true);
    const children = { executions: [child('1', 'Failed'), child('2', 'Completed')] };
    const journal = next(first.journal, 'RetryFailed', children);
    const again = await replay(body, journal, 'RetryFailed');
    expect(look(again)).toMatchObject({ outstanding: ['1'], end: null });
    await again.deliver('1', done, true);
    expect(look(again).end).toEqual({ threw: 'Error: the report is wrong' });
    const third = await replay(body, throughServer(again.journal), 'RetryFailed');
    expect(look(third).end).toEqual(look(again).end);
  });

  it('may leave out what was kept', async () => {
    const first = await firstAttempt(body, ['1', done]);
    const children = { executions: [child('1', 'Completed'), child('2', 'Completed')] };
    const shorter: Body = ({ ask }) => ask(drain);
    const again = await replay(shorter, next(first, 'RetryFailed', children), 'RetryFailed');
    expect(look(again).end).toEqual({ returned: 1 });
  });
});

describe('waits, jobs and steps in the next attempt', () => {
  it('ask again for an approval that ended with the attempt, under any policy', async () => {
    const body: Body = ({ ask }) => Promise.all([ask(approve), ask(drain)]);
    const before = await firstAttempt(body, ['1', failed]);
    for (const policy of ['None', 'RetryFailed'] as const) {
      const children = {
        executions: [child('1', 'Completed')],
        suspensions: [suspension('approve', 'Canceled')],
      };
      const journal = next(before, policy, children);
      expect(journal.gone).toEqual(['uid-approve']);
      expect(journal.operations.map(({ key }) => key)).toEqual(['1']);
    }
  });

  it('keep an approval that was given, but under RetryAll', async () => {
    const before = await firstAttempt(({ ask }) => ask(approve), ['approve', done]);
    const children = { suspensions: [suspension('approve', 'Completed')] };
    const isKept = (policy: ChildPolicy) => next(before, policy, children).gone.length === 0;
    expect((['None', 'RetryFailed', 'RetryAll'] as const).map(isKept)).toEqual([true, true, false]);
  });

  it('keep a job that is done even if it is gone, and replace one that failed', async () => {
    const job = (name: string) => ({ kind: 'job', name, hash: '0000000b' }) as const;
    const body: Body = ({ ask }) => Promise.all([ask(job('good')), ask(job('bad'))]);
    const before = await firstAttempt(
      body,
      ['good', { ending: 'done', value: { exitCode: 0 } }],
      ['bad', failed],
    );
    const conditions = [{ type: 'Failed', status: 'True' }];
    const bad = { metadata: { name: `${EXECUTION}-bad`, uid: 'uid-bad' }, status: { conditions } };
    const journal = next(before, 'RetryFailed', { jobs: [bad] });
    expect(journal).toMatchObject({ gone: ['uid-bad'], values: { good: { exitCode: 0 } } });
    expect(journal.operations.map(({ key }) => key)).toEqual(['good']);
  });

  it('keep the values of steps and how far one was, and drop failures and tries', async () => {
    const step = (name: string) => ({ kind: 'step', name }) as const;
    const names = ['load', 'copy', 'charge', 'mail'];
    const body: Body = ({ ask }) => Promise.all(names.map((name) => ask(step(name))));
    const first = await startRun(body, emptyJournal, WORLD);
    first.recordStep('load', done);
    await first.deliver('load', done, true);
    first.recordStored('copy', 100);
    first.recordTry('copy');
    first.recordTry('mail');
    first.recordStep('charge', failed);
    await first.deliver('charge', failed, true);
    const journal = next(first.journal, 'None', {});
    expect(journal).toMatchObject({ values: { load: 1, copy: 100 }, errors: {} });
    expect(journal.order).toEqual([{ key: 'load', ending: 'done' }]);
    const again = await replay(body, journal, 'None');
    expect(again.outstanding.map(({ operation }) => operation)).toMatchObject([
      { key: 'copy', tries: 0 },
      { key: 'charge', tries: 0 },
      { key: 'mail', tries: 0 },
    ]);
    expect(again.loadStored('copy')).toBe(100);
  });
});
