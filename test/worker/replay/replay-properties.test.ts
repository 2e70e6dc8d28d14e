import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fnv1a } from '../../../src/api/labels.ts';
import { parseOperations, printOperations } from '../../../src/worker/protocol/journal/fold.ts';
import type { Journal } from '../../../src/worker/protocol/journal/journal.ts';
import type { ReplayOptions } from '../../../src/worker/replay/replay.ts';
import { arbitraryProgram, interpret, type Program } from './program.ts';
import {
  collected,
  emptyJournal,
  type Life,
  live,
  look,
  outcomeOf,
  type Sight,
  startRun,
  throughServer,
} from './run-program.ts';

const bodyOf = (program: Program) => (operations: Parameters<typeof interpret>[1]) =>
  interpret(program, operations);

/** Arrivals in an order that the seed draws. */
function arrivals(seed: number) {
  let turn = 0;
  return (keys: readonly string[]): string | undefined => {
    turn += 1;
    return keys[Number.parseInt(fnv1a(`${seed} ${turn}`), 16) % Math.max(1, keys.length)];
  };
}

/** The same, but for hashes that a folded line leaves to the child's spec. */
function folded(journal: Journal): Journal {
  return { ...journal, operations: parseOperations(printOperations(journal.operations)) };
}

/** What must be the same; what a function left behind when it ended is nothing to it. */
function comparable({ journal, outstanding, end }: Sight): Sight {
  return { journal: folded(journal), outstanding: end === null ? outstanding : [], end };
}

const drawn = fc.record({ program: arbitraryProgram, world: fc.nat(1_000), order: fc.nat(1_000) });
interface Draw {
  readonly program: Program;
  readonly world: number;
  readonly order: number;
}
const STILL: Partial<ReplayOptions> = { clock: () => Date.UTC(2026, 0, 1) };
const lifeOf = ({ program, world, order }: Draw, options = {}): Promise<Life> =>
  live(bodyOf(program), emptyJournal, world, arrivals(order), options);

describe('a replay', () => {
  it('from the journal of any turn asks the same, and stands where the run stood', async () => {
    let turns = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async (draw) => {
        const life = await lifeOf(draw);
        for (const [turn, sight] of life.sights.entries()) {
          const replay = await startRun(
            bodyOf(draw.program),
            throughServer(sight.journal),
            draw.world,
          );
          for (const key of collected(life, turn))
            await replay.deliver(key, outcomeOf(draw.world, key), true);
          const seen = look(replay);
          expect(comparable(seen)).toEqual(comparable(sight));
          turns += 1;
        }
      }),
      { seed: 4, numRuns: 400 },
    );
    expect(turns).toBeGreaterThan(1_000);
  });

  it('goes on from any turn to the same end when the same things arrive', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.nat(), async (draw, cut) => {
        // What was not recorded may be another time: that a clock goes on is no difference.
        const life = await lifeOf(draw, STILL);
        const turn = cut % life.sights.length;
        const rest = [...collected(life, turn), ...life.delivered.slice(turn)];
        const journal = throughServer(life.sights[turn]?.journal ?? emptyJournal);
        const second = await live(
          bodyOf(draw.program),
          journal,
          draw.world,
          () => rest.shift(),
          STILL,
        );
        expect(second.sights.at(-1)?.end).toEqual(life.sights.at(-1)?.end);
        expect(folded(second.sights.at(-1)?.journal ?? emptyJournal)).toEqual(
          folded(life.sights.at(-1)?.journal ?? emptyJournal),
        );
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('names no outcome that was not asked for, and none twice', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (draw) => {
        const { journal } = (await lifeOf(draw)).sights.at(-1) ?? { journal: emptyJournal };
        const keys = journal.order.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(journal.operations.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('decides a race as the first run did, whoever would be faster now', async () => {
    const race: Program = {
      do: 'race',
      parts: ['a', 'b', 'c'].map((_, id) => ({ do: 'ask', kind: 'execution', named: true, id })),
    };
    const world = 3;
    for (const winner of ['n0', 'n1', 'n2']) {
      const first = await live(bodyOf(race), emptyJournal, world, (keys) =>
        keys.find((key) => key === winner),
      );
      const replay = await startRun(
        bodyOf(race),
        first.sights.at(-1)?.journal ?? emptyJournal,
        world,
      );
      expect(look(replay).end).toEqual(first.sights.at(-1)?.end);
      expect(replay.journal.order.map(({ key }) => key)).toEqual([winner]);
    }
  });
});
