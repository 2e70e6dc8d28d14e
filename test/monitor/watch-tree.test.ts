import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { type TreeSource, watchTree } from '../../src/monitor/watch-tree.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { execution, treeOf } from '../support/objects.ts';
import { until } from '../support/until.ts';
import {
  openSubscriptionFixture,
  type SubscriptionFixture,
} from './support/subscription-fixture.ts';

const cluster = embeddedTestCluster();

function follow(fixture: SubscriptionFixture, name = 'deploy') {
  const target = { namespace: fixture.stage.namespace, name };
  return fixture.begin({ kind: 'tree', key: `tree:1:${name}`, target });
}

describe('a watched tree', () => {
  test('is told, and again when something below it changes', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const deploy = await fixture.stage.execution('deploy', { status: { phase: 'Executing' } });
    const heard = follow(fixture);
    const first = await heard.first('treeUpdated');
    expect(first.tree.root().name).toBe('deploy');
    await fixture.stage.execution('deploy-0', { parent: deploy });
    const later = await heard.first('treeUpdated', ({ tree }) => tree.root().children.length > 0);
    expect(later.tree.root().children.map(({ name }) => name)).toEqual(['deploy-0']);
  });

  test('of an execution that is shown asks the server for nothing about it', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    await fixture.stage.execution('deploy');
    const rows = fixture.watchNamespace();
    await rows.first('feedChanged', ({ state }) => state.phase === 'live');
    await rows.first('objectsChanged');
    await until(
      () => fixture.client.informers.jobs(fixture.stage.namespace).reflector.state.synced,
    );
    const before = fixture.transport.requests.length;
    await follow(fixture).first('treeUpdated');
    expect(fixture.transport.requests.slice(before).map(({ path }) => path)).toEqual([]);
  });

  test('says why there is none', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const failed = await follow(fixture, 'no-such').first('treeFailed');
    expect(failed.key).toBe(`${fixture.stage.namespace}/no-such`);
    expect(failed.message).toContain('There is no execution');
  });

  test('says what goes wrong later', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    await fixture.stage.execution('deploy');
    const heard = follow(fixture);
    await heard.first('treeUpdated');
    await fixture.stage.delete(EXECUTIONS, 'deploy');
    expect((await heard.first('treeFailed')).message).toContain('There is no execution');
  });

  test('tells nothing more once it has ended, and lets go of its watches', async () => {
    await using fixture = await openSubscriptionFixture(cluster());
    const deploy = await fixture.stage.execution('deploy');
    const heard = follow(fixture);
    await heard.first('treeUpdated');
    const watches = () => fixture.transport.requests.filter(({ query }) => query?.watch === true);
    await until(() => watches().length >= 3);
    heard.end();
    const before = heard.messages.length;
    await until(() => watches().every(({ signal }) => signal?.aborted));
    await fixture.stage.execution('deploy-0', { parent: deploy });
    const next = follow(fixture);
    await next.first('treeUpdated', ({ tree }) => tree.root().children.length > 0);
    expect(heard.messages).toHaveLength(before);
  });
});

describe('a tree that is left before it is there', () => {
  /** A client whose watcher comes, or fails to come, when the test says so. */
  function begin() {
    type Watcher = Awaited<ReturnType<TreeSource['watchTreeNamespaced']>>;
    let resolve: (watcher: Watcher) => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    const told: string[] = [];
    const end = watchTree(
      {
        watchTreeNamespaced: () =>
          new Promise((...settle) => {
            [resolve, reject] = settle;
          }),
      },
      { namespace: 'payments', name: 'deploy' },
      (msg) => told.push(msg.kind),
    );
    return {
      told,
      end,
      come: (watcher: Watcher) => resolve(watcher),
      fail: (error: Error) => reject(error),
    };
  }

  test('is not told, though it is known by then', async () => {
    const { come, told, end } = begin();
    end();
    const tree = treeOf(execution({ name: 'deploy' }), []);
    come({
      onUpdate: (listener) => {
        listener(tree);
        return () => undefined;
      },
      onError: () => () => undefined,
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);
  });

  test('is not told to have failed', async () => {
    const { fail, told, end } = begin();
    end();
    fail(new Error('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);
  });
});
