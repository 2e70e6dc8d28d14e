import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../src/api/metadata.ts';
import { EXECUTIONS, FUNCTIONS, JOBS, SUSPENSIONS } from '../../src/api/resources.ts';
import { KubeError } from '../../src/kube/errors.ts';
import type { Change } from '../../src/monitor/core/resources/collection.ts';
import type { WatchedKind } from '../../src/monitor/core/resources/resources.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { until } from '../support/until.ts';
import {
  type Heard,
  openSubscriptionFixture,
  type SubscriptionFixture,
} from './support/subscription-fixture.ts';

const cluster = embeddedTestCluster();

const live = (heard: Heard, kind: 'executions' | 'suspensions' = 'executions') =>
  heard.first(
    'feedChanged',
    ({ feed, state }) => feed.startsWith(`${kind}/`) && state.phase === 'live',
  );
const changesOf = (heard: Heard, kind: WatchedKind) =>
  heard
    .of('objectsChanged')
    .filter(({ of }) => of === kind)
    .flatMap((msg): readonly Change<KubeObject>[] => msg.changes);
const keysOf = (heard: Heard, kind: WatchedKind = 'Execution') =>
  changesOf(heard, kind).map(({ key }) => key);
const executionsOf = (heard: Heard) =>
  heard.of('objectsChanged').flatMap((msg) => (msg.of === 'Execution' ? msg.changes : []));
const isListed = (heard: Heard) => heard.of('objectsChanged').some(({ of }) => of === 'Function');
const lookUps = ({ transport }: SubscriptionFixture) =>
  transport.requests.filter(
    ({ path }) => path.startsWith('/api/v1/namespaces/') && path.split('/').length === 5,
  );

describe('a watched namespace', () => {
  test('tells its executions, suspensions and functions, and how its watches stand', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    const { namespace } = stage;
    const deploy = await stage.execution('deploy', { status: { phase: 'Suspended' } });
    await stage.suspension('approve', { parent: deploy });
    await stage.fn('deploy', {});
    const heard = fixture.watchNamespace();
    await live(heard);
    await live(heard, 'suspensions');
    expect(keysOf(heard)).toEqual([`${namespace}/deploy`]);
    await until(
      () => keysOf(heard, 'Suspension').length > 0 && keysOf(heard, 'Function').length > 0,
    );
    expect(keysOf(heard, 'Suspension')).toEqual([`${namespace}/approve`]);
    expect(changesOf(heard, 'Function')).toMatchObject([
      { object: { metadata: { name: 'deploy' } } },
    ]);
    expect(new Set(heard.of('objectsChanged').map((msg) => msg.namespace))).toEqual(
      new Set([namespace]),
    );
    const feeds = new Set(heard.of('feedChanged').map(({ feed }) => feed));
    expect([...feeds]).toEqual([`executions/${namespace}`, `suspensions/${namespace}`]);
  });

  test('tells what comes, what changes and what goes', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    const key = `${stage.namespace}/deploy`;
    const heard = fixture.watchNamespace();
    await live(heard);
    const changes = () => executionsOf(heard);
    await stage.execution('deploy');
    await until(() => changes().length > 0);
    await stage.setStatus(EXECUTIONS, 'deploy', { phase: 'Executing' });
    await until(() => changes().some(({ object }) => object?.status?.phase === 'Executing'));
    await stage.delete(EXECUTIONS, 'deploy');
    await until(() => changes().some(({ object }) => object === undefined));
    expect(new Set(changes().map((change) => change.key))).toEqual(new Set([key]));
    expect(changes().at(-1)).toEqual({ key });
  });

  test('tells that there are no functions, as soon as that is known', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const heard = fixture.watchNamespace();
    const { namespace } = fixture.stage;
    expect(isListed(heard)).toBe(false);
    await until(() => isListed(heard));
    expect(heard.of('objectsChanged').find(({ of }) => of === 'Function')).toEqual({
      kind: 'objectsChanged',
      of: 'Function',
      namespace,
      changes: [],
    });
  });

  test('may be all of them', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    await stage.execution('deploy');
    const heard = fixture.watchNamespace('*');
    await live(heard);
    expect(keysOf(heard)).toContain(`${stage.namespace}/deploy`);
    expect(heard.of('objectsChanged')[0]?.namespace).toBe('*');
    expect(heard.of('feedChanged')[0]?.feed).toBe('executions/*');
    expect(lookUps(fixture)).toEqual([]);
  });

  test('tells at once what another watch of the client knows already', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    const { namespace } = stage;
    const deploy = await stage.execution('deploy');
    await stage.suspension('approve', { parent: deploy });
    const before = fixture.watchNamespace();
    await live(before);
    await live(before, 'suspensions');
    await until(() => isListed(before));
    const requests = fixture.transport.requests.length;
    const { messages } = fixture.watchNamespace();
    expect(messages).toMatchObject([
      { of: 'Execution', changes: [{ key: `${namespace}/deploy`, object: {} }] },
      { kind: 'feedChanged', feed: `executions/${namespace}`, state: { phase: 'live' } },
      { of: 'Suspension', changes: [{ key: `${namespace}/approve`, object: {} }] },
      { kind: 'feedChanged', feed: `suspensions/${namespace}`, state: { phase: 'live' } },
      { of: 'Function', changes: [] },
    ]);
    expect(fixture.transport.requests).toHaveLength(requests);
  });

  test('tells nothing more once it has ended, and its watches are closed', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    const heard = fixture.watchNamespace();
    await live(heard);
    await live(heard, 'suspensions');
    await until(() => isListed(heard));
    heard.end();
    const before = [...heard.messages];
    const next = fixture.watchNamespace();
    await stage.execution('deploy');
    await until(() => keysOf(next).length > 0);
    expect(heard.messages).toEqual(before);
    // The watches of before did not serve the next one: they were closed.
    const lists = fixture.transport.requests.filter(
      ({ path }) => path === stage.pathOf(EXECUTIONS),
    );
    expect(lists.length).toBeGreaterThanOrEqual(2);
  });
});

