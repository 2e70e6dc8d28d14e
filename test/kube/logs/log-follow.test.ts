import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTransport, type Transport } from '../../../src/kube/http/transport.ts';
import { followLog, type LogEvent, type LogRequest } from '../../../src/kube/logs/log-follow.ts';
import { readLog } from '../../../src/kube/logs/log-read.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type HttpServer, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { plainConnection } from '../watch/reflected.ts';

type Answer = (response: ServerResponse, query: URLSearchParams) => void;

let server: HttpServer;
let transport: Transport;
let clock: FakeClock;
let controller: AbortController;
/** Answers to the requests for the log, in order; the last one stays. */
let logs: Answer[];
/** What the pod looks like from the n-th request for its log on. */
let pods: object[];
let asked: URLSearchParams[];

beforeEach(async () => {
  clock = new FakeClock();
  controller = new AbortController();
  logs = [];
  pods = [];
  asked = [];
  server = await startHttpServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/api/v1/namespaces/dev/pods/web/log') {
      asked.push(url.searchParams);
      const answer = logs.length > 1 ? logs.shift() : logs[0];
      answer?.(response, url.searchParams);
      return;
    }
    const pod = pods[Math.min(asked.length, pods.length - 1)] ?? running();
    if ('code' in pod) response.writeHead(Number(pod.code));
    response.end(JSON.stringify(pod));
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

const pod = (state: object, restartCount = 0, phase = 'Running', restartPolicy = 'Always') => ({
  kind: 'Pod',
  spec: { restartPolicy },
  status: { phase, containerStatuses: [{ name: 'main', restartCount, state }] },
});
const running = (restarts = 0) => pod({ running: {} }, restarts);
const ended = (exitCode = 0, restarts = 0) =>
  pod({ terminated: { exitCode, reason: 'Completed' } }, restarts, 'Succeeded', 'Never');
const status =
  (code: number, reason: string, message: string): Answer =>
  (response) => {
    response.writeHead(code).end(JSON.stringify({ kind: 'Status', code, reason, message }));
  };

/** A line at so many seconds, and so many nanoseconds, after ten o'clock. */
const at = (second: number, text: string, fraction = '') =>
  `2026-11-23T10:00:${String(second).padStart(2, '0')}${fraction && `.${fraction}`}Z ${text}\n`;

/** Writes this, and then ends, or breaks, or stays. */
const write =
  (text: string | Buffer, then: 'end' | 'break' | 'stay' = 'end'): Answer =>
  (response) => {
    response.writeHead(200);
    if (then === 'end') response.end(text);
    else response.write(text, () => then === 'break' && response.destroy());
  };

const request: LogRequest = { namespace: 'dev', pod: 'web', container: 'main' };

/** What is shown, to the end: lines as they are, and everything else with its kind. */
async function follow(more: Partial<LogRequest> = {}): Promise<string[]> {
  const shown: string[] = [];
  let done = false;
  const read = (async () => {
    const events = followLog(transport, { ...request, ...more }, controller.signal, {
      clock,
      random: () => 0,
    });
    for await (const event of events) shown.push(show(event));
    done = true;
  })();
  await until(() => done, clock);
  await read;
  return shown;
}

function show(event: LogEvent): string {
  return event.kind === 'line' ? event.text : `[${event.kind}] ${event.message}`;
}

describe('a log that ends', () => {
  test('is told to its end, with exact times', async () => {
    logs = [write(at(1, 'one', '5') + at(2, 'two') + at(2, ''))];
    pods = [running(), ended()];
    const events: LogEvent[] = [];
    for await (const event of followLog(transport, request, controller.signal, { clock })) {
      events.push(event);
    }
    expect(events).toEqual([
      { kind: 'line', timestamp: '2026-11-23T10:00:01.500000000Z', text: 'one' },
      { kind: 'line', timestamp: '2026-11-23T10:00:02.000000000Z', text: 'two' },
      { kind: 'line', timestamp: '2026-11-23T10:00:02.000000000Z', text: '' },
      { kind: 'end', message: 'main has ended with exit code 0 (Completed).' },
    ]);
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      container: 'main',
      follow: 'true',
      timestamps: 'true',
    });
  });

  test('of a container that ended before is not followed', async () => {
    logs = [write(at(1, 'one'))];
    pods = [ended(3)];
    expect(await follow()).toEqual(['one', '[end] main has ended with exit code 3 (Completed).']);
    expect(asked[0]?.get('follow')).toBe('false');
  });

  test('because the pod is gone says so', async () => {
    logs = [write(at(1, 'one'))];
    const gone = { kind: 'Status', code: 404, reason: 'NotFound', details: { name: 'web' } };
    pods = [running(), gone];
    expect(await follow()).toEqual(['one', '[end] There is no pod web (any more).']);
  });

  test('of a pod that may not be seen ends with its stream', async () => {
    logs = [write(at(1, 'one'))];
    pods = [{ kind: 'Status', code: 403, reason: 'Forbidden' }];
    expect(await follow()).toEqual(['one', '[end] The log of main has ended.']);
  });

  test('before a restart is read once', async () => {
    logs = [write(at(1, 'old'))];
    expect(await follow({ previous: true })).toEqual(['old', '[end] The log of main has ended.']);
    expect(asked.map((query) => query.get('previous'))).toEqual(['true']);
  });

  test.each([
    [403, 'Forbidden', 'pods "web" is forbidden', 'pods "web" is forbidden. Ask for that right'],
    [400, 'BadRequest', 'a container name must be specified', 'a container name must be'],
  ])('because it is refused with %i says why', async (code, reason, message, words) => {
    logs = [status(code, reason, message)];
    const [only] = await follow();
    expect(only).toContain(`[end] ${words}`);
  });
});

