import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/api/execution.ts';
import { parseOperations, printOperations } from '../../../../src/worker/protocol/journal/fold.ts';
import {
  beginJournal,
  foreignKeys,
  type Journal,
  parseJournal,
} from '../../../../src/worker/protocol/journal/journal.ts';
import { JournalError, refuseName } from '../../../../src/worker/protocol/journal/key.ts';
import type { Operation } from '../../../../src/worker/protocol/journal/operation.ts';
import { parseOrder, printOrder } from '../../../../src/worker/protocol/journal/order.ts';
import { patchJournal, printJournal } from '../../../../src/worker/protocol/journal/patch.ts';
import { applyPatch } from '../../support/apply-patch.ts';
import { arbitraryJournal } from '../../support/arbitrary-journal.ts';

const documented: Record<string, Json> = {
  charge: { id: 'ch_1', amount: 1200 },
  copy: 4_200,
  $: {
    v: 1,
    n: 17,
    a: 2,
    by: '1.4.0',
    ops: [
      '1 x build 5f3a91c2',
      'eu x deploy 90ab12cd a1',
      '2..41 x drain l',
      '43..120 x ping l',
      '121 z 2026-01-01T01:00:00Z',
      'approve-prod w',
      'helm j 0c9d41aa',
      'charge r1',
      'refund r3 n a1',
      'copy r1 s',
      'dns r0 u2026-01-01T01:15:00Z',
    ],
    got: '1 eu:f 121 charge 2-41 43-50 refund:f',
    err: { eu: 'image not found', refund: 'no such charge' },
    gone: ['uid-1'],
    patch: ['new-tax'],
    now: ['- 2026-01-01T00:00:00.250Z', 'eu 2026-01-01T00:30:00.000Z'],
    c: 2,
  },
};

const part = (changes: Record<string, Json>): Record<string, Json> => ({
  ...documented,
  $: { ...(documented.$ as object), ...changes },
});

/** What is left of a journal once its children in a row share a line. */
function folded(journal: Journal): Journal {
  return { ...journal, operations: parseOperations(printOperations(journal.operations)) };
}

