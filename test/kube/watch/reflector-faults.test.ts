import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorLine, eventLine, FaultServer, refuse, stream } from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';
import { changeUnseen, Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

const kinds = () => server.asked.map(({ kind }) => kind).filter((kind) => kind !== 'other');

describe('a connection that breaks is taken up where it broke, without a new list', () => {
  test.each(['fin', 'reset'] as const)('by %s', async (how) => {
    await using it = await new Reflected(server).live();
    server.cut(how);
    changeUnseen(server);
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
    changeUnseen(server);
    await until(() => it.clock.sleeps.length >= 9, it.clock);
    await server.restart();
    await it.equalsFreshList();
    expect(it.clock.sleeps.slice(0, 9)).toEqual([
      300, 1200, 2400, 4800, 9600, 19200, 30000, 30000, 30000,
    ]);
    expect(it.reflector.state.relists).toBe(0);
  });

  test('says what is wrong now, and not only what was wrong at first', async () => {
    await using it = await new Reflected(server).live();
    const wrong: (string | undefined)[] = [];
    it.reflector.onState(({ lastError }) => wrong.push(lastError?.message));
    await server.down();
    await until(() => it.clock.sleeps.length >= 5, it.clock);
    expect(wrong.at(-1)).toMatch(/^Nothing listens/);
    // One call for each thing that is wrong, however often it is tried.
    expect(wrong).toEqual([...new Set(wrong)]);
    await server.restart();
    await it.equalsFreshList();
    expect(wrong.at(-1)).toBeUndefined();
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
    changeUnseen(server);
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
    changeUnseen(server);
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
    changeUnseen(server);
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'watch', 'watchList']);
    expect(sizes).toEqual([3]);
  });

  test('for the new set, too, is given up for whatever the server has', async () => {
    await using it = await new Reflected(server).live();
    server.once('watch', refuse(410, 'Expired'));
    server.once('watchList', stream([errorLine(410, 'Expired')], true));
    server.cut('reset');
    changeUnseen(server);
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
    changeUnseen(server);
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
