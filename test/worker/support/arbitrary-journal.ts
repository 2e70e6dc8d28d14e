import fc from 'fast-check';
import type { Json } from '../../../src/api/execution.ts';
import type { Journal } from '../../../src/worker/protocol/journal/journal.ts';
import { isNumber } from '../../../src/worker/protocol/journal/key.ts';
import type { Operation } from '../../../src/worker/protocol/journal/operation.ts';
import type { Delivery, Ending } from '../../../src/worker/protocol/journal/order.ts';

const hash = fc.integer({ min: 0, max: 0xffffffff }).map((n) => n.toString(16).padStart(8, '0'));
const name = fc.constantFrom(
  'eu',
  'us',
  'charge',
  'constructor',
  'toString',
  'a1',
  'r1',
  'e',
  '1a',
);
const attempt = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined, freq: 4 });
const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

interface Draw {
  readonly kind: 'execution' | 'sleep' | 'suspension' | 'job' | 'pod' | 'step';
  readonly name: string;
  readonly named: boolean;
  readonly function: string;
  readonly hash: string;
  readonly attempt: number | undefined;
  readonly ending: Ending | undefined;
  readonly value: Json;
  readonly place: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom('execution', 'execution', 'sleep', 'suspension', 'job', 'pod', 'step'),
  name,
  named: fc.boolean(),
  function: fc.constantFrom('build', 'deploy', 'a1', 'l'),
  hash,
  attempt,
  ending: fc.constantFrom(undefined, 'done', 'done', 'failed', 'canceled', 'skipped'),
  value,
  place: fc.nat(),
});

/** A journal as a worker may have written it. */
export const arbitraryJournal: fc.Arbitrary<Journal> = fc
  .record({
    writes: fc.nat(),
    attempt: fc.integer({ min: 1, max: 9 }),
    build: fc.constantFrom('', '1.4.0'),
    draws: fc.array(draw, { maxLength: 12 }),
    gone: fc.array(fc.constantFrom('uid-1', 'uid-2'), { maxLength: 2 }),
    times: fc.array(
      fc.record({ after: fc.constantFrom('', 'eu', '1'), at: fc.integer({ min: 0, max: 4e12 }) }),
      { maxLength: 3 },
    ),
    crashes: fc.nat(4),
    patched: fc.array(fc.constantFrom('new-tax', 'old'), { maxLength: 2 }),
  })
  .map(({ draws, ...rest }) => ({ ...rest, ...build(draws) }));

function build(
  draws: readonly Draw[],
): Pick<Journal, 'operations' | 'order' | 'errors' | 'values'> {
  const operations: Operation[] = [];
  const deliveries: (Delivery & { place: number })[] = [];
  const errors: Record<string, string> = {};
  const values: Record<string, Json> = {};
  let number = 0;
  for (const drawn of draws) {
    const isNamed = drawn.kind === 'step' || drawn.named;
    if (!isNamed) number += 1;
    const key = isNamed ? drawn.name : `${number}`;
    if (operations.some((operation) => operation.key === key)) continue;
    const operation = operationOf(drawn, key);
    operations.push(operation);
    if (drawn.ending === undefined) continue;
    deliveries.push({ key: operation.key, ending: drawn.ending, place: drawn.place % 3 });
    if (drawn.ending === 'failed') errors[operation.key] = 'why';
    const isJob = operation.kind === 'job' || operation.kind === 'pod';
    if (isJob || (operation.kind === 'step' && !operation.empty)) values[key] = drawn.value;
  }
  deliveries.sort(
    (a, b) =>
      a.place - b.place || (isNumber(a.key) && isNumber(b.key) ? Number(a.key) - Number(b.key) : 0),
  );
  return {
    operations,
    order: deliveries.map(({ key, ending }) => ({ key, ending })),
    errors,
    values,
  };
}

function operationOf(drawn: Draw, key: string): Operation {
  const kept = drawn.attempt === undefined ? {} : { attempt: drawn.attempt };
  switch (drawn.kind) {
    case 'execution':
      return { kind: 'execution', key, function: drawn.function, hash: drawn.hash, ...kept };
    case 'sleep':
      return { kind: 'sleep', key, until: '2026-01-01T01:00:00Z', ...kept };
    case 'suspension':
      return { kind: 'suspension', key, ...kept };
    case 'job':
    case 'pod':
      return { kind: drawn.kind, key, hash: drawn.hash, ...kept };
    case 'step':
      return {
        kind: 'step',
        key,
        tries: drawn.place % 4,
        ...(drawn.value === null && { empty: true }),
        ...(drawn.place % 5 === 0 && { nonRetryable: true }),
        ...(drawn.place % 7 === 0 && { until: '2026-01-01T02:00:00Z' }),
        ...kept,
      };
  }
}
