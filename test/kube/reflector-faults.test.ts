import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorLine, eventLine, FaultServer, refuse, stream } from '../support/fault-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

const kinds = () => server.asked.map(({ kind }) => kind).filter((kind) => kind !== 'other');

/** Something of everything that can happen while nobody watches. */
function changeUnseen(): void {
  server.put('a', 'changed');
  server.remove('b');
  server.remove('c');
  server.put('c', 'made again');
  server.put('d');
}

describe('a connection that breaks is taken up where it broke, without a new list', () => {
  test.each(['fin', 'reset'] as const)('by %s', async (how) => {
    await using it = await new Reflected(server).live();
    server.cut(how);
    changeUnseen();
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch']);
    expect(it.phases).toEqual(['loading', 'live', 'reconnecting', 'live']);
    expect(it.told.slice(3).sort()).toEqual(['+c', '+d', '-b', '-c', '~a']);
  });

  test('in the middle of an event', async () => {
    await using it = await new Reflected(server).live();
    server.write('{"type":"ADDED","object":{"meta');
    server.endWatches();
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch']);
    expect(it.phases).toEqual(['loading', 'live', 'reconnecting', 'live']);
  });

  test('within half a second if all was well, and then ever later', async () => {
    await using it = await new Reflected(server).live();
    await server.down();
    changeUnseen();
    await until(() => it.clock.sleeps.length >= 9, it.clock);
    await server.restart();
    await it.equalsFreshList();
    expect(it.clock.sleeps.slice(0, 9)).toEqual([
      300, 1200, 2400, 4800, 9600, 19200, 30000, 30000, 30000,
    ]);
    expect(it.reflector.state.relists).toBe(0);
  });
});

test('a watch that cannot be opened while the server answers others is tried every two seconds', async () => {
  await using it = await new Reflected(server).live();
  server.rule = ({ kind }) => (kind === 'other' ? undefined : (response) => response.destroy());
  server.cut('reset');
  await until(() => it.clock.sleeps.length >= 6, it.clock);
  server.rule = undefined;
  server.put('d');
  await it.equalsFreshList();
  expect(it.clock.sleeps.slice(0, 6)).toEqual([300, 1200, 2000, 2000, 2000, 2000]);
});

describe('a server that comes back', () => {
  test('is noticed within two seconds, however long it was away', async () => {
    await using it = await new Reflected(server, { probes: true }).live();
    await server.down();
    await until(() => it.clock.sleeps.length >= 9, it.clock);
    await server.restart();
    server.put('d');
    const back = it.clock.now();
    await until(async () => {
      if (it.store.size === 4) return true;
      await it.clock.advance(100);
      return false;
    });
    expect(it.clock.now() - back).toBeLessThan(5_000);
  });

  test.each([
    [
      '503 that names its HTTP paths',
      refuse(503, 'ServiceUnavailable', {
        message: 'before all known HTTP paths',
        headers: { 'retry-after': '5' },
      }),
    ],
    ['403 for a moment', refuse(403, 'Forbidden')],
    ['404 for a moment', refuse(404, 'NotFound')],
    [
      '429 while its storage starts',
      refuse(429, 'TooManyRequests', { headers: { 'retry-after': '1' } }),
    ],
  ])('and answers %s is asked again soon', async (_, refusal) => {
    await using it = await new Reflected(server).live();
    for (let i = 0; i < 3; i += 1) server.once('watch', refusal);
    const before = it.clock.sleeps.length;
    server.cut('reset');
    server.put('d');
    await it.equalsFreshList();
    expect(it.clock.sleeps.slice(before)).toEqual([300, 375, 375, 375]);
    expect(it.phases).not.toContain('forbidden');
    expect(it.phases).not.toContain('notServed');
  });

  test('with a history that does not reach back is listed anew, and phantoms go', async () => {
    await using it = await new Reflected(server).live();
    server.cut('reset');
    changeUnseen();
    server.compact();
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch', 'watchList']);
    expect(it.told.slice(3).sort()).toEqual(['+c', '+d', '?b', '?c', '~a']);
    expect(it.reflector.state.relists).toBe(1);
  });

  test('with older data than before is listed at what it has', async () => {
    await using it = await new Reflected(server).live();
    const tooLarge = { causes: [{ reason: 'ResourceVersionTooLarge' }] };
    server.once('watch', stream([errorLine(504, 'Timeout', tooLarge)], true));
    server.cut('reset');
    changeUnseen();
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch', 'watchList']);
    expect(server.asked.at(-1)?.query.has('resourceVersion')).toBe(false);
  });
});

