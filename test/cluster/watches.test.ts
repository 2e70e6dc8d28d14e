import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENTS, EXECUTIONS } from '../../src/api/resources.ts';
import { ManualClock } from '../../src/cluster/clock.ts';
import { until } from '../support/until.ts';
import { EXECUTIONS_PATH, executionNamed, type Running, running } from './running.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const clock = new ManualClock(Date.UTC(2026, 0, 1));
let one: Running;

beforeAll(async () => {
  one = await running({ clock });
});
afterAll(() => one[Symbol.asyncDispose]());

/** A watch of what comes from now on. */
async function watchFromNow(query = '', accept?: string) {
  const from = `watch=1&resourceVersion=${one.cluster.storage.version}`;
  const path = `${EXECUTIONS_PATH}?${from}${query}`;
  return one.client().stream(path, accept === undefined ? {} : { accept });
}

function create(name: string, labels: Readonly<Record<string, string>> = {}) {
  const { metadata, spec } = executionNamed(name, labels);
  return one.cluster.storage.create(EXECUTIONS, {
    metadata: { ...metadata, namespace: 'team-a' },
    spec,
  });
}

describe('a watch', () => {
  it('tells each change in order', async () => {
    const watch = await watchFromNow();
    create('told');
    one.cluster.storage.update(EXECUTIONS, 'team-a', 'told', (o) => ({
      ...o,
      status: { phase: 'Executing' },
    }));
    one.cluster.storage.delete(EXECUTIONS, 'team-a', 'told');
    const events = await watch.events(3);
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    const versions = events.map((event) => Number(event.object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    watch.stop();
  });

  it('with a selector tells what comes into it and what leaves it', async () => {
    const watch = await watchFromNow('&labelSelector=in%3Dyes');
    create('outside');
    create('moving');
    const label = (value: string) =>
      one.cluster.storage.update(EXECUTIONS, 'team-a', 'moving', (o) => ({
        ...o,
        metadata: { ...o.metadata, labels: { in: value } },
      }));
    const came = label('yes');
    const left = label('no');
    expect(await watch.events(2)).toEqual([
      { type: 'ADDED', object: came },
      {
        type: 'DELETED',
        object: {
          ...came,
          metadata: { ...came?.metadata, resourceVersion: left?.metadata.resourceVersion },
        },
      },
    ]);
    watch.stop();
  });

  it('gets a bookmark every minute, if it asks', async () => {
    const watch = await watchFromNow('&allowWatchBookmarks=true');
    clock.advance(60_000);
    clock.advance(60_000);
    const events = await watch.events(2);
    expect(events.map((event) => event.type)).toEqual(['BOOKMARK', 'BOOKMARK']);
    expect(events[0]?.object.metadata.resourceVersion).toBe(String(one.cluster.storage.version));
    watch.stop();
  });

  it('ends when its time is up, with a bookmark two seconds before', async () => {
    const watch = await watchFromNow('&allowWatchBookmarks=true&timeoutSeconds=10');
    clock.advance(8_000);
    expect((await watch.event()).type).toBe('BOOKMARK');
    clock.advance(2_000);
    expect(await watch.rest()).toEqual([]);
  });

  it('of Tables sends the columns once', async () => {
    const watch = await watchFromNow('', TABLE);
    create('row-1');
    create('row-2');
    const [first, second] = await watch.events(2);
    expect(first?.object).toHaveProperty('columnDefinitions.0.name', 'Name');
    expect(first?.object).toHaveProperty('rows.0.cells.0', 'row-1');
    expect(second?.object).toHaveProperty('rows.0.cells.0', 'row-2');
    expect(second?.object).toMatchObject({ columnDefinitions: null });
    watch.stop();
  });

  it('that begins in the future says nothing until the present is there', async () => {
    const future = one.cluster.storage.version + 2;
    const watch = await one.client().stream(`${EXECUTIONS_PATH}?watch=1&resourceVersion=${future}`);
    for (const name of ['early-1', 'early-2', 'late']) create(name);
    expect((await watch.event()).object.metadata.name).toBe('late');
    watch.stop();
  });
});

describe('a watch that begins with what is there', () => {
  it('from a version that was never handed out is told so', async () => {
    const future = one.cluster.storage.version + 1;
    const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
    const path = `${EXECUTIONS_PATH}?watch=1&${query}&resourceVersion=${future}`;
    const watch = await one.client().stream(path);
    expect(await watch.event()).toMatchObject({
      type: 'ERROR',
      object: { code: 504, details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } },
    });
    expect(await watch.rest()).toEqual([]);
  });
});

describe('a list in pages', () => {
  it('is of one moment, whatever changes between the pages', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) create(name, { paged: 'yes' });
    const client = one.client();
    const path = `${EXECUTIONS_PATH}?labelSelector=paged%3Dyes&limit=2`;
    const first = (await client.get(path)).list();
    one.cluster.storage.delete(EXECUTIONS, 'team-a', 'page-3');
    create('page-4', { paged: 'yes' });
    const next = encodeURIComponent(first.metadata.continue ?? '');
    const second = (await client.get(`${path}&continue=${next}`)).list();
    const names = [...first.items, ...second.items].map((item) => item.metadata.name);
    expect(names).toEqual(['page-1', 'page-2', 'page-3']);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it('that took too long expires, and can be gone on with as things are now', async () => {
    await using other = await running({ historySize: 4 });
    const { storage } = other.cluster;
    const add = (name: string) =>
      storage.create(EXECUTIONS, { metadata: { name, namespace: 'team-a' } });
    for (const name of ['a', 'b', 'c']) add(name);
    const client = other.client();
    const first = (await client.get(`${EXECUTIONS_PATH}?limit=1`)).list();
    for (let i = 0; i < 10; i += 1) add(`z${i}`);
    const page = (token = '') =>
      client.get(`${EXECUTIONS_PATH}?limit=1&continue=${encodeURIComponent(token)}`);
    const failure = (await page(first.metadata.continue)).failure(410);
    expect(failure.reason).toBe('Expired');
    const rest = (await page(String(failure.metadata.continue))).list();
    expect(rest.items.map((item) => item.metadata.name)).toEqual(['b']);
  });
});

describe('events', () => {
  it('are the same in both of their groups, each with its own words', async () => {
    const client = one.client();
    const core = '/api/v1/namespaces/team-a/events';
    const newer = '/apis/events.k8s.io/v1/namespaces/team-a/events';
    const watch = await client.stream(`${newer}?watch=1&resourceVersion=0`);
    await client.post(core, {
      metadata: { name: 'e' },
      involvedObject: { kind: 'Execution', namespace: 'team-a', name: 'a' },
      reason: 'Tried',
      message: 'it was tried',
    });
    expect((await client.get(`${newer}/e`)).object()).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      regarding: { kind: 'Execution', namespace: 'team-a', name: 'a' },
      note: 'it was tried',
    });
    expect((await watch.event()).object).toMatchObject({ note: 'it was tried' });
    watch.stop();
    const patched = await client.mergePatch(`${newer}/e`, { note: 'it was tried again' });
    expect(patched.object()).toMatchObject({ note: 'it was tried again' });
    expect(one.cluster.storage.get(EVENTS, 'team-a', 'e')).toMatchObject({
      apiVersion: 'v1',
      message: 'it was tried again',
    });
    await client.delete(`${newer}/e`);
    await until(() => one.cluster.storage.get(EVENTS, 'team-a', 'e') === undefined);
  });
});
