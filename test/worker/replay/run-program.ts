import type { Json } from '../../../src/api/execution.ts';
import { fnv1a } from '../../../src/api/labels.ts';
import {
  beginJournal,
  type Journal,
  parseJournal,
} from '../../../src/worker/protocol/journal/journal.ts';
import { printJournal } from '../../../src/worker/protocol/journal/patch.ts';
import type { Operations } from '../../../src/worker/replay/asks.ts';
import type { Outcome } from '../../../src/worker/replay/outcome.ts';
import { Replay, type ReplayOptions } from '../../../src/worker/replay/replay.ts';

export type Body = (operations: Operations) => Promise<unknown>;

/** Resolves once every microtask has run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How the operation `key` of a world ends: the same whenever it is asked. */
export function outcomeOf(world: number, key: string): Outcome {
  const draw = Number.parseInt(fnv1a(`${world} ${key}`), 16);
  if (draw % 5 === 0) return { ending: 'failed', message: `${key} failed` };
  if (draw % 17 === 0) return { ending: 'canceled', message: `${key} was canceled` };
  return { ending: draw % 7 === 0 ? 'skipped' : 'done', value: draw % 3 === 0 ? null : draw % 100 };
}

/** What is to be seen of a run after a turn. */
export interface Sight {
  readonly journal: Journal;
  readonly outstanding: readonly string[];
  readonly end: Json;
}

/** Outcomes that arrived, and that the function was not given: others of their group are awaited. */
export function collected(life: Life, turn: number): readonly string[] {
  const given = new Set(life.sights[turn]?.journal.order.map(({ key }) => key));
  return life.delivered.slice(0, turn).filter((key) => !given.has(key));
}

export interface Life {
  /** After the start, and after each delivery. */
  readonly sights: readonly Sight[];
  /** The keys in the order they were delivered. */
  readonly delivered: readonly string[];
}

/** A clock that never shows the same time twice: a replay must not notice. */
let ticks = 0;
function tick(): number {
  ticks += 1;
  return Date.UTC(2026, 0, 1) + ticks;
}

/** A journal as it comes back from the server. */
export function throughServer(journal: Journal): Journal {
  const read = parseJournal(JSON.parse(JSON.stringify(printJournal(journal))));
  if (read === undefined) throw new Error('a printed journal is read back');
  return read;
}

export async function startRun(
  body: Body,
  journal: Journal,
  world: number,
  options: Partial<ReplayOptions> = {},
): Promise<Replay> {
  const replay = new Replay({
    execution: 'release-7f3',
    uid: '9f0e8c1a-5d2b-4c3e-8a77-0123456789ab',
    clock: tick,
    build: '1.5.0',
    journal,
    settle,
    recall: ({ key }) => outcomeOf(world, key),
    ...options,
  });
  await replay.start(body);
  return replay;
}

export function look(replay: Replay): Sight {
  const { end } = replay;
  return {
    journal: replay.journal,
    outstanding: replay.outstanding.map(({ operation }) => operation.key),
    end:
      end === undefined
        ? null
        : 'returned' in end
          ? { returned: end.returned as Json }
          : { threw: `${end.threw}` },
  };
}

/** Delivers what is outstanding, `choose` deciding what arrives next, until nothing is. */
export async function live(
  body: Body,
  journal: Journal,
  world: number,
  choose: (keys: readonly string[]) => string | undefined,
  options: Partial<ReplayOptions> = {},
): Promise<Life> {
  const replay = await startRun(body, journal, world, options);
  const sights = [look(replay)];
  const delivered: string[] = [];
  while (replay.end === undefined) {
    const awaited = replay.outstanding.filter(({ isHeld }) => !isHeld);
    const key = choose(awaited.map(({ operation }) => operation.key));
    if (key === undefined) break;
    const outcome = outcomeOf(world, key);
    const isStep = replay.outstanding.some(
      ({ operation }) => operation.key === key && operation.kind === 'step',
    );
    if (isStep) replay.recordStep(key, outcome);
    await replay.deliver(key, outcome, outcome.ending !== 'failed');
    delivered.push(key);
    sights.push(look(replay));
  }
  return { sights, delivered };
}

export const emptyJournal = beginJournal(1, '1.4.0');
