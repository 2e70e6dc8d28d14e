import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTransport, type Transport } from '../../../src/kube/http/transport.ts';
import { followLog, type LogEvent } from '../../../src/kube/logs/log-follow.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type HttpServer, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { plainConnection } from '../watch/reflected.ts';

let server: HttpServer;
let transport: Transport;
let clock: FakeClock;
let controller: AbortController;
/** The log streams that were opened, the newest last. */
let streams: ServerResponse[];
let pod: object;

const podWith = (state: object, restartCount = 0) => ({
  kind: 'Pod',
  spec: { restartPolicy: 'Never' },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount, state }] },
});
const EXITED = { terminated: { exitCode: 0, reason: 'Completed' } };

beforeEach(async () => {
  clock = new FakeClock();
  controller = new AbortController();
  streams = [];
  pod = podWith({ running: {} });
  server = await startHttpServer((request, response) => {
    if (!request.url?.includes('/log?')) return void response.end(JSON.stringify(pod));
    response.writeHead(200).flushHeaders();
    return void streams.push(response);
  });
  transport = createTransport(plainConnection(server.url), { clock, qps: 1000, burst: 1000 });
});

afterEach(async () => {
  controller.abort();
  await transport.close();
  await until(() => server.sockets.size === 0);
  await server[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

const STAMP = '2026-11-23T10:00:01Z ';

/** A followed log: what it tells, and what the container writes. */
function follow({ partialLines = true } = {}) {
  const shown: string[] = [];
  let isOver = false;
  const request = { namespace: 'dev', pod: 'web', container: 'main' };
  const options = { clock, partialLines, random: () => 0 };
  const done = (async () => {
    for await (const event of followLog(transport, request, controller.signal, options)) {
      shown.push(show(event));
    }
    isOver = true;
  })();
  return {
    shown,
    /** Writes to the newest stream once the follower reads it, and waits for what is told then. */
    async write(text: string | Buffer, count: number) {
      await until(() => streams.length > 0, clock);
      streams.at(-1)?.write(text);
      await until(() => shown.length === count, clock);
    },
    async reopen(how: 'end' | 'break') {
      const { length } = streams;
      if (how === 'end') streams.at(-1)?.end();
      else streams.at(-1)?.destroy();
      await until(() => streams.length > length, clock);
    },
    /** The container exits; its log is read to its end. */
    async exit() {
      pod = podWith(EXITED);
      streams.at(-1)?.end();
      await until(() => isOver, clock);
      await done;
    },
  };
}

function show(event: LogEvent): string {
  if (event.kind === 'mark' || event.kind === 'end') return `[${event.kind}]`;
  if (event.kind === 'waiting') return '[waiting]';
  return event.partial ? `${event.text}~` : event.text;
}

describe('a line that has not ended', () => {
  test('is told as far as it came, each time more of it comes', async () => {
    const log = follow();
    await log.write(`${STAMP}load`, 1);
    await log.write('ing', 2);
    await log.write(`, done\n${STAMP}next\n`, 4);
    expect(log.shown).toEqual(['load~', 'loading~', 'loading, done', 'next']);
    await log.exit();
    expect(log.shown.slice(4)).toEqual(['[end]']);
  });

  test('is told by its last state where carriage returns start it over', async () => {
    const log = follow();
    await log.write(`${STAMP}10%`, 1);
    await log.write('\r20%\r', 2);
    await log.write('30%\r40%\r', 3);
    await log.write('\r\n', 4);
    expect(log.shown).toEqual(['10%~', '20%~', '40%~', '10%\r20%\r30%\r40%\r']);
  });

  test('is told without the half of a character, and not before its text begins', async () => {
    const log = follow();
    const bytes = Buffer.from(`${STAMP}größe`);
    const half = bytes.indexOf(0xc3) + 1;
    await log.write(STAMP.slice(0, 10), 0);
    await log.write(STAMP.slice(10), 0);
    await log.write(bytes.subarray(STAMP.length, half), 1);
    await log.write(bytes.subarray(half), 2);
    expect(log.shown).toEqual(['gr~', 'größe~']);
  });

  test('is bounded, and told no more once only what is left out grows', async () => {
    const log = follow();
    const wait = () => until(() => log.shown.at(-1)?.length === 64 * 1024 - STAMP.length + 1);
    await until(() => streams.length > 0);
    streams[0]?.write(STAMP + 'x'.repeat(70_000));
    await wait();
    const { length } = log.shown;
    await log.write('x'.repeat(70_000), length);
    await log.write('\n', length + 1);
    expect(log.shown.at(-1)).toContain('more bytes of this line are not shown');
  });

  test.each(['end', 'break'] as const)(
    'is told once more after an %s, and whole once',
    async (how) => {
      const log = follow();
      await log.write(`${STAMP}one\n2026-11-23T10:00:02Z tw`, 2);
      await log.reopen(how);
      const told = how === 'end' ? ['one', 'tw~'] : ['one', 'tw~', '[waiting]'];
      await log.write(`${STAMP}on`, told.length);
      await log.write('e\n2026-11-23T10:00:02Z tw', told.length);
      await log.write('o', told.length + 1);
      await log.write('\n', told.length + 2);
      expect(log.shown).toEqual([...told, 'two~', 'two']);
    },
  );

  test('is whole when its container exits', async () => {
    const log = follow();
    await log.write(`${STAMP}no newline`, 1);
    await log.exit();
    expect(log.shown).toEqual(['no newline~', 'no newline', '[end]']);
  });

  test('is whole when its container is restarted, before the mark', async () => {
    const log = follow();
    await log.write(`${STAMP}no newline`, 1);
    pod = podWith({ running: {} }, 1);
    await log.reopen('end');
    expect(log.shown).toEqual(['no newline~', 'no newline', '[mark]']);
  });

  test('is not told where whole lines are asked for', async () => {
    const log = follow({ partialLines: false });
    await log.write(`${STAMP}load`, 0);
    await log.write(`ing\n${STAMP}no newline`, 1);
    await log.exit();
    expect(log.shown).toEqual(['loading', 'no newline', '[end]']);
  });
});
