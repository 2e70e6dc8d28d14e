import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLLECTION, FaultServer, refuse } from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';
import { Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

const kinds = () => server.asked.map(({ kind }) => kind).filter((kind) => kind !== 'other');

describe('a reflector that nothing disturbs', () => {
  test('begins its watch with the whole set, and stays on the same stream', async () => {
    await using it = await new Reflected(server).live();
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList']);
    expect(it.phases).toEqual(['loading', 'live']);
  });

  test('asks for bookmarks, and for an end after five to ten minutes', async () => {
    await using it = await new Reflected(server).live();
    server.endWatches();
    await until(() => kinds().length === 2);
    const [first, second] = server.asked;
    expect(first?.query.get('allowWatchBookmarks')).toBe('true');
    expect(first?.query.get('resourceVersionMatch')).toBe('NotOlderThan');
    expect(second?.query.get('allowWatchBookmarks')).toBe('true');
    expect(second?.query.get('timeoutSeconds')).toBe('450');
    expect(second?.query.get('resourceVersion')).toBe(it.reflector.state.resourceVersion);
  });

  test('shows the first set while it arrives', async () => {
    server.once('watchList', (response) => {
      response.writeHead(200);
      response.write(
        `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'a', namespace: 'dev', uid: '1', resourceVersion: '5' } } })}\n`,
      );
    });
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.reflector.state.count === 1);
    expect(it.reflector.state).toMatchObject({
      phase: 'loading',
      synced: false,
      resourceVersion: '',
    });
  });

  test('takes the version of a bookmark, and goes on from it', async () => {
    await using it = await new Reflected(server).live();
    server.put('elsewhere');
    server.remove('elsewhere');
    server.bookmark();
    await until(() => it.reflector.state.resourceVersion === server.version);
    server.endWatches();
    await until(() => kinds().length === 2);
    expect(server.asked.at(-1)?.query.get('resourceVersion')).toBe(server.version);
  });

  test('watches again at once after the server ended the watch, without a new list', async () => {
    await using it = await new Reflected(server).live();
    server.put('d');
    await it.equalsFreshList();
    server.endWatches();
    await until(() => server.watches === 1 && kinds().length === 2);
    server.put('e');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch']);
    expect(it.phases).toEqual(['loading', 'live']);
    expect(it.reflector.state).toMatchObject({ relists: 0, reconnects: 1 });
  });

  test('passes its selector on to sets, watches and lists', async () => {
    server.once('watchList', refuse(400, 'BadRequest'));
    await using _it = await new Reflected(server, { labelSelector: 'team=a' }).live();
    await until(() => kinds().length === 3);
    expect(kinds()).toEqual(['watchList', 'list', 'watch']);
    expect(server.asked.map(({ query }) => query.get('labelSelector'))).toEqual([
      'team=a',
      'team=a',
      'team=a',
    ]);
  });
});

describe('stopping', () => {
  test('closes the socket before it resolves', async () => {
    const it = await new Reflected(server).live();
    await it.reflector.stop();
    await until(() => server.watches === 0);
    expect(it.reflector.state.phase).toBe('stopped');
    await it[Symbol.asyncDispose]();
  });

  test('is safe before the start, twice, and while a connection is made', async () => {
    const it = new Reflected(server);
    it.reflector.start();
    await Promise.all([it.reflector.stop(), it.reflector.stop()]);
    await it[Symbol.asyncDispose]();
    expect(it.store.size).toBe(0);
    const never = new Reflected(server);
    await never[Symbol.asyncDispose]();
  });

  test('is safe while the answer is waited for', async () => {
    server.rule = () => () => undefined;
    const it = new Reflected(server);
    it.reflector.start();
    await until(() => server.asked.length === 1);
    await it[Symbol.asyncDispose]();
  });

  test('is safe during a wait', async () => {
    server.rule = () => refuse(500, 'InternalError');
    const it = new Reflected(server);
    it.reflector.start();
    await until(() => it.clock.isSleeping);
    await it[Symbol.asyncDispose]();
    expect(it.phases.at(-1)).toBe('stopped');
  });

  test('is safe in the middle of a first set and of a list', async () => {
    server.once('watchList', (response) => {
      response.writeHead(200);
      response.write('{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n{"type":');
    });
    const loading = new Reflected(server);
    loading.reflector.start();
    await until(() => loading.reflector.state.count === 1);
    await loading[Symbol.asyncDispose]();

    server.rule = ({ kind }) =>
      kind === 'watchList' ? refuse(400, 'BadRequest') : () => undefined;
    const listing = new Reflected(server);
    listing.reflector.start();
    await until(() => server.asked.at(-1)?.kind === 'list');
    await listing[Symbol.asyncDispose]();
  });

  test('tells nothing that comes afterwards', async () => {
    const it = await new Reflected(server).live();
    const told = it.told.length;
    const stopping = it.reflector.stop();
    server.put('late');
    await stopping;
    await it[Symbol.asyncDispose]();
    expect(it.told.length).toBe(told);
  });
});

describe('what a listener is told', () => {
  test('one call per burst, and nothing for a version it has already', async () => {
    const calls: number[] = [];
    await using it = new Reflected(server);
    it.store.subscribe((changes) => calls.push(changes.length));
    await it.live();
    const thing = it.store.get('dev/a');
    server.write(`${JSON.stringify({ type: 'ADDED', object: thing })}\n`.repeat(3));
    server.put('d');
    await it.equalsFreshList();
    expect(calls.reduce((sum, size) => sum + size, 0)).toBe(4);
  });

  test('a deletion and an addition for a name that was used again', async () => {
    await using it = await new Reflected(server).live();
    server.remove('a');
    server.put('a', 'another');
    await it.equalsFreshList();
    expect(it.told.slice(3)).toEqual(['-a', '+a']);
  });

  test('nothing of an object that cannot be read, and all of the others', async () => {
    await using it = await new Reflected(server).live();
    server.write('{"type":"ADDED","object":{"spec":{}}}\n');
    server.put('bad', 'unreadable');
    server.put('d');
    await until(() => it.store.size === 4);
    expect(it.told.slice(3)).toEqual(['+d']);
    expect(it.reflector.state.lastError?.message).toBe(
      `dev/bad of ${COLLECTION} cannot be read and is left out.`,
    );
  });

  test('the deletion of an object that can be read no longer', async () => {
    await using it = await new Reflected(server).live();
    server.put('a', 'unreadable');
    await until(() => it.store.size === 2);
    expect(it.told.slice(3)).toEqual(['-a']);
  });
});
