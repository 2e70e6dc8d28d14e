import { describe, expect, test } from 'vitest';
import { attemptNumber } from '../../src/api/attempts.ts';
import { EXECUTIONS, SUSPENSIONS } from '../../src/api/resources.ts';
import { ForbiddenError } from '../../src/client/errors/access-errors.ts';
import { NotFoundError } from '../../src/client/errors/object-errors.ts';
import { parseResult } from '../../src/client/executions/parse-result.ts';
import { isArchived } from '../../src/client/watch/provenance.ts';
import { Cluster, drafts, FlowingClock, ManualClock } from '../../src/testing.ts';
import { rejection } from '../client/support/rejection.ts';
import { until } from '../support/until.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

describe('a client of the cluster', () => {
  test('is that of an administrator, or of the user that is told', async () => {
    await using cluster = await Cluster.start();
    const execution = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
    const viewer = await cluster.client({ user: 'viewer' });
    await rejection(viewer.cancel(execution), ForbiddenError);
    const admin = await cluster.client();
    expect((await admin.cancel(execution)).status?.phase).toBe('Canceled');
  });

  test('looks in the namespace of its user, or in the one that is told', async () => {
    await using cluster = await Cluster.start();
    expect((await cluster.client({ user: 'nsuser' })).namespace).toBe('team-a');
    expect((await cluster.client({ namespace: 'billing' })).namespace).toBe('billing');
  });

  test('of a user that there is not is refused', async () => {
    await using cluster = await Cluster.start();
    await expect(cluster.client({ user: 'nobody' })).rejects.toThrow('nobody');
  });

  test('is held up by no rate limit unless it is given one', async () => {
    await using cluster = await Cluster.start();
    const waits: boolean[] = [];
    const client = await cluster.client({ onThrottled: (throttled) => waits.push(throttled) });
    await Promise.all(Array.from({ length: 100 }, () => client.list()));
    expect(waits).toEqual([]);
  });

  test('is closed with the cluster', async () => {
    const cluster = await Cluster.start();
    const client = await cluster.client();
    const execution = cluster.create(drafts.execution({ name: 'deploy-7' }));
    const settled = Promise.allSettled([client.waitForExecution(execution)]);
    await cluster.stop();
    expect((await settled)[0].status).toBe('rejected');
  });
});

