import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/api/execution.ts';
import { parseJournal } from '../../../src/worker/protocol/journal/journal.ts';
import { JournalError } from '../../../src/worker/protocol/journal/key.ts';
import { printJournal } from '../../../src/worker/protocol/journal/patch.ts';
import { type Body, emptyJournal, live, startRun } from './run-program.ts';

const WORLD = 2;
const work = { kind: 'execution', function: 'work', hash: '0000000a' } as const;

/** One of everything that a journal may hold. */
const body: Body = async ({ ask, askAll, now, patched }) => {
  now();
  if (patched('new-tax')) await ask({ kind: 'step', name: 'charge' }).catch(() => {});
  await Promise.race([
    ask({ ...work, name: 'eu' }).catch(() => {}),
    ask({ kind: 'sleep', name: 'nap', until: '2026-01-01T01:00:00Z' }).catch(() => {}),
  ]);
  await askAll([work, work, work], { isSettled: true });
  await ask({ kind: 'job', hash: '0000000b' }).catch(() => {});
  return now() > 0;
};

/** Every state in which one text of the journal is cut off at some byte. */
function* cuts(state: Record<string, Json>): Generator<Record<string, Json>> {
  const part = state.$ as Record<string, Json>;
  for (const [field, value] of Object.entries(part)) {
    if (typeof value === 'string') {
      for (let end = 0; end < value.length; end += 1)
        yield { ...state, $: { ...part, [field]: value.slice(0, end) } };
    }
    if (!Array.isArray(value)) continue;
    for (const [index, line] of value.entries()) {
      for (let end = 0; end < `${line}`.length; end += 1)
        yield { ...state, $: { ...part, [field]: value.with(index, `${line}`.slice(0, end)) } };
    }
  }
}

describe('a journal that was cut off at any byte', () => {
  it('is refused by a named error, or replayed to an end or a wait, and never hangs', async () => {
    const { sights } = await live(body, emptyJournal, WORLD, ([key]) => key);
    expect(sights.at(-1)?.end).toEqual({ returned: true });
    const counts = { refused: 0, replayed: 0 };
    for (const { journal } of sights) {
      for (const state of cuts(printJournal(journal))) {
        try {
          const read = parseJournal(state);
          if (read === undefined) throw new Error('the journal is there');
          const replay = await startRun(body, read, WORLD);
          const isWaiting = replay.end === undefined && replay.outstanding.length > 0;
          expect(isWaiting || replay.end !== undefined).toBe(true);
          counts.replayed += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(JournalError);
          counts.refused += 1;
        }
      }
    }
    expect(counts.refused).toBeGreaterThan(500);
    expect(counts.replayed).toBeGreaterThan(50);
  });
});
