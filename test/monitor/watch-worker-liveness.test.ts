import { describe, expect, test } from 'vitest';
import type { Liveness, WorkerSeen } from '../../src/client/kinds/workers.ts';
import type { Msg } from '../../src/monitor/core/message.ts';
import { watchWorkerLiveness } from '../../src/monitor/watch-worker-liveness.ts';

type Worker = readonly [name: string, group: string, liveness: Liveness];

/** A client whose workers a test sets. */
class FakeWorkers {
  seen: WorkerSeen[] = [];
  isReleased = false;
  readonly namespaces: (string | undefined)[] = [];
  readonly #listeners = new Set<() => void>();

  watchWorkers(namespace?: string) {
    this.namespaces.push(namespace);
    return {
      workers: () => this.seen,
      onChange: (listener: () => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      release: async () => {
        this.isReleased = true;
      },
    };
  }

  set(...workers: readonly Worker[]) {
    this.seen = workers.map(([name, group, liveness]) => ({ name, group, liveness }));
    for (const listener of this.#listeners) listener();
  }
}

function watch(...workers: readonly Worker[]) {
  const client = new FakeWorkers();
  client.set(...workers);
  const messages: Msg[] = [];
  const end = watchWorkerLiveness(client, 'payments', (msg) => messages.push(msg));
  return { client, messages, end };
}

const learned = (workers: object) => ({ kind: 'workersLearned', namespace: 'payments', workers });

describe('the workers of a namespace', () => {
  test('are unknown where there is none, which does not mean dead', () => {
    const { client, messages } = watch();
    expect(client.namespaces).toEqual(['payments']);
    expect(messages).toEqual([learned({ kind: 'unknown' })]);
  });

  test('are told at once by their groups: the live ones by name, the doubtful groups alone', () => {
    const { messages } = watch(
      ['a', 'default', 'live'],
      ['b', 'default', 'live'],
      ['c', 'gpu', 'unknown'],
      ['d', 'old', 'stale'],
    );
    expect(messages).toEqual([
      learned({
        kind: 'seen',
        live: new Map([['default', ['a', 'b']]]),
        unsure: new Set(['gpu']),
      }),
    ]);
  });

  test('are told again whenever they change, until that is no longer wanted', () => {
    const { client, messages, end } = watch(['a', 'default', 'unknown']);
    client.set(['a', 'default', 'live']);
    const live = new Map([['default', ['a']]]);
    expect(messages.at(-1)).toEqual(learned({ kind: 'seen', live, unsure: new Set() }));
    end();
    client.set(['a', 'default', 'stale']);
    expect(messages).toHaveLength(2);
    expect(client.isReleased).toBe(true);
  });
});