describe('the journal in status.state', () => {
  it('reads the documented example and writes it back', () => {
    const journal = parseJournal(documented);
    expect(journal?.operations).toHaveLength(9 + 40 + 78);
    expect(journal?.operations[1]).toEqual({
      kind: 'execution',
      key: 'eu',
      function: 'deploy',
      hash: '90ab12cd',
      attempt: 1,
    });
    expect(journal && printJournal(journal)).toEqual(documented);
  });

  it('is none where status.state has no $', () => {
    expect(parseJournal(undefined)).toBeUndefined();
    expect(parseJournal({ fetchedOrder: {} })).toBeUndefined();
  });

  it('survives printing and parsing', () => {
    fc.assert(
      fc.property(arbitraryJournal, (journal) => {
        expect(parseJournal(printJournal(journal))).toEqual(folded(journal));
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  it('is turned into any other journal by its patch', () => {
    fc.assert(
      fc.property(arbitraryJournal, arbitraryJournal, (before, after) => {
        const execution = { status: { state: printJournal(before) } };
        const patched = applyPatch(execution, patchJournal(before, after));
        expect(patched).toEqual({ status: { state: printJournal(after) } });
      }),
      { seed: 2, numRuns: 1_000 },
    );
  });

  it('needs no patch where nothing changed, and one line for one more step', () => {
    const before = parseJournal(documented);
    if (before === undefined) throw new Error('the example has a journal');
    expect(patchJournal(before, before)).toEqual([]);
    const step: Operation = { kind: 'step', key: 'refund', tries: 1 };
    const after = {
      ...before,
      operations: [...before.operations, step],
      values: { ...before.values, refund: null },
    };
    expect(patchJournal(before, after)).toEqual([
      { op: 'add', path: '/status/state/refund', value: null },
      { op: 'add', path: '/status/state/$/ops/-', value: 'refund r1' },
    ]);
  });

  it('is added whole to an execution that has no state, and beside the state of a person', () => {
    const journal = beginJournal(1, '1.0.0');
    expect(patchJournal(undefined, journal)[0]).toMatchObject({ op: 'add', path: '/status/state' });
    expect(patchJournal(undefined, journal, true)).toEqual([
      { op: 'add', path: '/status/state/$', value: expect.objectContaining({ v: 1, a: 1 }) },
    ]);
  });

  it('escapes the keys that other programs wrote', () => {
    const before = parseJournal({ ...printJournal(beginJournal(1, '')), 'a/b~c': 1 });
    if (before === undefined) throw new Error('it has a journal');
    expect(foreignKeys(before)).toEqual(['a/b~c']);
    expect(patchJournal(before, { ...before, values: {} })).toEqual([
      { op: 'remove', path: '/status/state/a~1b~0c' },
    ]);
  });

  it.each([
    ['another form', part({ v: 2 }), 'status.state.$ has form 2; this worker reads form 1'],
    ['a text', { $: 'x' }, 'status.state.$ is not an object'],
    ['a count that is none', part({ n: -1 }), 'status.state.$.n is not a count'],
    ['no attempt', part({ a: 0 }), 'status.state.$.a is not a count'],
    ['lines that are no texts', part({ ops: [1] }), 'status.state.$.ops is not a list of texts'],
    [
      'an unknown letter',
      part({ ops: ['1 q'] }),
      'line "1 q" of status.state.$.ops has an unknown form',
    ],
    [
      'a step with a number',
      part({ ops: ['1 r1'] }),
      'line "1 r1" of status.state.$.ops has an unknown form',
    ],
    [
      'a time that is none',
      part({ ops: ['1 z soon'] }),
      'line "1 z soon" of status.state.$.ops has an unknown form',
    ],
    [
      'a key of a prototype',
      part({ ops: ['__proto__ w'] }),
      '"__proto__" is neither the name nor the number of an operation',
    ],
    [
      'a line twice',
      part({ ops: ['a w', 'a w'], got: '', err: {} }),
      'a stands twice in status.state.$.ops',
    ],
    [
      'an outcome not asked for',
      part({ got: 'lost' }),
      'status.state.$.got names lost, which was not asked for',
    ],
    ['an outcome twice', part({ got: '1 1' }), '1 stands twice in status.state.$.got'],
    ['an unknown mark', part({ got: '1:q' }), '"1:q" of status.state.$.got has an unknown form'],
    [
      'an error that is missing',
      part({ err: {} }),
      'the error of eu is missing in status.state.$.err',
    ],
    [
      'an error not asked for',
      part({ err: { eu: 'x', refund: 'x', us: 'y' } }),
      'status.state.$.err names us, which was not asked for',
    ],
    [
      'a value that is missing',
      { $: documented.$ as Json },
      'the value of step charge is missing in status.state',
    ],
  ])('refuses %s by a named error', (_, state, message) => {
    expect(() => parseJournal(state)).toThrow(new JournalError(message));
  });

  it('reads corrupted lines as errors of its own, and never hangs', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (ops, got) => {
        try {
          parseJournal(part({ ops, got, err: {} }));
        } catch (error) {
          expect(error).toBeInstanceOf(JournalError);
        }
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

describe('folding', () => {
  const child = (key: number, name: string, attempt?: number): Operation => ({
    kind: 'execution',
    key: `${key}`,
    function: name,
    hash: '00000000',
    ...(attempt !== undefined && { attempt }),
  });

  it('gives a loop of a thousand children one line', () => {
    const loop = Array.from({ length: 1_000 }, (_, i) => child(i + 1, 'ping'));
    expect(printOperations(loop)).toEqual(['1..1000 x ping l']);
    expect(parseOperations(['1..1000 x ping l'])).toHaveLength(1_000);
  });

  it('keeps apart children of other functions and of other attempts', () => {
    expect(printOperations([child(1, 'a'), child(2, 'b'), child(3, 'b', 1)])).toEqual([
      '1 x a 00000000',
      '2 x b 00000000',
      '3 x b 00000000 a1',
    ]);
  });

  it('writes the order of a sequential function in a few bytes', () => {
    const order = Array.from(
      { length: 17 },
      (_, i) => ({ key: `${i + 1}`, ending: 'done' }) as const,
    );
    expect(printOrder(order)).toBe('1-17');
    expect(parseOrder('1-17')).toEqual(order);
  });
});

describe('names of operations', () => {
  it.each(['charge', 'eu-1', 'a.b_c', 'constructor', '1a'])('may be %s', (name) => {
    expect(refuseName(name)).toBeUndefined();
  });

  it.each(['', '12', '1-3', '2..4', '$', '__proto__', 'a/b', 'a b', 'ä', 'x'.repeat(64)])(
    'may not be %j',
    (name) => {
      expect(refuseName(name)).toBeTypeOf('string');
    },
  );
});