describe('a draft', () => {
  test('of a child is owned by its parent, and labeled so', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const parent = cluster.create(
      drafts.execution({ name: 'deploy-7', function: 'deploy', labels: { team: 'pay' } }),
    );
    const child = cluster.create(drafts.execution({ name: 'deploy-7-0', parent }));
    cluster.create(drafts.suspension({ name: 'approve', parent: child, message: 'Go?' }));
    cluster.create(drafts.job({ name: 'load', parent: child, phase: 'Failed', message: 'full' }));
    const tree = await client.getTree('deploy-7');
    const [node] = tree.root().children;
    expect(node?.children.map(({ name, phase, message }) => [name, phase, message])).toEqual([
      ['approve', 'Suspended', 'Go?'],
      ['load', 'Failed', 'full'],
    ]);
    expect(await client.list({ root: 'deploy-7' })).toHaveLength(1);
    expect(await client.list({ labelSelector: { team: 'pay' } })).toHaveLength(1);
  });

  test('of a child needs a parent that is stored', () => {
    const parent = { metadata: { name: 'deploy-7' } };
    expect(() => drafts.execution({ name: 'deploy-7-0', parent })).toThrow('not stored yet');
  });

  test('of a function, a schedule and what that made is found by the client', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const defaults = { retry: { retries: 3 } };
    cluster.create(drafts.function({ name: 'deploy', workerGroup: 'gpu', defaults }));
    cluster.create(drafts.function({ name: 'inner', hidden: true }));
    cluster.create(drafts.schedule({ name: 'nightly', function: 'deploy' }));
    cluster.create(drafts.execution({ name: 'nightly-1', schedule: 'nightly' }));
    expect((await client.functions()).map(({ metadata }) => metadata.name)).toEqual(['deploy']);
    expect((await client.spawn('deploy')).spec.retry).toEqual({ retries: 3 });
    expect(await client.schedule('nightly').executions()).toHaveLength(1);
  });

  test('of an execution takes the rest of its spec and status', async () => {
    await using cluster = await Cluster.start();
    const attempts = [{ phase: 'Failed' }, { phase: 'Executing' }];
    const execution = cluster.create(
      drafts.execution({
        name: 'a',
        phase: 'Executing',
        status: { attempts },
        arguments: { n: 1 },
      }),
    );
    expect(attemptNumber(execution)).toBe(2);
    expect(execution.spec).toEqual({ function: 'hello', arguments: { n: 1 } });
  });

  test('is what the server would take from a user, for each kind', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const owner = cluster.create(drafts.execution({ name: 'owner', phase: 'Completed' }));
    const made = [
      drafts.execution({ name: 'a', parent: owner, phase: 'Executing' }),
      drafts.suspension({ name: 'b', parent: owner, resumeAt: '2026-01-01T00:00:00Z' }),
      drafts.schedule({ name: 'c' }),
      drafts.function({ name: 'd' }),
      drafts.archive({ root: owner }),
    ];
    for (const draft of made) {
      const plural = `${draft.kind.toLowerCase()}s`;
      const answer = await client.transport.send<{ readonly kind: string }>({
        method: 'POST',
        path: `/apis/kontinue.cloud/v1alpha1/namespaces/default/${plural}`,
        query: { fieldValidation: 'Strict' },
        body: { apiVersion: 'kontinue.cloud/v1alpha1', ...draft },
      });
      expect(answer.body.kind).toBe(draft.kind);
    }
  });
});

describe('the cluster', () => {
  test('moves an execution as a worker does', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const execution = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
    const waiting = client.waitForExecution(execution);
    const status = { phase: 'Completed', result: { id: 7 }, message: undefined };
    expect(cluster.setStatus(execution, status).status?.phase).toBe('Completed');
    expect(parseResult(await waiting)).toEqual({ id: 7 });
  });

  test('moves an execution that a client has spawned', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const spawned = await client.spawn('hello');
    cluster.setStatus(spawned, { phase: 'Failed', message: 'no luck' });
    expect((await client.get(spawned.metadata.name)).status?.message).toBe('no luck');
  });

  test('says so when there is nothing to move', async () => {
    await using cluster = await Cluster.start();
    const execution = cluster.create(drafts.execution({ name: 'deploy-7' }));
    cluster.storage.delete(EXECUTIONS, 'default', 'deploy-7');
    expect(() => cluster.setStatus(execution, { phase: 'Failed' })).toThrow(
      'There is no Execution default/deploy-7',
    );
    const event = { kind: 'Event', metadata: { name: 'a' }, status: {} };
    expect(() => cluster.setStatus(event, {})).toThrow('setStatus knows no kind Event');
  });

  test('archives an execution with what it made', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const root = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Completed' }));
    const child = cluster.create(drafts.execution({ name: 'deploy-7-0', parent: root }));
    cluster.create(drafts.suspension({ name: 'approve', parent: child, phase: 'Completed' }));
    const archive = cluster.archive(root);
    expect(archive.spec).toMatchObject({ executions: 2, suspensions: 1, jobs: 0 });
    expect(isArchived(await client.get('deploy-7'))).toBe(true);
    const names = (await client.getTree('deploy-7')).root().children.map(({ name }) => name);
    expect(names).toEqual(['deploy-7-0']);
    await until(() => cluster.storage.get(SUSPENSIONS, 'default', 'approve') === undefined);
    await rejection(client.getSuspension('approve'), NotFoundError);
    expect(() => cluster.archive(root)).toThrow('There is no execution default/deploy-7');
  });

  test('runs a job with a log', async () => {
    await using cluster = await Cluster.start();
    const client = await cluster.client();
    const parent = cluster.create(drafts.execution({ name: 'deploy-7' }));
    const { job, pod } = cluster.runJob({
      name: 'load',
      parent,
      phase: 'Completed',
      lines: ['loading', 'loaded'],
    });
    expect([job.metadata.namespace, pod.metadata.name]).toEqual(['default', 'load-x']);
    const text = (await (await client.getJobLogs('load')).toArray()).join('');
    expect(text).toBe('loading\nloaded\n');
    const lines: string[] = [];
    for await (const event of client.job('load').follow()) {
      if (event.kind === 'line') lines.push(event.text);
    }
    expect(lines).toEqual(['loading', 'loaded']);
  });

  test('may have a world that lives in it', async () => {
    await using cluster = await Cluster.start({ world: 'small' });
    const client = await cluster.client();
    expect((await client.list({ namespace: '' })).length).toBeGreaterThan(5);
  });

  test('refuses a world that there is not', async () => {
    const world: string = 'large';
    await expect(Cluster.start({ world: world as 'small' })).rejects.toThrow('no world large');
  });
});

