import { expect, test } from 'vitest';
import { ARCHIVED_EXECUTIONS, EXECUTIONS, GROUP } from '../../../src/api/resources.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { testClusterOf } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

const ADMIN = { name: 'admin', rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] };

/** A cluster with one live and one archived execution, and what the user `viewer` lists of them. */
async function listAs(resources: readonly string[], openArchives: boolean) {
  const rules = [{ verbs: ['list'], apiGroups: [GROUP], resources }];
  const cluster = await Cluster.start({ users: [ADMIN, { name: 'viewer', rules }] });
  try {
    await using testCluster = await testClusterOf(cluster);
    await using fixture = await openTestNamespace(testCluster);
    await fixture.archive(await fixture.execution('old', { status: { phase: 'Completed' } }), {});
    await fixture.delete(EXECUTIONS, 'old');
    await fixture.execution('live');
    const { namespace } = fixture;
    const warnings: string[] = [];
    const client = await fastClient(testCluster.kubeconfig('viewer'), { namespace });
    const onWarning = (warning: string) => warnings.push(warning);
    const listed = await client.list({ openArchives, onWarning });
    const silent = await client.list({ openArchives });
    expect(silent).toEqual(listed);
    await client.close();
    const names = listed.map(({ metadata }) => metadata.name);
    return { names, warnings: warnings.map((text) => text.replace(namespace, 'NAMESPACE')) };
  } finally {
    await cluster.stop();
  }
}

test.each([false, true])(
  'a list warns that archives may not be listed (opened: %s)',
  async (opened) => {
    expect(await listAs([EXECUTIONS.plural], opened)).toEqual({
      names: ['live'],
      warnings: [
        'User viewer may not list archivedexecutions in namespace NAMESPACE, so archived executions are not listed. Ask for that right, or use another user.',
      ],
    });
  },
);

test('a list of a user who may list archives warns of nothing', async () => {
  const resources = [EXECUTIONS.plural, ARCHIVED_EXECUTIONS.plural];
  expect(await listAs(resources, false)).toEqual({ names: ['live', 'old'], warnings: [] });
});
