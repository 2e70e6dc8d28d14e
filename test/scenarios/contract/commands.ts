import { describe, expect, test } from 'vitest';
import type { Execution, ExecutionStatus } from '../../../src/api/execution.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { Ground } from '../../client/ground.ts';
import { openStage, type Stage } from '../../client/stage.ts';
import { until } from '../../support/until.ts';
import { type Monitor, openMonitor } from '../program.ts';
import { type Ran, runCommand } from '../run-command.ts';

const GREET = {
  description: 'Says hello.',
  arguments: [
    { name: 'name', type: 'string', required: true, description: 'Whom to greet' },
    { name: 'times', type: 'integer', default: 2 },
  ],
};

/** What the commands of the documentation do, on any API server. */
export function commandScenarios(ground: () => Ground): void {
  const where = ({ namespace }: Stage) => [
    '--kubeconfig',
    ground().kubeconfig('admin'),
    '-n',
    namespace,
  ];
  const run = (stage: Stage, command: string, ...args: readonly string[]): Promise<Ran> =>
    runCommand([command, ...where(stage), ...args]);
  const open = (stage: Stage, command: string, ...args: readonly string[]): Monitor =>
    openMonitor([command, ...where(stage), ...args]);
  const stored = async (stage: Stage, name: string): Promise<Execution> =>
    (await stage.raw.get(stage.pathOf(EXECUTIONS, name))).json<Execution>();
  /** Waits until there is such an execution, and moves it as a worker would. */
  const work = async (stage: Stage, name: string, status: ExecutionStatus): Promise<void> => {
    await until(async () => (await stage.raw.get(stage.pathOf(EXECUTIONS, name))).status === 200);
    await stage.setStatus(EXECUTIONS, name, status);
  };

  describe('kontinue list', () => {
    test('prints what the flags name, live and archived', async () => {
      await using stage = await openStage(ground());
      const root = await stage.execution('deploy-1', {
        labels: { team: 'pay' },
        status: { phase: 'Failed', message: 'no\u009b2J pods', workerName: 'worker-1' },
      });
      await stage.execution('deploy-1-roll', { parent: root, spec: { function: 'roll' } });
      const old = await stage.execution('old-1', { status: { phase: 'Completed' } });
      await stage.archive(old, {});
      await stage.delete(EXECUTIONS, 'old-1');

      const all = await run(stage, 'list');
      expect(all).toMatchObject({ code: 0, stderr: '' });
      expect(all.stdout).toMatch(/^NAME +FUNCTION +PHASE +PROGRESS +TRY +DURATION +AGE\n/);
      expect(all.stdout).toMatch(/^deploy-1 +deploy +Failed /m);
      expect(all.stdout).toMatch(/^old-1 +deploy +Completed /m);
      expect(all.stdout).not.toContain('\x1b');

      const names = async (...flags: readonly string[]) =>
        (await run(stage, 'list', '-o', 'name', ...flags)).stdout.split('\n').filter(Boolean);
      expect(await names('--phase', 'failed,Completed')).toEqual(['deploy-1', 'old-1']);
      expect(await names('--function', 'roll')).toEqual(['deploy-1-roll']);
      expect(await names('--root', 'deploy-1')).toEqual(['deploy-1-roll']);
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

    test('says on standard error that there are none', async () => {
      await using stage = await openStage(ground());
      const { code, stdout, stderr } = await run(stage, 'list');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toBe(`No executions found in namespace ${stage.namespace}.\n`);
    });
  });

  describe('kontinue show', () => {
    test('prints a page with the tree, and the object as YAML', async () => {
      await using stage = await openStage(ground());
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
    });

    test('finds what is archived, with its result; and says so of what is not there', async () => {
      await using stage = await openStage(ground());
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

  describe('kontinue execute', () => {
    test('--no-follow prints the name; every flag stands in the spec as Go reads it', async () => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      const flags = [
        ...['--args', '{"name": "Alice"}', '--arg', 'times=3', '--name', 'greet-1'],
        ...['--mutex', 'hall', '--retries', '3', '--backoff', '10s'],
        ...['--child-policy', 'RetryFailed', '--timeout', '1d', '--attempt-timeout', '15m'],
        ...['--archive-after', '1w', '--delete-after', '30d', '-l', 'team=pay'],
      ];
      const ran = await run(stage, 'execute', 'greet', '--no-follow', ...flags);
      expect(ran).toEqual({ code: 0, stdout: 'greet-1\n', stderr: '' });
      const { metadata, spec } = await stored(stage, 'greet-1');
      expect(metadata.labels).toMatchObject({ team: 'pay' });
      expect(spec).toEqual({
        function: 'greet',
        arguments: { name: 'Alice', times: 3 },
        mutex: { name: 'hall' },
        retry: { retries: 3, backoff: '10s', childPolicy: 'RetryFailed' },
        timeout: { overall: '24h', attempt: '15m' },
        ttl: { archiveAfter: '168h', deleteAfter: '720h' },
      });
    });

    test('takes arguments from standard input, and a dry run starts nothing', async () => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      const args = ['execute', ...where(stage), 'greet', '--args', '-', '--no-follow'];
      const { stdout } = await runCommand([...args, '--name', 'greet-1'], '{"name": "Bob"}\n');
      expect(stdout).toBe('greet-1\n');
      expect((await stored(stage, 'greet-1')).spec.arguments).toEqual({ name: 'Bob' });

      const dry = await runCommand([...args, '--name', 'greet-2', '--dry-run'], '{}');
      expect(dry.stdout).toBe('execution greet-2 would be started (dry run)\n');
      const asked = await stage.raw.get(stage.pathOf(EXECUTIONS, 'greet-2'));
      expect(asked.status).toBe(404);
    });

    test.each([
      ['Completed', { result: { said: 2 } }, 0, '{\n  "said": 2\n}\n', 'greet-1 Completed'],
      ['Skipped', {}, 0, '', 'greet-1 Skipped'],
      ['Failed', { message: 'no voice' }, 2, '', 'greet-1 is Failed: no voice'],
      ['Canceled', {}, 3, '', 'greet-1 is Canceled'],
    ])('follows to the end: %s', async (phase, status, code, stdout, words) => {
      await using stage = await openStage(ground());
      const ran = run(stage, 'execute', 'greet', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await work(stage, 'greet-1', { phase, ...status });
      const { stderr, ...rest } = await ran;
      expect(rest).toEqual({ code, stdout });
      expect(stderr).toContain('There is no function greet in namespace');
      expect(stderr).toContain(words);
    });

    test('--wait shows nothing but the result', async () => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      const ran = run(stage, 'execute', 'greet', '--wait', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Completed', result: 'hello' });
      expect(await ran).toEqual({ code: 0, stdout: '"hello"\n', stderr: '' });
    });

    test('--interactive asks by what the function publishes, then shows the tree', async () => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      await using terminal = open(stage, 'execute', 'greet', '--interactive', '--name', 'greet-1');
      await terminal.sees('greet: Says hello.', 'name (string, required)  Whom to greet');
      terminal.press('enter');
      await terminal.sees('it is required');
      terminal.type('Alice\r');
      await terminal.sees('times (integer, optional)', '[2] >');
      terminal.type('often\r');
      await terminal.sees('often is not a whole number');
      terminal.press('enter');
      await terminal.sees(/○ greet-1/, 'waiting on: a worker to pick it up');
      const root = await stored(stage, 'greet-1');
      expect(root.spec.arguments).toEqual({ name: 'Alice', times: 2 });

      await work(stage, 'greet-1', { phase: 'Executing' });
      await stage.execution('greet-1-wave', { parent: root, status: { phase: 'Failed' } });
      await terminal.sees(/● greet-1 +Executing/, /└ ✖ wave +Failed/);
      await work(stage, 'greet-1', { phase: 'Completed', result: { said: 2 } });
      expect((await terminal.pty.ended).code).toBe(0);
      await terminal.sees(/✔ greet-1 +Completed/, '"said": 2');
      // Drawn in its place: nothing of the earlier trees is left.
      expect(terminal.pty.screen.lines().filter((line) => line.includes('greet-1 '))).toHaveLength(
        1,
      );
    });

    test('ctrl-c while it asks leaves, and nothing is started', async () => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      await using terminal = open(stage, 'execute', 'greet', '-i', '--name', 'greet-1');
      await terminal.sees('name (string');
      terminal.press('ctrl-c');
      expect((await terminal.pty.ended).code).toBe(130);
      await terminal.sees('Nothing was started.');
      expect((await stage.client.list()).length).toBe(0);
    });

    test('ctrl-c while it follows asks: go on, or cancel', async () => {
      await using stage = await openStage(ground());
      await using terminal = open(stage, 'execute', 'greet', '--name', 'greet-1');
      await terminal.sees(/○ greet-1/);
      terminal.press('ctrl-c');
      await terminal.sees('Detach and let it run (d), cancel it (c), or go on');
      terminal.press('g');
      await terminal.loses('Detach and let it run');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await terminal.sees(/● greet-1/);
      terminal.press('ctrl-c');
      await terminal.sees('cancel it (c)');
      terminal.press('c');
      expect((await terminal.pty.ended).code).toBe(3);
      await terminal.sees(/⊘ greet-1 +Canceled/);
      expect((await stored(stage, 'greet-1')).status?.phase).toBe('Canceled');
    });

    test.each(['d', 'ctrl-c'])('ctrl-c and %s detaches: it runs on', async (answer) => {
      await using stage = await openStage(ground());
      await stage.fn('greet', GREET);
      await using terminal = open(stage, 'execute', 'greet', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await terminal.sees(/● greet-1/);
      terminal.press('ctrl-c');
      await terminal.sees('Detach and let it run');
      terminal.press(answer);
      expect((await terminal.pty.ended).code).toBe(130);
      await terminal.sees(`Detached: execution ${stage.namespace}/greet-1 runs on`);
      expect((await stored(stage, 'greet-1')).status?.phase).toBe('Executing');
    });
  });

  test("the documentation's manifest makes an execution that the list and the monitor show", async () => {
    await using stage = await openStage(ground());
    const made = await stage.raw.post(stage.pathOf(EXECUTIONS), {
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      metadata: { generateName: 'hello-world-' },
      spec: { function: 'hello-world', arguments: { name: 'Alice' } },
    });
    const { name } = made.object().metadata;
    expect((await run(stage, 'list')).stdout).toMatch(
      new RegExp(`^${name} +hello-world +Pending`, 'm'),
    );
    await using monitor = openMonitor(where(stage));
    await monitor.sees(new RegExp(`${name} +hello-world +○ Pending`));
  });
}
