import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Asked,
  errorLine,
  eventLine,
  FaultServer,
  type Misbehaviour,
  refuse,
  stream,
  TOO_LARGE,
} from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';
import { Reflected } from './reflected.ts';

/** How many sequences are tried. */
const RUNS = 2_000;
const STOPS = 1_000;
const TIME_LIMIT = 300_000;
/** The slowest sequences need some forty. */
const ENOUGH_LOOKS = 400;

const STRANGER = { metadata: { name: 'x', namespace: 'dev', uid: 'x', resourceVersion: '1' } };

/** Each is the answer to one request, and the next is answered well. */
const FAULTS = {
  gone: refuse(410, 'Expired'),
  goneEvent: stream([errorLine(410, 'Expired')], true),
  tooLarge: refuse(504, 'Timeout', { details: TOO_LARGE }),
  tooLargeEvent: stream([errorLine(504, 'Timeout', TOO_LARGE)], true),
  failed: refuse(500, 'InternalError'),
  failedEvent: stream([errorLine(500, 'InternalError')], true),
  throttled: refuse(429, 'TooManyRequests', { headers: { 'retry-after': '1' } }),
  throttledEvent: stream([errorLine(429, 'TooManyRequests', { retryAfterSeconds: 2 })], true),
  strangeEvent: stream([errorLine(418, 'Teapot')], true),
  starting: refuse(503, 'ServiceUnavailable', { message: 'before all known HTTP paths' }),
  forbidden: refuse(403, 'Forbidden'),
  unauthorized: refuse(401, 'Unauthorized'),
  notServed: refuse(404, 'NotFound'),
  gateway: (response) => response.writeHead(502).end('<html>Bad Gateway'),
  noHeaders: () => undefined,
  noBytes: stream([], false),
  cutAtOnce: (response) => response.destroy(),
  short: stream([], true),
  garbage: stream(['<html>\n'], true),
  partial: stream(['{"type":"ADDED","obj'], true),
  // Only a set that was not ended may hold what is not there.
  half: (response, asked) =>
    stream(asked.kind === 'watchList' ? [eventLine('ADDED', STRANGER)] : [], true)(response, asked),
} as const satisfies Record<string, Misbehaviour>;

const FAULT_NAMES = Object.keys(FAULTS) as (keyof typeof FAULTS)[];

/** What may happen: to the objects, to the connections, to the server, and to the next requests. */
const op = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('put' as const), name: names() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('remove' as const), name: names() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom(
        ...([
          'cut',
          'reset',
          'stalled',
          'end',
          'repeat',
          'compact',
          'bookmark',
          'restart',
        ] as const),
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('fault' as const),
      of: fc.constantFrom(...(['watch', 'watch', 'watchList', 'list', 'page'] as const)),
      fault: fc.constantFrom(...FAULT_NAMES),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('settle' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 20_000, 95_000, 700_000),
    }),
  },
);

type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

function names() {
  return fc.constantFrom('a', 'b', 'c', 'd', 'e');
}

async function apply(server: FaultServer, it: Reflected, op: Op): Promise<void> {
  switch (op.does) {
    case 'put':
      return server.put(op.name, `${op.name} ä€😀 ${server.version}`);
    case 'remove':
      return server.remove(op.name);
    case 'cut':
      return server.cut('fin');
    case 'reset':
      return server.cut('reset');
    case 'stalled':
      return server.mute();
    case 'end':
      return server.endWatches();
    case 'repeat':
      return server.repeat();
    case 'compact':
      return server.compact();
    case 'bookmark':
      return server.bookmark();
    case 'fault': {
      const when = ({ kind, query }: Asked) =>
        op.of === 'page' ? query.has('continue') : kind === op.of;
      return server.when(when, FAULTS[op.fault]);
    }
    case 'restart':
      await server.down();
      return server.restart();
    case 'settle':
      return until(() => it.clock.isSleeping || server.watches + server.stalled > 0);
    case 'pass':
      return it.clock.advance(op.ms);
  }
}

/** A server of one of the kinds there are, and what happens to it. */
const story = fc.record({
  watchLists: fc.constantFrom('known', 'refused', 'ignored'),
  pageSize: fc.constantFrom(1, 2, 500),
  probes: fc.boolean(),
  ops: fc.array(op, { maxLength: 20, size: 'max' }),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Lets a story happen to a reflector that has just been started, and then something of the test's. */
async function tell(
  { watchLists, pageSize, probes, ops }: Story,
  then: (it: Reflected, server: FaultServer) => Promise<void>,
): Promise<void> {
  const server = await FaultServer.start();
  server.knowsWatchList = watchLists !== 'ignored';
  server.rule = ({ kind }) =>
    kind === 'watchList' && watchLists === 'refused' ? refuse(400, 'BadRequest') : undefined;
  server.pageSize = pageSize;
  server.put('a');
  server.put('b');
  try {
    await using it = new Reflected(server, { probes });
    it.reflector.start();
    for (const one of ops) await apply(server, it, one);
    await then(it, server);
  } finally {
    await server.down();
  }
}

/** Gives a reflector the time to get over what happened: some hours of its own, if need be. */
async function outlast(it: Reflected, server: FaultServer): Promise<void> {
  let looks = 0;
  const isOver = async () => {
    looks += 1;
    if (looks > ENOUGH_LOOKS || it.isFreshList()) return true;
    // What the server will never answer is given up, and what it does is looked for again.
    if (server.stalled > 0) await it.clock.advance(91_000);
    else if (it.connectivity.isDown) await it.clock.advance(1_500);
    return false;
  };
  await until(isOver, it.clock);
}

test(
  'after any sequence of changes and faults the store is what a fresh list would be',
  () =>
    fc.assert(
      fc.asyncProperty(story, (story) =>
        tell(story, async (it, server) => {
          await outlast(it, server);
          expect(it.contents()).toEqual(server.contents());
          expect(it.reflector.state.phase).toBe('live');
        }),
      ),
      { numRuns: RUNS },
    ),
  TIME_LIMIT,
);

test(
  'a reflector may be stopped at any moment: nothing is told afterwards, and nothing is left',
  () =>
    fc.assert(
      fc.asyncProperty(story, fc.nat(20), (story, turns) =>
        tell(story, async (it, server) => {
          for (let i = 0; i < turns; i += 1) await setImmediate();
          const stopping = it.reflector.stop();
          const told = it.told.length;
          server.put('late');
          await stopping;
          await it[Symbol.asyncDispose]();
          await until(() => server.sockets === 0);
          expect(it.told.length).toBe(told);
          expect(it.reflector.state.phase).toBe('stopped');
        }),
      ),
      { numRuns: STOPS },
    ),
  TIME_LIMIT,
);
