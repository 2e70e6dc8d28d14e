import { describe, expect, test } from 'vitest';
import { coalesce } from '../../src/monitor/coalesce.ts';
import type { Msg } from '../../src/monitor/core/message.ts';
import type { FeedState } from '../../src/monitor/core/session.ts';

const changed = (...keys: string[]): Msg => ({
  kind: 'objectsChanged',
  of: 'Execution',
  namespace: 'payments',
  changes: keys.map((key) => ({ key })),
});
const state = (count: number): FeedState => ({
  phase: 'loading',
  since: 0,
  count,
  synced: false,
  lastByteAt: undefined,
  error: undefined,
});
const fed = (feed: string, count: number): Msg => ({
  kind: 'feedChanged',
  feed,
  state: state(count),
});
const tick: Msg = { kind: 'ticked' };

describe('messages that waited together', () => {
  test('become one change of each kind, and the newest state of each feed', () => {
    expect(
      coalesce([
        changed('a'),
        fed('x', 1),
        changed('b'),
        fed('y', 1),
        changed('a', 'c'),
        fed('x', 3),
      ]),
    ).toEqual([changed('a', 'b', 'a', 'c'), fed('x', 3), fed('y', 1)]);
  });

  test('are joined by kind and namespace alone', () => {
    const of = (kind: 'Execution' | 'Suspension' | 'Function', namespace: string, key: string) =>
      ({ kind: 'objectsChanged', of: kind, namespace, changes: [{ key }] }) as const;
    const kinds = ['Execution', 'Suspension', 'Function'] as const;
    const queue = ['a', 'b'].flatMap((key) =>
      kinds.flatMap((kind) => [of(kind, 'pay', key), of(kind, 'bill', key)]),
    );
    expect(coalesce(queue)).toEqual(
      queue.slice(0, 6).map((msg) => ({ ...msg, changes: [{ key: 'a' }, { key: 'b' }] })),
    );
  });

  test('keep their order around a message of another kind', () => {
    const queue = [changed('a'), fed('x', 1), tick, changed('b'), fed('x', 2)];
    expect(coalesce(queue)).toEqual(queue);
  });

  test('are left as they were', () => {
    const first = changed('a');
    coalesce([first, changed('b')]);
    expect(first).toEqual(changed('a'));
  });
});
