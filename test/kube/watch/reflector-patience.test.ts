import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultServer, refuse } from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';
import { Reflected } from './reflected.ts';

let server: FaultServer;

beforeEach(async () => {
  server = await FaultServer.start();
  for (const name of ['a', 'b', 'c']) server.put(name);
});

afterEach(() => server.down());

const kinds = () => server.asked.map(({ kind }) => kind).filter((kind) => kind !== 'other');

/** Lets time pass in steps, at each of which the stream of an object's changes goes on. */
async function changeEvery(it: Reflected, ms: number, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    server.put('a', `change ${i}`);
    await it.equalsFreshList();
    await it.clock.advance(ms);
  }
}

describe('a wait', () => {
  test('is short again after things went well for once', async () => {
    await using it = await new Reflected(server).live();
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 2; i += 1) server.once('watch', refuse(500, 'InternalError'));
      server.cut('reset');
      server.put('d', `round ${round}`);
      await it.equalsFreshList();
    }
    expect(it.clock.sleeps).toEqual([300, 1200, 2400, 300, 1200, 2400, 300, 1200, 2400]);
  });

  test('is short again after five quiet seconds', async () => {
    await using it = await new Reflected(server).live();
    server.once('watch', refuse(500, 'InternalError'));
    server.cut('reset');
    await until(() => server.watches === 1, it.clock);
    await it.clock.advance(5_000);
    server.cut('reset');
    await until(() => it.clock.sleeps.length === 3, it.clock);
    expect(it.clock.sleeps).toEqual([300, 1200, 300]);
  });

  test('for a login elsewhere is five to thirty seconds', async () => {
    server.rule = () => refuse(401, 'Unauthorized');
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.clock.sleeps.length >= 5, it.clock);
    expect(it.clock.sleeps.slice(0, 5)).toEqual([7500, 15000, 30000, 30000, 30000]);
  });

  test('is cut short by a person who wants to know', async () => {
    server.rule = () => refuse(403, 'Forbidden');
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => it.clock.isSleeping);
    server.rule = undefined;
    const before = it.clock.now();
    it.reflector.retryNow();
    await until(() => it.isFreshList());
    expect(it.clock.now()).toBe(before);
  });
});

describe('to try again now', () => {
  test('ends an attempt that has no answer', async () => {
    server.once('watchList', () => undefined);
    await using it = new Reflected(server);
    it.reflector.start();
    await until(() => server.asked.length === 1);
    it.reflector.retryNow();
    await until(() => it.isFreshList());
    expect(kinds()).toEqual(['watchList', 'watchList']);
  });

  test('leaves a stream alone that is well', async () => {
    await using it = await new Reflected(server).live();
    it.reflector.retryNow();
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList']);
  });
});

test('after a sleep of the machine the stream is opened anew, though nothing broke', async () => {
  await using it = await new Reflected(server, { probes: true }).live();
  const late = it.clock.advance(15_000);
  it.clock.jump(3_600_000);
  server.mute();
  await late;
  await until(() => kinds().length === 2, it.clock);
  server.put('d');
  await it.equalsFreshList();
  expect(it.phases).toEqual(['loading', 'live', 'stale', 'reconnecting', 'live']);
});

describe('a server without bookmarks', () => {
  beforeEach(() => {
    server.rule = ({ kind }) => (kind === 'watchList' ? refuse(400, 'BadRequest') : undefined);
  });

  test('is known by a stream of two and a half minutes, which may then be silent', async () => {
    await using it = await new Reflected(server).live();
    await changeEvery(it, 60_000, 4);
    await it.clock.advance(120_000);
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'list', 'watch']);
  });

  test('is not waited for longer than half a minute past the end it was asked for', async () => {
    await using it = await new Reflected(server).live();
    await changeEvery(it, 60_000, 4);
    await it.clock.advance(239_000);
    expect(kinds()).toEqual(['watchList', 'list', 'watch']);
    await it.clock.advance(2_000);
    await until(() => kinds().length === 4, it.clock);
    server.put('d');
    await it.equalsFreshList();
    expect(kinds()).toEqual(['watchList', 'list', 'watch', 'watch']);
    expect(it.reflector.state.relists).toBe(0);
  });

  test('may be silent on a quiet kind: no new list is fetched', async () => {
    await using it = await new Reflected(server).live();
    for (let i = 0; i < 3; i += 1) {
      await it.clock.advance(91_000);
      await until(() => server.watches === 1, it.clock);
    }
    expect(new Set(kinds().slice(2))).toEqual(new Set(['watch']));
    expect(it.reflector.state.relists).toBe(0);
  });
});
