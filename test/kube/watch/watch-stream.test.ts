import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { OpenedStream, Transport } from '../../../src/kube/http/transport.ts';
import { readWatch } from '../../../src/kube/watch/watch-stream.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { eventLine } from '../../support/fault-server.ts';

/** A clock on which each look at it takes some time. */
class BusyClock extends FakeClock {
  readonly #ms: number;

  constructor(ms: number) {
    super();
    this.#ms = ms;
  }

  override now(): number {
    this.jump(this.#ms);
    return super.now();
  }
}

/** Reads 40 chunks that are there at once, and counts the turns that others have meanwhile. */
async function turnsWhile(clock: FakeClock): Promise<number> {
  const line = Buffer.from(eventLine('ADDED', { metadata: { name: 'a' } }));
  const bytes = Readable.from(Array.from({ length: 40 }, () => line));
  const subject = { server: '', contextName: '', userName: '', what: '' };
  const { signal } = new AbortController();
  const stream = { status: 200, headers: {}, serverTime: undefined, bytes, subject, signal };
  const transport: Transport = {
    lastAnswerAt: undefined,
    send: () => Promise.reject(new Error('not asked for')),
    open: async (): Promise<OpenedStream> => ({ ...stream, close: async () => undefined }),
    close: async () => undefined,
  };
  let turns = 0;
  let events = 0;
  let done = false;
  const others = (async () => {
    for (; !done; turns += 1) await setImmediate();
  })();
  await readWatch({
    transport,
    clock,
    path: '/things',
    query: {},
    timeoutSeconds: 300,
    initial: false,
    signal: new AbortController().signal,
    onOpen: () => undefined,
    onBytes: () => undefined,
    onEvents: (data) => {
      events += data.length;
    },
  });
  done = true;
  await others;
  expect(events).toBe(40);
  return turns;
}

test('other work has its turn after every eight milliseconds of a burst', async () => {
  const unhurried = await turnsWhile(new BusyClock(0));
  expect((await turnsWhile(new BusyClock(10))) - unhurried).toBeGreaterThanOrEqual(35);
  expect((await turnsWhile(new BusyClock(1))) - unhurried).toBeLessThan(35);
});
