import fc from 'fast-check';
import { test } from 'vitest';
import { type Asked, errorLine, FaultServer, refuse, stream } from '../support/fault-server.ts';
import { until } from '../support/until.ts';
import { Reflected } from './reflected.ts';

/** How many sequences are tried. */
const RUNS = 60;

const FAULTS = {
  gone: refuse(410, 'Expired'),
  goneEvent: stream([errorLine(410, 'Expired')], true),
  tooLarge: refuse(504, 'Timeout', {
    details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
  }),
  failed: refuse(500, 'InternalError'),
  failedEvent: stream([errorLine(500, 'InternalError')], true),
  throttled: refuse(429, 'TooManyRequests', { headers: { 'retry-after': '1' } }),
  starting: refuse(503, 'ServiceUnavailable', { message: 'before all known HTTP paths' }),
  forbidden: refuse(403, 'Forbidden'),
  unauthorized: refuse(401, 'Unauthorized'),
  notServed: refuse(404, 'NotFound'),
  short: stream([], true),
  garbage: stream(['<html>\n'], true),
  partial: stream(['{"type":"ADDED","obj'], true),
} as const;

type Fault = keyof typeof FAULTS;

interface Op {
  readonly does:
    | 'put'
    | 'remove'
    | 'cut'
    | 'reset'
    | 'end'
    | 'compact'
    | 'bookmark'
    | 'restart'
    | 'fault'
    | 'settle';
  readonly name: string;
  readonly kind: Asked['kind'];
  readonly fault: Fault;
}

const op = fc.record<Op>({
  does: fc.constantFrom(
    'put',
    'put',
    'remove',
    'cut',
    'reset',
    'end',
    'compact',
    'bookmark',
    'restart',
    'fault',
    'fault',
    'settle',
  ),
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom('watch', 'watch', 'watchList', 'list'),
  fault: fc.constantFrom(...(Object.keys(FAULTS) as Fault[])),
});

async function apply(
  server: FaultServer,
  it: Reflected,
  { does, name, kind, fault }: Op,
): Promise<void> {
  switch (does) {
    case 'put':
      return server.put(name, `${name} ${server.version}`);
    case 'remove':
      return server.remove(name);
    case 'cut':
      return server.cut('fin');
    case 'reset':
      return server.cut('reset');
    case 'end':
      return server.endWatches();
    case 'compact':
      return server.compact();
    case 'bookmark':
      return server.bookmark();
    case 'fault':
      return server.once(kind, FAULTS[fault]);
    case 'restart':
      await server.down();
      return server.restart();
    case 'settle':
      return until(() => it.clock.isSleeping || server.watches > 0);
  }
}

test('after any sequence of changes and faults the store is what a fresh list would be', async () => {
  const sequence = fc.tuple(fc.boolean(), fc.array(op, { maxLength: 25 }));
  await fc.assert(
    fc.asyncProperty(sequence, async ([knowsWatchList, ops]) => {
      const server = await FaultServer.start();
      server.rule = ({ kind }) =>
        kind === 'watchList' && !knowsWatchList ? refuse(400, 'BadRequest') : undefined;
      server.put('a');
      try {
        await using it = new Reflected(server);
        it.reflector.start();
        for (const one of ops) await apply(server, it, one);
        await it.equalsFreshList();
      } finally {
        await server.down();
      }
    }),
    { numRuns: RUNS },
  );
});