describe('a version that is too old', () => {
  test.each([
    ['as an ERROR event', stream([errorLine(410, 'Expired')], true)],
    ['as an HTTP answer', refuse(410, 'Expired')],
  ])('%s costs a new set, and nothing is blank meanwhile', async (_, fault) => {
    await using it = await new Reflected(server).live();
    const sizes: number[] = [];
    it.store.subscribe(() => sizes.push(it.store.size));
    server.once('watch', fault);
    server.endWatches();
    changeUnseen();
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch', 'watchList']);
    expect(sizes).toEqual([3]);
  });

  test('for the new set, too, is given up for whatever the server has', async () => {
    await using it = await new Reflected(server).live();
    server.once('watch', refuse(410, 'Expired'));
    server.once('watchList', stream([errorLine(410, 'Expired')], true));
    server.cut('reset');
    changeUnseen();
    await it.equalsFreshList();
    expect(server.asked.at(-1)?.query.has('resourceVersion')).toBe(false);
  });
});

test('what is deleted while a new set is gathered is not in it', async () => {
  await using it = await new Reflected(server).live();
  const x = { metadata: { name: 'x', namespace: 'dev', uid: 'x', resourceVersion: '1' } };
  const end = {
    metadata: { annotations: { 'k8s.io/initial-events-end': 'true' }, resourceVersion: '2' },
  };
  const lines = [eventLine('ADDED', x), eventLine('DELETED', x), eventLine('BOOKMARK', end)];
  server.once('watch', refuse(410, 'Expired'));
  server.once('watchList', stream(lines, false));
  server.endWatches();
  await until(() => it.reflector.state.relists === 1);
  expect(it.told.slice(3).sort()).toEqual(['?a', '?b', '?c']);
});

describe('a set that breaks off', () => {
  test('before its end leaves the old one as it was', async () => {
    await using it = await new Reflected(server).live();
    const half = eventLine('ADDED', { metadata: { name: 'x', namespace: 'dev', uid: 'x' } });
    server.once('watch', refuse(410, 'Expired'));
    server.once('watchList', stream([half], true));
    server.endWatches();
    changeUnseen();
    await it.equalsFreshList();
    expect(it.told.join()).not.toContain('x');
  });

  test('the first time is replaced by the next, without phantoms', async () => {
    const half = eventLine('ADDED', { metadata: { name: 'x', namespace: 'dev', uid: 'x' } });
    server.once('watchList', stream([half], true));
    await using it = new Reflected(server);
    it.reflector.start();
    await it.equalsFreshList();
    expect(it.told.sort()).toEqual(['+a', '+b', '+c', '+x', '?x']);
  });
});

describe('a server that is unwell', () => {
  test('is asked again from the same version after a 500 event', async () => {
    await using it = await new Reflected(server).live();
    server.once('watch', stream([errorLine(500, 'InternalError')], true));
    server.cut('reset');
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch', 'watch']);
  });

  test('is given the time it asks for', async () => {
    server.once('watchList', refuse(429, 'TooManyRequests', { headers: { 'retry-after': '7' } }));
    await using it = new Reflected(server);
    it.reflector.start();
    await it.equalsFreshList();
    expect(it.clock.sleeps).toEqual([7000]);
  });

  test('and ends every watch at once is not asked in a loop', async () => {
    await using it = await new Reflected(server).live();
    for (let i = 0; i < 4; i += 1) server.once('watch', stream([], true));
    server.cut('reset');
    server.put('d');
    await it.equalsFreshList();
    expect(it.clock.sleeps).toEqual([300, 1200, 2400, 4800, 9600]);
  });

  test('and sends what is no event costs a new set', async () => {
    await using it = await new Reflected(server).live();
    server.write('<html>gateway</html>\n');
    changeUnseen();
    await it.equalsFreshList();
    expect(it.reflector.state.relists).toBe(1);
  });

  test('and does not know the kind yet is asked again after five seconds and more', async () => {
    server.once('watchList', refuse(404, 'NotFound'));
    server.once('watchList', (response) => response.writeHead(404).end('404 page not found'));
    await using it = new Reflected(server);
    it.reflector.start();
    await it.equalsFreshList();
    expect(it.phases).toEqual(['loading', 'notServed', 'loading', 'live']);
    expect(it.clock.sleeps).toEqual([7500, 15000]);
  });
});

describe('rights', () => {
  test('missing for both list and watch are asked for again after half a minute', async () => {
    let allowed = false;
    server.rule = () =>
      allowed ? undefined : refuse(403, 'Forbidden', { message: 'things is forbidden' });
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.reflector.state.phase === 'forbidden');
    expect(it.reflector.state.lastError?.message).toContain('things is forbidden');
    allowed = true;
    await it.equalsFreshList();
    expect(it.clock.sleeps).toEqual([45_000]);
    expect(it.reflector.state.lastError).toBeUndefined();
  });

  test('to list only mean a new list every five seconds', async () => {
    server.rule = ({ kind }) => (kind.startsWith('watch') ? refuse(403, 'Forbidden') : undefined);
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.reflector.state.phase === 'polled');
    changeUnseen();
    await until(
      () => JSON.stringify(it.contents()) === JSON.stringify(server.contents()),
      it.clock,
    );
    expect(it.clock.sleeps.every((ms) => ms === 5000)).toBe(true);
    server.rule = undefined;
    await it.equalsFreshList();
    expect(it.phases).toEqual(['loading', 'polled', 'live']);
  });

  test('that were taken away keep what was seen, and come back', async () => {
    await using it = await new Reflected(server).live();
    server.rule = () => refuse(403, 'Forbidden');
    server.cut('reset');
    changeUnseen();
    await until(() => it.reflector.state.phase === 'forbidden', it.clock);
    expect(it.store.size).toBe(3);
    server.rule = undefined;
    await it.equalsFreshList();
  });

  test('expired show as such, and a login elsewhere mends them', async () => {
    await using it = await new Reflected(server).live();
    server.rule = () => refuse(401, 'Unauthorized');
    server.cut('reset');
    changeUnseen();
    await until(() => it.reflector.state.phase === 'unauthorized', it.clock);
    server.rule = undefined;
    await it.equalsFreshList();
    expect(it.phases).toEqual(['loading', 'live', 'reconnecting', 'unauthorized', 'live']);
  });
});