describe('a log that breaks off is taken up without a line twice or a line lost', () => {
  test('at the last line', async () => {
    logs = [write(at(1, 'one') + at(2, 'two'), 'break'), write(at(2, 'two') + at(3, 'three'))];
    pods = [running(), running(), ended()];
    expect((await follow({ tailLines: 10 })).filter((line) => !line.startsWith('['))).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(asked[1]?.get('sinceTime')).toBe('2026-11-23T10:00:02Z');
    expect(asked[1]?.has('tailLines')).toBe(false);
  });

  test('among lines of the same moment, equal ones too', async () => {
    const first = at(2, 'same', '1') + at(2, 'same', '1') + at(2, 'other', '1');
    logs = [
      write(at(1, 'one') + first, 'break'),
      write(first + at(2, 'same', '1') + at(2, 'later', '10000001')),
    ];
    pods = [running(), running(), ended()];
    expect((await follow()).filter((line) => !line.startsWith('['))).toEqual([
      'one',
      'same',
      'same',
      'other',
      'same',
      'later',
    ]);
  });

  test('in the middle of a line and of a character', async () => {
    const whole = Buffer.from(at(2, 'größe'));
    const half = whole.subarray(0, whole.indexOf(0xc3) + 1);
    logs = [write(Buffer.concat([Buffer.from(at(1, 'one')), half]), 'break'), write(whole)];
    pods = [running(), running(), ended()];
    expect((await follow()).filter((line) => !line.startsWith('['))).toEqual(['one', 'größe']);
  });

  test('again and again, later each time, saying why once', async () => {
    const unwell = status(500, 'InternalError', 'kubelet is unwell');
    logs = [write(at(1, 'one')), unwell, unwell, unwell, write(at(1, 'one') + at(2, 'two'))];
    pods = [running(), running(), running(), running(), running(), ended()];
    expect(await follow()).toEqual([
      'one',
      expect.stringMatching(/^\[waiting\] .* now \(500: kubelet is unwell\)\. Try again later\.$/),
      'two',
      '[end] main has ended with exit code 0 (Completed).',
    ]);
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000]);
    // No stream of before still listens to the signal, which may live much longer.
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('and says where lines may be missing after a rotation', async () => {
    logs = [write(at(1, 'one'), 'break'), write(at(5, 'five'))];
    pods = [running(), running(), ended()];
    const shown = await follow();
    expect(shown.slice(-3)).toEqual([
      '[mark] Lines may be missing here: the log was rotated meanwhile.',
      'five',
      '[end] main has ended with exit code 0 (Completed).',
    ]);
  });

  test('when it was silent for a minute', async () => {
    logs = [write(at(1, 'one'), 'stay'), write(at(1, 'one') + at(2, 'two'))];
    pods = [running(), running(), ended()];
    const shown: string[] = [];
    const read = (async () => {
      const events = followLog(transport, request, controller.signal, { clock });
      for await (const event of events) shown.push(show(event));
    })();
    await until(() => shown.length === 1);
    await clock.advance(59_000);
    expect(asked.length).toBe(1);
    await clock.advance(1_500);
    await until(() => shown.length === 3, clock);
    await read;
    expect(shown).toEqual(['one', 'two', '[end] main has ended with exit code 0 (Completed).']);
  });

  test('before its first line, with none of the old ones asked for', async () => {
    logs = [
      (response) => {
        response.setHeader('date', 'Mon, 23 Nov 2026 10:00:07 GMT');
        response.writeHead(200).write('', () => response.destroy());
        response.flushHeaders();
      },
      write(at(8, 'eight')),
    ];
    pods = [running(), running(), ended()];
    expect((await follow({ tailLines: 0 })).filter((line) => !line.startsWith('['))).toEqual([
      'eight',
    ]);
    expect(asked[0]?.get('tailLines')).toBe('0');
    expect(asked[1]?.get('sinceTime')).toBe('2026-11-23T10:00:07.000Z');
  });
});

