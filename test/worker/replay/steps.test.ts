import { describe, expect, it } from 'vitest';
import { mayAct } from '../../../src/worker/protocol/act.ts';
import {
  FunctionError,
  isRetryable,
  NonRetryableError,
  RetryableError,
} from '../../../src/worker/replay/errors.ts';
import { nextPoll, nextTryIn } from '../../../src/worker/replay/step-retry.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from './run-program.ts';

const WORLD = 1;
const charge = { kind: 'step', name: 'charge' } as const;
const body: Body = ({ ask }) => ask(charge);

describe('a step that is tried again', () => {
  it('is outstanding after a crash, with the tries it had', async () => {
    const replay = await startRun(body, emptyJournal, WORLD);
    replay.recordTry('charge');
    const again = await startRun(body, throughServer(replay.journal), WORLD);
    expect(again.outstanding).toMatchObject([{ operation: { key: 'charge', tries: 1 } }]);
    expect(again.recordedOutcome('charge')).toBeUndefined();
  });

  it('begins its next try only once the server knows of the last', async () => {
    const replay = await startRun(body, emptyJournal, WORLD);
    const before = throughServer(replay.journal);
    const [first] = replay.outstanding;
    expect(first && mayAct(first, before)).toBe(true);
    replay.recordTry('charge');
    const [second] = replay.outstanding;
    expect(second && mayAct(second, before)).toBe(false);
    expect(second && mayAct(second, undefined)).toBe(false);
    expect(second && mayAct(second, throughServer(replay.journal))).toBe(true);
  });

  it('waits its backoff until no retry is left or none may follow', () => {
    const retry = { retries: 2, backoffMs: 2_000 };
    expect([1, 2, 3].map((tries) => nextTryIn(tries, true, retry))).toEqual([
      2_000,
      2_000,
      undefined,
    ]);
    expect(nextTryIn(1, false, retry)).toBeUndefined();
  });

  it('throws an error again that no retry may follow, as one', async () => {
    const replay = await startRun(body, emptyJournal, WORLD);
    const outcome = { ending: 'failed', message: 'card stolen', nonRetryable: true } as const;
    replay.recordStep('charge', outcome);
    await replay.deliver('charge', outcome, true);
    const again = await startRun(body, throughServer(replay.journal), WORLD);
    for (const run of [replay, again])
      expect(run.end).toEqual({ threw: new NonRetryableError('card stolen') });
  });
});

describe('what a long step stores', () => {
  it('is there for its next try and after a crash, and gives way to its value', async () => {
    const replay = await startRun(body, emptyJournal, WORLD);
    expect(replay.loadStored('charge')).toBeUndefined();
    replay.recordStored('charge', { row: 100 });
    replay.recordTry('charge');
    const again = await startRun(body, throughServer(replay.journal), WORLD);
    expect(again.loadStored('charge')).toEqual({ row: 100 });
    expect(again.recordedOutcome('charge')).toBeUndefined();
    again.recordStep('charge', { ending: 'done', value: 'copied' });
    const third = await startRun(body, throughServer(again.journal), WORLD);
    expect(third.recordedOutcome('charge')).toEqual({ ending: 'done', value: 'copied' });
    expect(third.loadStored('charge')).toBeUndefined();
  });

  it('does not stay where the step returns nothing', async () => {
    const replay = await startRun(body, emptyJournal, WORLD);
    replay.recordStored('charge', 100);
    replay.recordStep('charge', { ending: 'done', value: null });
    expect(throughServer(replay.journal).values).toEqual({});
  });
});

describe('a poll', () => {
  const until = '2026-01-01T00:15:00Z';
  const poll =
    (end: string): Body =>
    ({ ask }) =>
      ask({ kind: 'step', name: 'dns', until: end });

  it('keeps the end it was first asked with', async () => {
    const first = await startRun(poll(until), emptyJournal, WORLD);
    const again = await startRun(poll('2026-01-02T00:00:00Z'), throughServer(first.journal), WORLD);
    expect(again.outstanding).toMatchObject([{ operation: { until } }]);
    expect(again.journal.operations).toHaveLength(1);
  });

  it('begins once its end is on the server', async () => {
    const [ask] = (await startRun(poll(until), emptyJournal, WORLD)).outstanding;
    expect(ask && mayAct(ask, undefined)).toBe(false);
  });

  it('asks at each interval, a last time at its end, and then no more', () => {
    const end = 60_000;
    expect(nextPoll(0, 25_000, end)).toEqual({ is: 'again', inMs: 25_000 });
    expect(nextPoll(50_000, 25_000, end)).toEqual({ is: 'again', inMs: 10_000 });
    expect(nextPoll(60_000, 25_000, end)).toEqual({ is: 'over' });
    expect(nextPoll(60_000, 25_000, undefined)).toEqual({ is: 'again', inMs: 25_000 });
  });
});

describe('names of operations', () => {
  it.each(['a/b~c', '__proto__', '$', '12', ''])('may not be %s', async (name) => {
    const replay = await startRun(({ ask }) => ask({ ...charge, name }), emptyJournal, WORLD);
    expect(JSON.stringify(look(replay).end)).toContain('InvalidNameError: the name');
    expect(replay.journal.operations).toEqual([]);
  });
});

describe('whether a retry may follow an error', () => {
  it('follows from what was thrown', () => {
    const retryable = (thrown: unknown) => isRetryable(thrown, 'None');
    expect(['text', undefined, new Error('x'), new RetryableError('x')].map(retryable)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(retryable(new NonRetryableError('x'))).toBe(false);
    expect(retryable(new FunctionError('x', 'Validation'))).toBe(false);
    expect(retryable(new FunctionError('x', 'ChildFailed'))).toBe(false);
    expect(isRetryable(new FunctionError('x', 'ChildFailed'), 'RetryFailed')).toBe(true);
  });
});