describe('a server that cannot begin a watch with the whole set', () => {
  test.each([400, 405, 422])('because it answers %i is listed by pages, for ever', async (code) => {
    for (let i = 0; i < 1200; i += 1) server.put(`n${i}`);
    server.rule = ({ kind }) => (kind === 'watchList' ? refuse(code, 'BadRequest') : undefined);
    await using it = await new Reflected(server).live();
    server.once('watch', refuse(410, 'Expired'));
    server.cut('reset');
    changeUnseen();
    await it.equalsFreshList();
    expect(kinds()).toEqual([
      'watchList',
      'list',
      'list',
      'list',
      'watch',
      'watch',
      'list',
      'watch',
    ]);
    const lists = server.asked.filter(({ kind }) => kind === 'list');
    expect(lists.map(({ query }) => query.get('limit'))).toEqual(['500', '500', '500', null]);
    expect(lists.map(({ query }) => query.has('resourceVersion'))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test('because it never tells that the set is complete is listed after ten seconds', async () => {
    server.knowsWatchList = false;
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.reflector.state.count === 3);
    await it.clock.advance(9_900);
    expect(kinds()).toEqual(['watchList']);
    await it.clock.advance(200);
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'list', 'watch']);
  });

  test('and forgets the list between two pages is listed in one', async () => {
    for (let i = 0; i < 1200; i += 1) server.put(`n${i}`);
    server.rule = ({ kind, query }) => {
      if (kind === 'watchList') return refuse(400, 'BadRequest');
      return query.get('continue') === '1000' ? refuse(410, 'Expired') : undefined;
    };
    await using it = await new Reflected(server).live();
    expect(it.store.size).toBe(1203);
    expect(server.asked.at(-2)?.query.get('limit')).toBe(null);
  });
});

describe('silence', () => {
  test('of a stream for ninety seconds ends it, and it is opened again', async () => {
    await using it = await new Reflected(server).live();
    await it.clock.advance(89_000);
    expect(kinds()).toEqual(['watchList']);
    await it.clock.advance(1_500);
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch']);
  });

  test('of a server that never answers ends the attempt', async () => {
    server.once('watchList', () => undefined);
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => server.asked.length === 1);
    await it.clock.advance(91_000);
    await it.equalsFreshList();
    expect(it.phases).toEqual(['loading', 'reconnecting', 'loading', 'live']);
  });

  test('of a server that outlives its own deadline is not waited for', async () => {
    await using it = await new Reflected(server).live();
    for (let at = 0; at < 480; at += 60) {
      server.bookmark();
      await until(() => it.reflector.state.lastByteAt === it.clock.now());
      await it.clock.advance(60_000);
    }
    await until(() => kinds().length === 2, it.clock);
  });
});

describe('the shape of what comes', () => {
  let proxy: TcpProxy;
  beforeEach(async () => {
    proxy = await startTcpProxy(server.port);
  });
  afterEach(() => proxy.close());

  test('may be cut anywhere, in characters too', async () => {
    proxy.drip(3);
    server.put('umlaut', 'ä€😀'.repeat(50));
    await using it = await new Reflected(server, { url: `http://127.0.0.1:${proxy.port}` }).live();
    server.put('later', '€ä😀'.repeat(50));
    await it.equalsFreshList();
  });

  test('may be an object of ten megabytes', async () => {
    await using it = await new Reflected(server).live();
    server.put('large', 'x'.repeat(10_000_000));
    await it.equalsFreshList();
  });

  test('may be nothing at all, for a while', async () => {
    const url = `http://127.0.0.1:${proxy.port}`;
    await using it = await new Reflected(server, { url, probes: true }).live();
    proxy.blackhole(true);
    changeUnseen();
    await it.clock.advance(15_000);
    await it.clock.advance(5_000);
    await until(() => it.reflector.state.phase === 'stale');
    proxy.blackhole(false);
    await until(async () => {
      if (it.reflector.state.phase === 'live') return true;
      await it.clock.advance(200);
      return false;
    });
    await it.equalsFreshList();
    expect(it.phases).toEqual(['loading', 'live', 'stale', 'reconnecting', 'live']);
  });
});
