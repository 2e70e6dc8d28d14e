import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorLine, FaultServer, refuse, stream } from '../../support/fault-server.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { until } from '../../support/until.ts';
import { changeUnseen, Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

const kinds = () => server.asked.map(({ kind }) => kind).filter((kind) => kind !== 'other');

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
    changeUnseen(server);
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
    changeUnseen(server);
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
    changeUnseen(server);
    await until(() => it.reflector.state.phase === 'forbidden', it.clock);
    expect(it.store.size).toBe(3);
    server.rule = undefined;
    await it.equalsFreshList();
  });

  test('expired show as such, and a login elsewhere mends them', async () => {
    await using it = await new Reflected(server).live();
    server.rule = () => refuse(401, 'Unauthorized');
    server.cut('reset');
    changeUnseen(server);
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
    changeUnseen(server);
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
      if (!query.get('continue')?.startsWith('1000@')) return undefined;
      server.remove('a');
      return refuse(410, 'Expired');
    };
    await using it = await new Reflected(server).live();
    expect(it.store.size).toBe(1202);
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
    changeUnseen(server);
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
