import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/kube/logs/log-follow.ts';
import type { LogEntry } from '../../src/monitor/core/logs/buffer.ts';
import { followLog } from '../../src/monitor/follow-log.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { until } from '../support/until.ts';

/** A client whose only log a test writes by hand: events, an error, or a promise to wait for. */
class FakeLogs {
  readonly opened: unknown[] = [];
  readonly signals: AbortSignal[] = [];
  isOver = false;
  readonly #events: (LogEvent | Error | Promise<void>)[];

  constructor(...events: (LogEvent | Error | Promise<void>)[]) {
    this.#events = events;
  }

  followJobLog(request: object, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return this.#open({ of: 'job', ...request }, signal);
  }

  followPodLog(request: object, signal?: AbortSignal): AsyncIterable<LogEvent> {
    return this.#open({ of: 'pod', ...request }, signal);
  }

  async *#open(request: object, signal?: AbortSignal): AsyncIterable<LogEvent> {
    this.opened.push(request);
    if (signal) this.signals.push(signal);
    try {
      for (const event of this.#events) {
        if (event instanceof Error) throw event;
        if (event instanceof Promise) await event;
        else yield event;
      }
    } finally {
      this.isOver = true;
    }
  }
}

function follow(client: FakeLogs, of: 'job' | 'pod' = 'job') {
  const clock = new FakeClock();
  const entries: LogEntry[] = [];
  const targets = new Set<string>();
  const stop = followLog(
    { client, clock },
    { kind: 'log', key: 'k', target: 'jobs:deploy', of, namespace: 'payments', name: 'load' },
    (msg) => {
      if (msg.kind !== 'logReceived') return;
      targets.add(msg.target);
      entries.push(...msg.entries);
    },
  );
  return { clock, entries, targets, stop };
}

describe('a log', () => {
  test('is opened once the cursor has stayed for a moment', async () => {
    const client = new FakeLogs();
    const { clock } = follow(client);
    await clock.advance(149);
    expect(client.opened).toEqual([]);
    await clock.advance(1);
    expect(client.opened).toHaveLength(1);
  });

  test('opens no stream where the cursor only passed by', async () => {
    const client = new FakeLogs();
    const { clock, stop } = follow(client);
    await clock.advance(149);
    stop();
    await clock.advance(1_000);
    expect(client.opened).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test.each([
    ['job', { of: 'job', job: 'load' }],
    ['pod', { of: 'pod', pod: 'load' }],
  ] as const)(
    'of a %s begins with its last 200 lines, of all containers, with those that go on',
    async (of, asked) => {
      const client = new FakeLogs();
      const { clock } = follow(client, of);
      await clock.advance(150);
      expect(client.opened).toEqual([
        {
          ...asked,
          namespace: 'payments',
          tailLines: 200,
          containers: 'all',
          partialLines: true,
        },
      ]);
    },
  );

  test('tells lines as they are, and everything else as a mark that says whose it is', async () => {
    const timestamp = '2026-11-22T10:42:00.000000000Z';
    const client = new FakeLogs(
      { kind: 'waiting', message: 'waiting for a pod' },
      { kind: 'line', timestamp, text: 'one' },
      { kind: 'line', timestamp, text: 'two', container: 'app' },
      { kind: 'mark', message: 'restarted', container: 'app' },
      { kind: 'end', message: 'job load is Completed' },
    );
    const { clock, entries, targets } = follow(client);
    await clock.advance(150);
    await until(() => entries.length === 5);
    const mark = (text: string) => ({ kind: 'mark', source: 'load', timestamp: '', text });
    expect(entries).toEqual([
      mark('load: waiting for a pod'),
      { kind: 'line', source: 'load', timestamp, text: 'one' },
      { kind: 'line', source: 'load', timestamp, text: 'two', container: 'app' },
      mark('load/app: restarted'),
      mark('load: job load is Completed'),
    ]);
    expect([...targets]).toEqual(['jobs:deploy']);
  });

  test('shows the error that ends its stream', async () => {
    const client = new FakeLogs(new Error('ada may not read logs'));
    const { clock, entries } = follow(client);
    await clock.advance(150);
    await until(() => entries.length > 0);
    expect(entries).toMatchObject([{ kind: 'mark', text: 'load: ada may not read logs' }]);
  });

  test('that is no longer looked at ends its stream and tells nothing more', async () => {
    let resume: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const client = new FakeLogs({ kind: 'mark', message: 'first' }, held, new Error('aborted'));
    const { clock, entries, stop } = follow(client);
    await clock.advance(150);
    stop();
    resume();
    await until(() => client.isOver);
    expect(client.signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(entries.map(({ text }) => text)).toEqual(['load: first']);
  });
});
