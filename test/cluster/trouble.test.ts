import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/cluster/clock.ts';
import type { RawClient } from '../contract/support/raw-client.ts';
import { EXECUTIONS_PATH, executionNamed, type Running, running } from './running.ts';

const WATCH = `${EXECUTIONS_PATH}?watch=1`;
const clock = new ManualClock(Date.UTC(2026, 0, 1));
let one: Running;
let client: RawClient;

beforeAll(async () => {
  one = await running({ clock });
  client = one.client();
});
afterEach(() => one.cluster.faults.clear());
afterAll(() => one[Symbol.asyncDispose]());

describe('a request that a fault meets', () => {
  it('is refused without an answer', async () => {
    one.cluster.faults.arm({ kind: 'refuse' });
    await expect(client.get(EXECUTIONS_PATH)).rejects.toThrow(/hang up|ECONNRESET/);
    expect((await client.get(EXECUTIONS_PATH)).status).toBe(200);
  });

  it('fails with the code, and says when to come again', async () => {
    one.cluster.faults.arm({ kind: 'fail', code: 429, retryAfter: 3 }, { path: 'executions' });
    const answer = await client.get(EXECUTIONS_PATH);
    expect(answer.failure(429).details?.retryAfterSeconds).toBe(3);
    expect(answer.headers['retry-after']).toBe('3');
  });

  it('is answered later', async () => {
    one.cluster.faults.arm({ kind: 'delay', milliseconds: 5_000 });
    let answered = false;
    const answer = client.get(EXECUTIONS_PATH).finally(() => {
      answered = true;
    });
    await client.get('/readyz');
    expect(answered).toBe(false);
    clock.advance(5_000);
    expect((await answer).status).toBe(200);
  });

  it('hangs, while others are answered', async () => {
    await using other = await running();
    other.cluster.faults.arm({ kind: 'hang' }, { path: 'executions' });
    const hanging = other.client().get(EXECUTIONS_PATH);
    const met = expect(hanging).rejects.toThrow();
    expect((await other.client().get('/readyz')).status).toBe(200);
    await other.cluster.kill();
    await met;
  });

  it('expires: a watch in its stream, a list as its answer', async () => {
    one.cluster.faults.arm({ kind: 'expire' }, { times: 2 });
    const watch = await client.stream(WATCH);
    expect(watch.status).toBe(200);
    expect(await watch.event()).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
    expect(await watch.rest()).toEqual([]);
    expect((await client.get(EXECUTIONS_PATH)).failure(410).reason).toBe('Expired');
  });

  it('is a watch that starts and never says a word', async () => {
    one.cluster.faults.arm({ kind: 'silence' }, { path: 'watch=1' });
    const silent = await client.stream(WATCH);
    const speaking = await client.stream(WATCH);
    await client.post(EXECUTIONS_PATH, executionNamed('said'));
    expect((await speaking.event()).object.metadata.name).toBe('said');
    expect(silent.status).toBe(200);
    await expect(silent.line(50)).rejects.toThrow('no line');
    silent.stop();
    speaking.stop();
  });
});

describe('a stream that is cut', () => {
  it('ends as if the server had no more to say', async () => {
    const watch = await client.stream(`${WATCH}&resourceVersion=${one.cluster.storage.version}`);
    expect(one.cluster.faults.cutStreams('closed')).toBe(1);
    expect(await watch.rest()).toEqual([]);
  });

  it('breaks', async () => {
    const watch = await client.stream(WATCH);
    one.cluster.faults.cutStreams('reset');
    await expect(watch.rest()).rejects.toThrow();
  });

  it('breaks in the middle of a line and of a character', async () => {
    const watch = await client.stream(`${WATCH}&resourceVersion=${one.cluster.storage.version}`);
    one.cluster.faults.cutStreams('midline');
    await expect(watch.rest()).rejects.toThrow();
  });

  it('is no longer counted', async () => {
    const watch = await client.stream(WATCH);
    expect(one.cluster.faults.cutStreams('closed')).toBe(1);
    await watch.rest();
    expect(one.cluster.faults.cutStreams('closed')).toBe(0);
  });
});

it('a watch without bookmarks gets none', async () => {
  one.cluster.faults.bookmarksDropped = true;
  const from = one.cluster.storage.version;
  const query = `resourceVersion=${from}&allowWatchBookmarks=true&timeoutSeconds=90`;
  const watch = await client.stream(`${WATCH}&${query}`);
  clock.advance(90_000);
  expect(await watch.rest()).toEqual([]);
});

it('a stranger to JSON gets the reason, not a crash', async () => {
  const answer = await client.send('POST', EXECUTIONS_PATH, { body: [1, 2] });
  expect(answer.failure(400).message).toContain('the object provided is unrecognized');
  expect((await client.get('/readyz')).status).toBe(200);
});

it('an unknown field of any name is warned of, in ASCII', async () => {
  const sent = { ...executionNamed('warned'), spec: { function: 'f', 'grö"ße': 1 } };
  const answer = await client.post(EXECUTIONS_PATH, sent);
  expect(answer.status).toBe(201);
  expect(answer.headers.warning).toBe(String.raw`299 - "unknown field \"spec.gr?\"?e\""`);
});

it('a path that cannot be decoded is answered, not a crash', async () => {
  expect((await client.get('/api/v1/namespaces/%E0%A4%A')).status).toBe(400);
  expect((await client.get('/readyz')).status).toBe(200);
});
