import { expect, test } from 'vitest';
import { counting } from '../support/counting.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();

test('a cascade deletes the very job that it saw, and no other under its name', async () => {
  await using fixture = await openTestNamespace(testCluster());
  const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
  await fixture.job('load', { parent: root });
  const { client, requests } = counting(fixture);
  const { jobs } = await client.cancelDescendants(root);
  expect(jobs).toHaveLength(1);
  const deletions = requests.filter(({ method }) => method === 'DELETE');
  expect(deletions.map(({ body }) => body)).toMatchObject([
    { propagationPolicy: 'Background', preconditions: { uid: jobs[0]?.metadata.uid } },
  ]);
});