describe('a container that is restarted', () => {
  test('is marked, and its new log is read from the beginning', async () => {
    logs = [write(at(1, 'one')), write(at(5, 'new'))];
    pods = [running(), running(1), ended(0, 1)];
    expect(await follow({ tailLines: 5 })).toEqual([
      'one',
      '[mark] main was restarted (1).',
      'new',
      '[end] main has ended with exit code 0 (Completed).',
    ]);
    expect(asked[1]?.has('sinceTime')).toBe(false);
    expect(asked[1]?.has('tailLines')).toBe(false);
  });

  test('while its log was broken off has the rest of the old log read first', async () => {
    logs = [
      write(at(1, 'one'), 'break'),
      write(at(1, 'one') + at(2, 'last words')),
      write(at(5, 'new')),
    ];
    pods = [running(), running(1), running(1), ended(0, 1)];
    const shown = (await follow()).filter((line) => !line.startsWith('[waiting]'));
    expect(shown).toEqual([
      'one',
      'last words',
      '[mark] main was restarted (1).',
      'new',
      '[end] main has ended with exit code 0 (Completed).',
    ]);
    expect(asked.map((query) => query.get('previous'))).toEqual([null, 'true', null]);
  });

  test('more often than we saw leaves a mark for what is lost', async () => {
    logs = [write(at(1, 'one')), write(at(5, 'new'))];
    pods = [running(), running(3), ended(0, 3)];
    expect((await follow()).slice(1, 3)).toEqual([
      '[mark] Lines may be missing here: the log was rotated meanwhile.',
      '[mark] main was restarted (3).',
    ]);
  });
});

test('a container that has not begun is waited for, without asking for its log', async () => {
  const waiting = (reason: string) => pod({ waiting: { reason } });
  logs = [write(at(1, 'one'))];
  pods = [waiting('ContainerCreating')];
  const shown: string[] = [];
  const read = (async () => {
    const events = followLog(transport, request, controller.signal, { clock });
    for await (const event of events) shown.push(show(event));
  })();
  await until(() => clock.sleeps.length === 3, clock);
  expect(asked.length).toBe(0);
  pods = [running(), ended()];
  await until(() => shown.length === 3, clock);
  await read;
  expect(shown.slice(0, 2)).toEqual(['[waiting] main is waiting: ContainerCreating.', 'one']);
});

test('aborting ends quietly and closes the connection', async () => {
  logs = [write(at(1, 'one'), 'stay')];
  const shown: string[] = [];
  for await (const event of followLog(transport, request, controller.signal, { clock })) {
    shown.push(show(event));
    controller.abort();
  }
  expect(shown).toEqual(['one']);
});

test('leaving the loop closes the connection', async () => {
  logs = [write(at(1, 'one'), 'stay')];
  for await (const _ of followLog(transport, request, controller.signal, { clock })) break;
  await until(() => clock.pending === 0);
});

test('a line without end is cut and says so, and the next one is whole', async () => {
  logs = [write(at(1, 'x'.repeat(200_000)) + at(2, 'two'))];
  pods = [running(), ended()];
  const [long, two] = await follow();
  expect(long).toMatch(/^x{60000,65536} … 1\d{5} more bytes of this line are not shown$/);
  expect(two).toBe('two');
});

test('a slow reader keeps the server waiting', async () => {
  let written = 0;
  const line = at(1, 'x'.repeat(1_000));
  logs = [
    (response) => {
      const more = () => {
        while (response.write(line)) written += line.length;
        response.once('drain', more);
      };
      response.writeHead(200);
      more();
    },
  ];
  const events = followLog(transport, request, controller.signal, { clock });
  await events.next();
  let before = -1;
  await until(async () => {
    const still = written === before;
    before = written;
    return still;
  });
  expect(written).toBeLessThan(50_000_000);
  controller.abort();
  for await (const _ of events);
});

describe('a log that is read as it is', () => {
  test('comes as bytes', async () => {
    logs = [write('plain text\n')];
    const log = await readLog(transport, { ...request, tailLines: 3, limitBytes: 10 });
    const chunks: Buffer[] = [];
    for await (const chunk of log) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('plain text\n');
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      container: 'main',
      tailLines: '3',
      limitBytes: '10',
    });
  });

  test('fails with the words of the server, or of the network', async () => {
    logs = [status(404, 'NotFound', 'pods "web" not found'), write('x', 'break')];
    await expect(readLog(transport, request)).rejects.toThrow('does not serve');
    const log = await readLog(transport, request);
    const read = (async () => {
      for await (const _ of log);
    })();
    await expect(read).rejects.toMatchObject({ code: 'Disconnected' });
  });

  test('closes its connection when it is destroyed', async () => {
    logs = [write('x', 'stay')];
    const log = await readLog(transport, request);
    log.destroy();
    await until(() => server.sockets.size === 0);
  });
});
