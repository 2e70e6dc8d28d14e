import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace } from '../../client/support/test-namespace.ts';
import { hasKubectl, Kubectl } from '../../contract/kubectl/kubectl-program.ts';
import { until } from '../../support/until.ts';
import { openMonitor } from '../program.ts';
import { commandFixtureOf } from './command-fixture.ts';

/** The manifest of kontinue's documentation. */
const MANIFEST = `apiVersion: kontinue.cloud/v1alpha1
kind: Execution
metadata:
  generateName: hello-world-
spec:
  function: hello-world
  arguments:
    name: "Alice"
`;

/** Waits until the second is over in which an object was made: instants are stored by the second. */
async function clockTick({ metadata }: Execution): Promise<void> {
  const made = Date.parse(metadata.creationTimestamp ?? '');
  await until(() => Date.now() >= made + 1_000);
}

function named(name: string) {
  return ({ metadata }: Execution) => metadata.name === name;
}

/** What `kontinue list` and `kontinue show` do, on any API server. */
export function readingScenarios(ground: () => TestCluster): void {
  const { where, run } = commandFixtureOf(ground);

  describe('kontinue list', () => {
    test('prints what the flags name, live and archived', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', {
        labels: { team: 'pay' },
        status: { phase: 'Failed', message: 'no\u009b2J pods', workerName: 'worker-1' },
      });
      await stage.execution('deploy-1-roll', {
        parent: root,
        spec: { function: 'roll' },
        labels: { 'kontinue.cloud/worker-group': 'gpu', 'kontinue.cloud/schedule': 'nightly' },
      });
      const old = await stage.execution('old-1', { status: { phase: 'Completed' } });
      await stage.archive(old, {});
      await stage.delete(EXECUTIONS, 'old-1');

      const all = await run(stage, 'list');
      expect(all).toMatchObject({ code: 0, stderr: '' });
      expect(all.stdout).toMatch(/^NAME +FUNCTION +PHASE +PROGRESS +TRY +DURATION +AGE\n/);
      expect(all.stdout).toMatch(/^deploy-1 +deploy +Failed /m);
      // When it was made is in the archive alone.
      expect(all.stdout).toMatch(/^old-1 +deploy +Completed +archived$/m);
      expect(all.stdout).not.toContain('\x1b');

      const names = async (...flags: readonly string[]) =>
        (await run(stage, 'list', '-o', 'name', ...flags)).stdout.split('\n').filter(Boolean);
      expect(await names('--phase', 'failed,Completed')).toEqual(['deploy-1', 'old-1']);
      expect(await names('--function', 'roll')).toEqual(['deploy-1-roll']);
      expect(await names('--root', 'deploy-1')).toEqual(['deploy-1-roll']);
      expect(await names('--schedule', 'nightly')).toEqual(['deploy-1-roll']);
      expect(await names('--worker-group', 'gpu')).toEqual(['deploy-1-roll']);
      expect(await names('--only-root', '-l', 'team=pay')).toEqual(['deploy-1']);
      expect(await names('-A', '-l', 'team=pay', '--only-root')).toContain(
        `${stage.namespace}/deploy-1`,
      );

      const wide = await run(stage, 'list', '-o', 'wide', '-l', 'team=pay');
      expect(wide.stdout).toMatch(/ worker-1 +no pods\n$/);
      const { stdout } = await run(stage, 'list', '-o', 'json', '-l', 'team=pay');
      const document = JSON.parse(stdout);
      expect(document).toMatchObject({ kind: 'List', items: [{ metadata: { name: 'deploy-1' } }] });
      expect(document.items[0].status.message).toBe('no\u009b2J pods');
      expect(document.items[0].metadata.managedFields).toBeUndefined();
    });

    test('shows several namespaces, each row with its own', async () => {
      await using one = await openTestNamespace(ground());
      await using other = await openTestNamespace(ground());
      await one.execution('deploy-1');
      await other.execution('deploy-2');
      const [, ...rows] = (
        await run(one, 'list', '-n', `${other.namespace},${one.namespace}`)
      ).stdout.split('\n');
      expect(rows).toEqual([
        expect.stringMatching(new RegExp(`^${other.namespace} +deploy-2 +deploy +Pending `)),
        expect.stringMatching(new RegExp(`^${one.namespace} +deploy-1 +deploy +Pending `)),
        '',
      ]);
      const yaml = await run(one, 'list', '-o', 'yaml');
      expect(yaml.stdout).toMatch(
        /^apiVersion: v1\nkind: List\nitems:\n {2}- apiVersion: kontinue/,
      );
    });

    test('says on standard error that there are none', async () => {
      await using stage = await openTestNamespace(ground());
      const { code, stdout, stderr } = await run(stage, 'list');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toBe(`No executions found in namespace ${stage.namespace}.\n`);
    });
  });

  describe('kontinue show', () => {
    test('prints a page with the tree, and the object as YAML', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', {
        spec: { arguments: { environment: 'production' } },
        status: { phase: 'Suspended', progress: { current: 2, max: 5 } },
      });
      await stage.suspension('deploy-1-approve', { parent: root });
      const page = await run(stage, 'show', 'deploy-1');
      expect(page).toMatchObject({ code: 0, stderr: '' });
      expect(page.stdout).toMatch(/^Phase: +Suspended/m);
      expect(page.stdout).toMatch(/^Waiting on: +needs a human: approve/m);
      expect(page.stdout).toMatch(/^Progress: +2 of 5$/m);
      expect(page.stdout).toContain('"environment": "production"');
      expect(page.stdout).toMatch(/^ └ ◆ approve +needs a human/m);
      const yaml = await run(stage, 'show', 'deploy-1', '-o', 'yaml');
      expect(yaml.stdout).toContain('kind: Execution\nmetadata:\n');
      const json = await run(stage, 'show', 'deploy-1', '-o', 'json');
      expect(JSON.parse(json.stdout).status.progress).toEqual({ current: 2, max: 5 });
      expect((await run(stage, 'show', 'deploy-1', '-o', 'name')).stdout).toBe('deploy-1\n');
      const row = await run(stage, 'show', 'deploy-1', '-o', 'wide');
      expect(row.stdout).toMatch(/^NAME .* MESSAGE\ndeploy-1 +deploy +Suspended +2\/5 .*\n$/);
    });

    test.each(['json', 'yaml'])(
      'says the same of an archived execution as list does: %s',
      async (form) => {
        await using stage = await openTestNamespace(ground());
        const root = await stage.execution('old-1', {
          annotations: { team: 'pay' },
          spec: { arguments: { n: 1 } },
          status: { phase: 'Completed', result: { id: 7 } },
        });
        await stage.execution('new-1');
        // The archive is made a second after the execution, so that their times differ.
        await clockTick(root);
        await stage.archive(root, {});
        await stage.delete(EXECUTIONS, 'old-1');

        const read = async (command: 'list' | 'show', ...args: readonly string[]) =>
          parse((await run(stage, command, ...args, '-o', form)).stdout);
        const shown = await read('show', 'old-1');
        expect(shown).toMatchObject({
          kind: 'Execution',
          metadata: {
            creationTimestamp: root.metadata.creationTimestamp,
            annotations: { team: 'pay', 'kontinue.cloud/archived': 'true' },
          },
          status: { result: { id: 7 } },
        });
        const { items } = await read('list');
        expect(items.find(named('old-1'))).toEqual(shown);
        const live = items.find(named('new-1'));
        expect(live.metadata.annotations).toBeUndefined();
        expect(await read('show', 'new-1')).toEqual(live);
      },
    );

    test('finds what is archived, with its result; and says so of what is not there', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('old-1', {
        status: { phase: 'Completed', result: { id: 7 } },
      });
      await stage.archive(root, {});
      await stage.delete(EXECUTIONS, 'old-1');
      const page = await run(stage, 'show', 'old-1');
      expect(page.stdout).toMatch(/^Phase: +Completed .*archived$/m);
      expect(page.stdout).toContain('"id": 7');

      const missing = await run(stage, 'show', 'nowhere');
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toContain('neither live nor archived');
    });
  });

  test.skipIf(!hasKubectl())(
    "kubectl makes the documentation's execution, and list, show and the monitor show it",
    async () => {
      await using stage = await openTestNamespace(ground());
      await using kubectl = new Kubectl(ground().kubeconfig('admin'), stage.namespace);
      const said = await kubectl.say(['create', '-f', '-'], MANIFEST);
      const [, name = ''] = /\/(hello-world-\w+) created/.exec(said) ?? [];
      expect((await run(stage, 'list')).stdout).toMatch(
        new RegExp(`^${name} +hello-world +Pending`, 'm'),
      );
      const page = await run(stage, 'show', name);
      expect(page.stdout).toMatch(/^Waiting on: +no function hello-world in this namespace$/m);
      expect(page.stdout).toContain('"name": "Alice"');
      await using monitor = openMonitor(where(stage));
      await monitor.sees(new RegExp(`${name} +hello-world +○ Pending`));
    },
  );
}
