import { expect, test } from 'vitest';
import { Cluster, drafts } from '../../src/testing.ts';
import { until } from '../support/until.ts';
import { counting } from './support/counting.ts';

async function watched() {
  const cluster = await Cluster.start();
  cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
  const namespace = 'default';
  const own = counting({ client: await cluster.client(), namespace });
  return { cluster, ...own };
}

test('a client is closed at the end of its block, with what it watches', async () => {
  await using cluster = await Cluster.start();
  cluster.create(drafts.execution({ name: 'deploy-7' }));
  const own = counting({ client: await cluster.client(), namespace: 'default' });
  {
    await using client = own.client;
    await client.watchTree('deploy-7');
    // Executions, suspensions, and jobs with a label and without.
    await until(() => own.open() === 4);
  }
  await until(() => own.open() === 0);
  await expect(own.client.get('deploy-7')).rejects.toThrow();
});

test('a tree watcher is stopped at the end of its block, and its loops end', async () => {
  const { cluster, client, open } = await watched();
  await using _ = cluster;
  let trees = 0;
  let loop: Promise<void> | undefined;
  {
    await using watcher = await client.watchTree('deploy-7');
    loop = (async () => {
      for await (const _tree of watcher) trees += 1;
    })();
    await until(() => trees === 1);
  }
  await loop;
  await until(() => open() === 0);
});

test('a loop over a tree watcher may be left and begun again', async () => {
  const { cluster, client } = await watched();
  await using _ = cluster;
  await using watcher = await client.watchTree('deploy-7');
  const names: string[] = [];
  for (const _round of [1, 2]) {
    for await (const tree of watcher) {
      names.push(tree.root().name);
      break;
    }
  }
  expect(names).toEqual(['deploy-7', 'deploy-7']);
});

test('an error of a tree watcher is told, and does not end the loop', async () => {
  await using cluster = await Cluster.start();
  const execution = cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
  const client = await cluster.client();
  await using watcher = await client.watchTree('deploy-7');
  const errors: string[] = [];
  watcher.onError(({ code }) => {
    errors.push(code);
    cluster.setStatus(execution, { phase: 'Completed' });
  });
  const phases: string[] = [];
  for await (const tree of watcher) {
    phases.push(tree.root().phase);
    if (phases.length === 2) break;
    cluster.faults.cutStreams('reset');
  }
  expect(errors[0]).toBe('Disconnected');
  expect(phases).toEqual(['Executing', 'Completed']);
});

test('an informer and a watch of workers are let go of at the end of their block', async () => {
  const { cluster, client, open } = await watched();
  await using _ = cluster;
  {
    await using _informer = client.informers.executions('default');
    await using _workers = client.watchWorkers('default');
    await until(() => open() === 2);
  }
  await until(() => open() === 0);
});