describe('trouble with a watch', () => {
  test('is told with its reason, for each kind by itself', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage, transport } = fixture;
    const { namespace } = stage;
    transport.before = ({ path }) => {
      if (path === stage.pathOf(SUSPENSIONS)) throw new KubeError('Forbidden', 'ada may not list');
    };
    const heard = fixture.watchNamespace();
    await live(heard);
    const { state } = await heard.first(
      'feedChanged',
      ({ feed, state: standing }) =>
        feed === `suspensions/${namespace}` && standing.phase === 'forbidden',
    );
    expect(state).toMatchObject({ error: 'ada may not list' });
  });

  test('ends when the user asks to try again now', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage, transport } = fixture;
    let isRefused = true;
    transport.before = ({ path }) => {
      if (isRefused && path === stage.pathOf(EXECUTIONS)) throw new KubeError('Forbidden', 'no');
    };
    const heard = fixture.watchNamespace();
    await heard.first('feedChanged', ({ state }) => state.phase === 'forbidden');
    isRefused = false;
    for (const reflector of fixture.retriable) reflector.retryNow();
    await live(heard);
  });

  test('can be retried for as long as the watch goes on', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const heard = fixture.watchNamespace();
    expect(fixture.retriable.size).toBe(4);
    heard.end();
    expect(fixture.retriable.size).toBe(0);
  });

  test.each([
    ['functions', FUNCTIONS],
    ['jobs', JOBS],
  ] as const)('of %s ends, too, when the user asks to try again now', async (kind, resource) => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage, transport } = fixture;
    let isRefused = true;
    transport.before = ({ path }) => {
      if (isRefused && path === stage.pathOf(resource)) throw new KubeError('Forbidden', 'no');
    };
    fixture.watchNamespace();
    // The same watch as that of the monitor.
    await using informer = fixture.client.informers[kind](stage.namespace);
    await until(() => informer.reflector.state.phase === 'forbidden');
    isRefused = false;
    for (const reflector of fixture.retriable) reflector.retryNow();
    await until(() => informer.reflector.state.phase === 'live');
  });
});

describe('a namespace that is looked up', () => {
  test('is one whose first list is empty: it exists', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { namespace } = fixture.stage;
    const heard = fixture.watchNamespace();
    expect(await heard.first('namespaceLooked')).toMatchObject({ namespace, exists: true });
  });

  test('does not exist, which is told after the list that was empty', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const heard = fixture.watchNamespace('no-such');
    expect(await heard.first('namespaceLooked')).toMatchObject({ exists: false });
    const synced = heard.messages.findIndex(
      (msg) => msg.kind === 'feedChanged' && msg.feed === 'executions/no-such' && msg.state.synced,
    );
    const looked = heard.messages.findIndex(({ kind }) => kind === 'namespaceLooked');
    expect(synced).toBeGreaterThanOrEqual(0);
    expect(synced).toBeLessThan(looked);
  });

  test('is asked for in the background', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    await fixture.watchNamespace('no-such').first('namespaceLooked');
    expect(lookUps(fixture).map(({ priority }) => priority)).toEqual(['background']);
  });

  test('is no longer looked up when its watch has ended', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    let answer: () => void = () => undefined;
    fixture.transport.before = ({ path }) => {
      if (!path.endsWith('/no-such')) return undefined;
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    };
    const heard = fixture.watchNamespace('no-such');
    await until(() => lookUps(fixture).length > 0);
    heard.end();
    answer();
    await fixture.client.namespaceExists('default');
    expect(lookUps(fixture)[0]?.signal?.aborted).toBe(true);
    expect(heard.of('namespaceLooked')).toEqual([]);
  });

  test('is taken to exist when the user may not know', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    fixture.transport.before = ({ path }) => {
      if (path.endsWith('/no-such')) throw new KubeError('Forbidden', 'ada may not get namespaces');
    };
    const heard = fixture.watchNamespace('no-such');
    expect(await heard.first('namespaceLooked')).toMatchObject({ exists: true });
  });

  test('is none that has rows', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    await fixture.stage.execution('deploy');
    const heard = fixture.watchNamespace();
    await live(heard);
    await live(heard, 'suspensions');
    expect(lookUps(fixture)).toEqual([]);
  });

  test('is looked up once, though its list is empty again later', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const { stage } = fixture;
    const heard = fixture.watchNamespace();
    await heard.first('namespaceLooked');
    await stage.execution('deploy');
    await until(() => keysOf(heard).length > 0);
    await stage.delete(EXECUTIONS, 'deploy');
    await until(() => executionsOf(heard).some(({ object }) => object === undefined));
    const liveAgain = () =>
      heard
        .of('feedChanged')
        .filter(({ feed, state }) => feed.startsWith('executions/') && state.phase === 'live');
    const before = liveAgain().length;
    cluster().cluster.faults.cutStreams('reset');
    await until(() => liveAgain().length > before);
    expect(lookUps(fixture)).toHaveLength(1);
  });
});
