import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client } from '../../src/client/client.ts';
import { KubeError } from '../../src/kube/errors.ts';
import type { Request } from '../../src/kube/http/transport.ts';
import { execution, suspension } from '../support/objects.ts';
import { recorder } from './support/recorder.ts';

const NAMESPACE = 'payments';
const OPEN = execution({ name: 'open', phase: 'Executing' });
const CHILDREN = ['one', 'two'].map((name) =>
  execution({ name, phase: 'Executing', parent: OPEN }),
);
const APPROVAL = suspension({ name: 'approve', parent: OPEN });
const OBJECTS = [OPEN, ...CHILDREN, APPROVAL];

function answer({ method, path, body }: Request): unknown {
  const name = path
    .replace(/\/status$/, '')
    .split('/')
    .at(-1);
  const found = OBJECTS.find((object) => object.metadata.name === name);
  if (found && method === 'PATCH') return { ...found, ...(body as object) };
  if (found) return found;
  if (name === 'archivedexecutions') throw new KubeError('Forbidden', 'no archives');
  const items = OBJECTS.filter((object) => `${object.kind?.toLowerCase()}s` === name);
  return { metadata: {}, items };
}

let transport: ReturnType<typeof recorder>;
let client: Client;

beforeEach(() => {
  transport = recorder(answer);
  client = Client.from(transport, { namespace: NAMESPACE });
});

afterEach(() => client.close());

const priorities = () => new Set(transport.requests.map(({ priority }) => priority));

describe('whose turn a request is', () => {
  test('is a person’s, whatever is asked', async () => {
    await client.get('open');
    await client.list();
    await client.getTree('open');
    await client.cancel(OPEN);
    await client.resumeSuspension(APPROVAL);
    expect(priorities()).toEqual(new Set(['interactive']));
    await client.getJobLogs('none').catch(() => undefined);
    expect(priorities()).toEqual(new Set(['interactive']));
  });

  test('is as the caller says', async () => {
    await client.get('open', { priority: 'background' });
    await client.cancel(OPEN, { priority: 'bulk' });
    expect(priorities()).toEqual(new Set(['background', 'bulk']));
  });

  test('is the last for what a watch reads by itself', async () => {
    const held = client.informers.executions(NAMESPACE);
    const tree = client.watchTree('open');
    await (await tree).stop();
    await held.release();
    const lists = transport.requests.filter(({ path }) => path.endsWith('/executions'));
    const asWatched = lists.map(({ bypassRateLimit: free, priority = 'background' }) =>
      free ? 'free' : priority,
    );
    expect(asWatched).toContain('background');
    expect(asWatched).not.toContain('interactive');
  });

  test('is a bulk’s where a call makes as many as there are descendants', async () => {
    await client.cancelDescendants(OPEN, { dryRun: true });
    await client.resumeExecution(OPEN, { dryRun: true });
    const writes = transport.requests.filter(({ method }) => method === 'PATCH');
    expect(writes.map(({ path }) => path.split('/').at(-2)).sort()).toEqual([
      'approve',
      'approve',
      'one',
      'two',
    ]);
    expect(new Set(writes.map(({ priority }) => priority))).toEqual(new Set(['bulk']));
  });
});
