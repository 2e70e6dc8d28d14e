import { afterEach, beforeEach, expect, test } from 'vitest';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Answer, Request, Transport } from '../../../src/kube/http/transport.ts';
import { Connectivity } from '../../../src/kube/watch/connectivity.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let clock: FakeClock;
let connectivity: Connectivity;
/** How the server takes the next probes. */
let answer: (request: Request) => Promise<void>;
let probes: Request[];
let heard: string[];
let detach: () => void;

beforeEach(() => {
  clock = new FakeClock();
  probes = [];
  heard = [];
  answer = async () => undefined;
  const transport: Transport = {
    lastAnswerAt: undefined,
    async send<T>(request: Request): Promise<Answer<T>> {
      probes.push(request);
      await answer(request);
      return { status: 200, body: {} as T, headers: {}, serverTime: undefined, warnings: [] };
    },
    open: () => Promise.reject(new Error('not asked for')),
    close: async () => undefined,
  };
  connectivity = new Connectivity({ transport, clock, random: () => 0 });
  detach = connectivity.attach((change) => heard.push(change));
});

afterEach(async () => {
  detach();
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

const refused = async () => {
  throw new KubeError('Disconnected', 'refused');
};

/** Stays silent until the probe is given up. */
const silent = (request: Request) =>
  new Promise<void>((_, reject) => {
    request.signal?.addEventListener('abort', () => reject(new KubeError('Aborted', '')));
  });

test('a server is asked after fifteen quiet seconds, and then every fifteen', async () => {
  await clock.advance(14_999);
  expect(probes.length).toBe(0);
  await clock.advance(1);
  expect(probes).toMatchObject([{ path: '/readyz', bypassRateLimit: true, noRetry: true }]);
  expect(connectivity.lastHeardAt).toBe(clock.now());
  await clock.advance(45_000);
  expect(probes.length).toBe(4);
  expect(heard).toEqual([]);
});

test('a server that is heard is not asked', async () => {
  for (let i = 0; i < 10; i += 1) {
    await clock.advance(10_000);
    connectivity.heard();
  }
  expect(probes.length).toBe(0);
});

test('a server that does not answer is down after twenty seconds, and up when it does', async () => {
  answer = silent;
  await clock.advance(19_999);
  expect(heard).toEqual([]);
  await clock.advance(1);
  expect(heard).toEqual(['down']);
  answer = async () => undefined;
  await clock.advance(1_000);
  expect(heard).toEqual(['down', 'up']);
});

test('a server that is down is asked every second or two, and for ever', async () => {
  answer = refused;
  await clock.advance(15_000);
  await clock.advance(60_000);
  expect(probes.length).toBe(61);
  connectivity.heard();
  expect(heard).toEqual(['down', 'up']);
});

test('a suspicion is looked into at once, and tells nothing if it was wrong', async () => {
  connectivity.suspect();
  await clock.advance(0);
  expect(probes.length).toBe(1);
  expect(heard).toEqual([]);
  answer = refused;
  connectivity.suspect();
  await clock.advance(0);
  expect(heard).toEqual(['down']);
});

test.each([
  [new KubeError('Unauthorized', '', { status: 401 }), []],
  [new KubeError('Forbidden', '', { status: 403 }), []],
  [new KubeError('Unreadable', '', { status: 200 }), []],
  [new KubeError('Credentials', 'the plugin failed'), []],
  [new KubeError('Throttled', '', { status: 429 }), ['down']],
  [new KubeError('Unavailable', '', { status: 500 }), ['down']],
  [new KubeError('Timeout', 'no connection'), ['down']],
])('the answer %o counts as it should', async (error, expected) => {
  answer = () => Promise.reject(error);
  connectivity.suspect();
  await clock.advance(0);
  expect(heard).toEqual(expected);
});

test('after a sleep of the machine every connection is doubted', async () => {
  const late = clock.advance(15_000);
  clock.jump(3_600_000);
  await late;
  await clock.advance(0);
  expect(heard).toEqual(['down', 'up']);
});

test('nobody is asked while nobody listens', async () => {
  detach();
  await clock.advance(120_000);
  expect(probes.length).toBe(0);
  detach = connectivity.attach((change) => heard.push(change));
  await clock.advance(15_000);
  expect(probes.length).toBe(1);
});
