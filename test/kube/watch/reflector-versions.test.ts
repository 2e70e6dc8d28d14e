import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  errorLine,
  FaultServer,
  type Misbehaviour,
  refuse,
  stream,
  TOO_LARGE,
} from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';
import { Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

/** What was asked for of the collection since some moment, and with which version. */
const asked = (since = 0) =>
  server.asked
    .slice(since)
    .filter(({ kind }) => kind !== 'other')
    .map(({ kind, query }) => `${kind} ${query.get('resourceVersion') ?? 'any'}`);

const NO_WATCH_LISTS: FaultServer['rule'] = ({ kind }) =>
  kind === 'watchList' ? refuse(400, 'BadRequest') : undefined;

/** How a server says that it has not come to a version, or forgot it. */
const REFUSALS: readonly (readonly [string, Misbehaviour])[] = [
  ['too large by its cause', refuse(504, 'Timeout', { details: TOO_LARGE })],
  [
    'too large by its words alone',
    refuse(500, 'InternalError', { message: 'Too large resource version: 104, current: 7' }),
  ],
  ['expired', refuse(410, 'Expired')],
];

describe('a version that the server refuses as', () => {
  test.each(REFUSALS)('%s is given up at once, for a watch with the whole set', async (_, no) => {
    await using it = await new Reflected(server).live();
    const before = server.asked.length;
    server.once('watch', refuse(410, 'Expired'));
    server.once('watchList', no);
    server.endWatches();
    server.put('d');
    await it.equalsFreshList();
    expect(asked(before)).toEqual(['watch 103', 'watchList 103', 'watchList any']);
    expect(it.clock.sleeps).toEqual([]);
  });

  test.each(REFUSALS)('%s is given up at once, for a list by pages', async (_, no) => {
    server.rule = NO_WATCH_LISTS;
    await using it = await new Reflected(server).live();
    await it.clock.advance(2_000);
    const before = server.asked.length;
    server.once('watch', refuse(410, 'Expired'));
    server.once('list', no);
    server.endWatches();
    server.put('d');
    await it.equalsFreshList();
    expect(asked(before)).toEqual(['watch 103', 'list 103', 'list any', 'watch 104']);
    const [cached, consistent] = server.asked.slice(before).filter(({ kind }) => kind === 'list');
    expect(cached?.query.get('resourceVersionMatch')).toBe('NotOlderThan');
    expect(cached?.query.has('limit')).toBe(false);
    expect(consistent?.query.get('limit')).toBe('500');
    expect(it.clock.sleeps).toEqual([]);
  });

  test('too large, and any other version, too, is not asked for in a loop', async () => {
    await using it = await new Reflected(server).live();
    server.once('watch', refuse(410, 'Expired'));
    for (let i = 0; i < 4; i += 1) server.once('watchList', refuse(410, 'Expired'));
    server.endWatches();
    server.put('d');
    await it.equalsFreshList();
    expect(it.clock.sleeps).toEqual([300, 1200, 2400]);
  });
});

describe('a server whose data were restored from a backup', () => {
  test.each([
    ['watches that begin with the whole set', undefined],
    ['lists by pages', NO_WATCH_LISTS],
  ])('is mirrored again, by %s', async (_, rule) => {
    server.rule = rule;
    await using it = await new Reflected(server).live();
    const backup = server.version;
    server.put('d', 'lost');
    server.bookmark();
    await it.equalsFreshList();
    server.cut('reset');
    server.restore(backup);
    await until(() => server.stalled > 0, it.clock);
    await it.clock.advance(91_000);
    await it.equalsFreshList();
    expect(it.told.at(-1)).toBe('?d');
  });
});

describe('an ERROR event', () => {
  test('that asks for time is given it, once it is known that the server does not just start', async () => {
    await using it = await new Reflected(server).live();
    const before = server.asked.length;
    const busy = stream([errorLine(429, 'TooManyRequests', { retryAfterSeconds: 7 })], true);
    server.rule = () => (it.clock.sleeps.includes(7000) ? undefined : busy);
    server.cut('reset');
    server.put('d');
    await it.equalsFreshList();
    expect(new Set(asked(before))).toEqual(new Set(['watch 103']));
    const waits = it.clock.sleeps.slice(1);
    const soon = waits.slice(0, -1);
    expect(new Set(soon)).toEqual(new Set([375]));
    expect(soon.length * 375).toBeGreaterThanOrEqual(15_000);
    expect(waits.at(-1)).toBe(7000);
  });

  test('of a server that fails each time is met ever later', async () => {
    await using it = await new Reflected(server).live();
    for (let i = 0; i < 4; i += 1) {
      server.once('watch', stream([errorLine(500, 'InternalError')], true));
    }
    server.endWatches();
    server.put('d');
    await it.equalsFreshList();
    expect(it.clock.sleeps).toEqual([300, 1200, 2400, 4800]);
  });

  test.each([400, 409, 418, 422])(
    'of %i, which no watch should end with, costs a new set',
    async (code) => {
      await using it = await new Reflected(server).live();
      const before = server.asked.length;
      server.once('watch', stream([errorLine(code, 'Strange')], true));
      server.endWatches();
      server.put('d');
      await it.equalsFreshList();
      expect(asked(before)).toEqual(['watch 103', 'watchList 103']);
      expect(it.clock.sleeps).toEqual([300]);
    },
  );
});