describe('a clock', () => {
  test('that stands still is the cluster’s and the client’s', async () => {
    const clock = new ManualClock(START);
    await using cluster = await Cluster.start({ clock });
    const client = await cluster.client();
    const spawned = await client.spawn('hello');
    clock.advance(HOUR);
    const canceled = await client.cancel(spawned);
    expect(spawned.metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z');
    expect(canceled.status?.finishedAt).toBe('2026-01-01T01:00:00Z');
    expect([client.now(), cluster.clock.now()]).toEqual([START + HOUR, START + HOUR]);
  });

  test('that flows can be set forward for both, and a watcher goes on', async () => {
    const clock = new FlowingClock(START);
    await using cluster = await Cluster.start({ clock });
    const client = await cluster.client();
    const execution = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
    await using watcher = await client.watchTree('deploy-7');
    const phases: string[] = [];
    for await (const tree of watcher) {
      phases.push(tree.root().phase);
      if (phases.length === 2) break;
      clock.advance(24 * HOUR);
      cluster.setStatus(execution, { phase: 'Completed' });
    }
    expect(phases).toEqual(['Executing', 'Completed']);
    expect(client.now()).toBeGreaterThanOrEqual(START + 24 * HOUR);
    expect(client.now()).toBeLessThan(START + 25 * HOUR);
  });

  test('that flows lets a world live through what it is set forward by', async () => {
    const clock = new FlowingClock(START);
    await using cluster = await Cluster.start({ clock, world: 'small' });
    const count = () => cluster.storage.version;
    const before = count();
    clock.advance(HOUR);
    expect(count()).toBeGreaterThan(before + 50);
  });

  test('that flows rings in order, at the time of each, and may be canceled', async () => {
    const clock = new FlowingClock(START);
    const rung: string[] = [];
    const at = (name: string) => () =>
      rung.push(`${name} ${Math.round((clock.now() - START) / HOUR)}`);
    clock.after(2 * HOUR, at('second'));
    clock.after(HOUR, () => {
      at('first')();
      clock.after(2 * HOUR, at('third'));
    });
    clock.after(HOUR, at('never'))();
    clock.after(9 * HOUR, at('later'));
    const ending = new AbortController();
    const sleeping = clock.sleep(HOUR, ending.signal);
    const ended = clock.sleep(9 * HOUR, ending.signal);
    clock.advance(4 * HOUR);
    await sleeping;
    ending.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    expect(rung).toEqual(['first 1', 'second 2', 'third 3']);
  });

  test('that flows goes on by itself', async () => {
    const clock = new FlowingClock();
    const before = clock.now();
    await clock.sleep(5);
    expect(clock.now()).toBeGreaterThanOrEqual(before + 4);
  });
});
