import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/worker/replay/chance.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from './run-program.ts';

const WORLD = 1;
const UID = '9f0e8c1a-5d2b-4c3e-8a77-0123456789ab';
const done = { ending: 'done', value: 1 } as const;

describe('the time that a function is given', () => {
  const body: Body = async ({ ask, now }) => {
    const times = [now(), now()];
    await ask({ kind: 'suspension', name: 'a' });
    return [...times, now()];
  };
  const at = (time: number) => ({ clock: () => time });

  it('stands still in a turn, goes on with the next, and never goes back', async () => {
    let time = 2_000;
    const replay = await startRun(body, emptyJournal, WORLD, { clock: () => time });
    time = 1_000;
    await replay.deliver('a', done, true);
    expect(look(replay).end).toEqual({ returned: [2_000, 2_000, 2_000] });
    time = 5_000;
    const later = await startRun(body, emptyJournal, WORLD, at(2_000));
    expect(later.journal.times).toEqual([{ after: '', at: 2_000 }]);
  });

  it('is the same in a replay, whatever the clock says', async () => {
    const first = await startRun(body, emptyJournal, WORLD, at(1_000));
    await first.deliver('a', done, true);
    const again = await startRun(body, throughServer(first.journal), WORLD, {
      ...at(9_000),
      recall: () => done,
    });
    expect(look(again).end).toEqual({ returned: [1_000, 1_000, 1_000] });
  });

  it('must be on the server before an act that may depend on it', async () => {
    const timed: Body = async ({ ask, now }) => {
      now();
      await ask({ kind: 'step', name: 'charge' });
    };
    const replay = await startRun(timed, emptyJournal, WORLD);
    expect(replay.outstanding).toMatchObject([{ after: 0, times: 1 }]);
  });
});

describe('the dice that a function is given', () => {
  const body: Body = async ({ random, uuid }) => [random(), uuid(), random()];

  it('fall the same in every replay, and otherwise for another execution', async () => {
    const roll = async (uid: string) => look(await startRun(body, emptyJournal, WORLD, { uid }));
    expect(await roll(UID)).toEqual(await roll(UID));
    expect(await roll(UID)).not.toEqual(await roll(UID.replace('9', '8')));
  });

  it('are spread evenly, and UUIDs have the form of version 4', () => {
    const chance = new Chance(UID);
    const draws = Array.from({ length: 10_000 }, () => chance.random());
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    const ids = Array.from({ length: 10_000 }, () => chance.uuid());
    expect(new Set(ids).size).toBe(ids.length);
    const form = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    expect(ids.filter((id) => !form.test(id))).toEqual([]);
  });
});
