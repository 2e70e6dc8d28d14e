import { describe, expect, it } from 'vitest';
import { printJournal } from '../../../src/worker/protocol/journal/patch.ts';
import type { GroupOptions } from '../../../src/worker/replay/group.ts';
import type { Outcome } from '../../../src/worker/replay/outcome.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from './run-program.ts';

const WORLD = 1;
const drain = { kind: 'execution', function: 'drain', hash: '0000000a' } as const;

const group =
  (count: number, options: GroupOptions = {}): Body =>
  ({ askAll }) =>
    askAll(
      Array.from({ length: count }, () => drain),
      options,
    );
const done = (value: number): Outcome => ({ ending: 'done', value });
const failed: Outcome = { ending: 'failed', message: 'node is busy' };
const partOf = (state: ReturnType<typeof printJournal>) => state.$ as Record<string, unknown>;

describe('a group of executions', () => {
  it('gives the results in the order of the requests, in whatever order they arrive', async () => {
    const replay = await startRun(group(3), emptyJournal, WORLD);
    for (const key of ['3', '1', '2']) await replay.deliver(key, done(Number(key)), true);
    expect(look(replay).end).toEqual({ returned: [done(1), done(2), done(3)] });
  });

  it('costs the same in the journal, however many they are and however they end', async () => {
    const replay = await startRun(group(5_000), emptyJournal, WORLD);
    for (let key = 5_000; key > 0; key -= 1) await replay.deliver(`${key}`, done(key), true);
    expect(partOf(printJournal(replay.journal))).toMatchObject({
      ops: ['1..5000 x drain l'],
      got: '1-5000',
    });
    const again = await startRun(group(5_000), throughServer(replay.journal), WORLD, {
      recall: ({ key }) => done(Number(key)),
    });
    expect(look(again).end).toEqual(look(replay).end);
  });

  it('records nothing until it has ended, since nothing acts on it', async () => {
    const replay = await startRun(group(3), emptyJournal, WORLD);
    await replay.deliver('2', done(2), true);
    expect(replay.journal.order).toEqual([]);
    expect(look(replay).outstanding).toEqual(['1', '3']);
    expect(replay.progress).toEqual({ current: 1, max: 3 });
  });

  it('shows that all have ended once they have', async () => {
    const replay = await startRun(group(2), emptyJournal, WORLD);
    await replay.deliver('2', done(2), true);
    await replay.deliver('1', done(1), true);
    expect(replay.progress).toEqual({ current: 2, max: 2 });
  });

  it('throws the first failure, names the child, and asks for no more', async () => {
    const replay = await startRun(group(3, { atOnce: 2 }), emptyJournal, WORLD);
    await replay.deliver('2', failed, false);
    const end = { threw: 'ChildFailedError: node is busy' };
    expect(look(replay).end).toEqual(end);
    expect(look(replay).outstanding).toEqual([]);
    expect(replay.end).toMatchObject({ threw: { execution: 'release-7f3-2' } });
    const again = await startRun(group(3, { atOnce: 2 }), throughServer(replay.journal), WORLD);
    expect(look(again).end).toEqual(end);
  });

  it('gives all outcomes where it is settled', async () => {
    const replay = await startRun(group(2, { isSettled: true }), emptyJournal, WORLD);
    await replay.deliver('2', failed, false);
    await replay.deliver('1', done(1), true);
    expect(look(replay).end).toEqual({ returned: [done(1), failed] });
    const again = await startRun(
      group(2, { isSettled: true }),
      throughServer(replay.journal),
      WORLD,
      { recall: () => done(1) },
    );
    expect(look(again).end).toEqual(look(replay).end);
  });

  it('runs as many at once as it may, and the next when one has ended', async () => {
    const replay = await startRun(group(4, { atOnce: 2 }), emptyJournal, WORLD);
    const running = () =>
      replay.outstanding.filter(({ isHeld }) => !isHeld).map(({ operation }) => operation.key);
    expect(running()).toEqual(['1', '2']);
    await replay.deliver('2', done(2), true);
    expect(running()).toEqual(['1', '3']);
  });

  it('ends at once where it is empty', async () => {
    expect(look(await startRun(group(0), emptyJournal, WORLD)).end).toEqual({ returned: [] });
  });
});

describe('what must be written before an act that follows a group', () => {
  const neededAfter = async (
    options: GroupOptions,
    outcomes: readonly Outcome[],
    isFinal: boolean,
  ) => {
    const body: Body = async ({ ask, askAll }) => {
      await askAll([drain, drain], options).catch(() => {});
      await ask({ kind: 'sleep', name: 'nap', until: '2026-01-01T00:00:00Z' });
    };
    const replay = await startRun(body, emptyJournal, WORLD);
    for (const [index, outcome] of outcomes.entries())
      await replay.deliver(`${index + 1}`, outcome, isFinal);
    return replay.outstanding[0]?.after;
  };

  it('is nothing where all were awaited and no outcome can change', async () => {
    expect(await neededAfter({}, [done(1), done(2)], true)).toBe(0);
  });

  it('is the failure that came first, since another could have come', async () => {
    expect(await neededAfter({}, [failed], true)).toBe(1);
  });

  it('is everything where an outcome could still change', async () => {
    expect(await neededAfter({ isSettled: true }, [done(1), failed], false)).toBe(2);
  });
});
