import { expect, test } from 'vitest';
import { openPodFixture } from '../../contract/support/pod-fixture.ts';
import { runPodOn } from '../../contract/support/run-pod.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { fastClient } from '../support/test-namespace.ts';

const embedded = embeddedTestCluster();

test('a followed log loses no line when its connection breaks while the clocks go back', async () => {
  const { cluster, ...rest } = embedded();
  const testCluster = {
    ...rest,
    runPod: (...run: Parameters<NonNullable<Parameters<typeof openPodFixture>[0]['runPod']>>) =>
      runPodOn(cluster, ...run),
  };
  await using fixture = await openPodFixture(testCluster);
  const pod = await fixture.run('dst', 'running', ['app']);
  const { name } = pod.metadata;
  const lines = cluster.logs.lines(fixture.namespace, name, 'app') as {
    stamp: string;
    text: string;
  }[];
  lines.length = 0;
  lines.push({ stamp: '2026-10-25T02:59:59.200000000+02:00', text: 'before' });
  const client = await fastClient(testCluster.kubeconfig('admin'), {
    namespace: fixture.namespace,
  });
  const texts: string[] = [];
  const ending = new AbortController();
  const request = { namespace: fixture.namespace, pod: name, container: 'app' };
  const read = (async () => {
    for await (const event of client.followPodLog(request, ending.signal)) {
      if (event.kind === 'line') texts.push(event.text);
    }
  })();
  await until(() => texts.length === 1);
  for (let i = 1; i <= 5; i += 1) {
    lines.push({ stamp: `2026-10-25T02:0${i}:00.000000000+01:00`, text: `after ${i}` });
  }
  cluster.faults.cutStreams('reset');
  await until(() => texts.length === 6);
  ending.abort();
  await read;
  await client.close();
  expect(texts).toEqual(['before', 'after 1', 'after 2', 'after 3', 'after 4', 'after 5']);
});
