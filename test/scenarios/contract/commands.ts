import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace } from '../../client/support/test-namespace.ts';
import { runCommand } from '../run-command.ts';
import { commandFixtureOf } from './command-fixture.ts';

const GREET = {
  description: 'Says hello.',
  arguments: [
    { name: 'name', type: 'string', required: true, description: 'Whom to greet' },
    { name: 'times', type: 'integer', default: 2 },
  ],
};

/** What `kontinue execute` does, on any API server. */
export function executeScenarios(ground: () => TestCluster): void {
  const { where, run, open, stored, work } = commandFixtureOf(ground);

  describe('kontinue execute', () => {
    test('--no-follow prints the name; every flag stands in the spec as Go reads it', async () => {
      await using stage = await openTestNamespace(ground());
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
      await using stage = await openTestNamespace(ground());
      await stage.fn('greet', GREET);
      const args = ['execute', ...where(stage), 'greet', '--args', '-', '--no-follow'];
      const { stdout } = await runCommand([...args, '--name', 'greet-1'], '{"name": "Bob"}\n');
      expect(stdout).toBe('greet-1\n');
      expect((await stored(stage, 'greet-1')).spec.arguments).toEqual({ name: 'Bob' });

      const unknown = args.with(args.indexOf('greet'), 'great');
      const dry = await runCommand([...unknown, '--name', 'greet-2', '--dry-run'], '{}');
      expect(dry.stdout).toBe('execution greet-2 would be started (dry run)\n');
      // Nobody has published it, and that may be found out without starting anything.
      expect(dry.stderr).toContain('There is no function great in namespace');
      const asked = await stage.raw.get(stage.pathOf(EXECUTIONS, 'greet-2'));
      expect(asked.status).toBe(404);

      const refused = await runCommand(
        ['--readonly', ...args, '--name', 'greet-2'],
        '{"name": "Bob"}',
      );
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toBe('kontinue: Nothing was written: --readonly was given.\n');
    });

    test.each([
      ['Completed', { result: { said: 2 } }, 0, '{\n  "said": 2\n}\n', 'greet-1 Completed'],
      ['Skipped', {}, 0, '', 'greet-1 Skipped'],
      ['Failed', { message: 'no voice' }, 2, '', 'greet-1 is Failed: no voice'],
      ['Canceled', {}, 3, '', 'greet-1 is Canceled'],
    ])('follows to the end: %s', async (phase, status, code, stdout, words) => {
      await using stage = await openTestNamespace(ground());
      const ran = run(stage, 'execute', 'greet', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await work(stage, 'greet-1', { phase, ...status });
      const { stderr, ...rest } = await ran;
      expect(rest).toEqual({ code, stdout });
      expect(stderr).toContain('There is no function greet in namespace');
      expect(stderr).toContain(words);
    });

    test('--wait shows nothing but the result', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.fn('greet', GREET);
      const ran = run(stage, 'execute', 'greet', '--wait', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Completed', result: 'hello' });
      expect(await ran).toEqual({
        code: 0,
        stdout: '"hello"\n',
        stderr: 'The function requires the argument name, which is not given.\n',
      });
    });

    test('--interactive asks by what the function publishes, then shows the tree', async () => {
      await using stage = await openTestNamespace(ground());
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
      await terminal.sees(/○ greet-1/, 'waiting on: no worker has claimed it');
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
      await using stage = await openTestNamespace(ground());
      await stage.fn('greet', GREET);
      await using terminal = open(stage, 'execute', 'greet', '-i', '--name', 'greet-1');
      await terminal.sees('name (string');
      terminal.press('ctrl-c');
      expect((await terminal.pty.ended).code).toBe(130);
      await terminal.sees('Nothing was started.');
      expect((await stage.client.list()).length).toBe(0);
    });

    test('ctrl-c while it follows asks: go on, or cancel', async () => {
      await using stage = await openTestNamespace(ground());
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

    test.each(['follow', 'wait'])('says so if it is deleted meanwhile: --%s', async (way) => {
      await using stage = await openTestNamespace(ground());
      await stage.fn('greet', GREET);
      const ran = run(stage, 'execute', 'greet', `--${way}`, '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await stage.delete(EXECUTIONS, 'greet-1');
      const { code, stdout, stderr } = await ran;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(
        `kontinue: Execution ${stage.namespace}/greet-1 was deleted before its end.\n`,
      );
      expect(stderr).not.toContain('There is no execution');
    });

    test.each(['d', 'ctrl-c'])('ctrl-c and %s detaches: it runs on', async (answer) => {
      await using stage = await openTestNamespace(ground());
      await stage.fn('greet', GREET);
      await using terminal = open(stage, 'execute', 'greet', '--name', 'greet-1');
      await work(stage, 'greet-1', { phase: 'Executing' });
      await terminal.sees(/● greet-1/);
      terminal.press('ctrl-c');
      await terminal.sees('Detach and let it run');
      terminal.press(answer);
      expect((await terminal.pty.ended).code).toBe(130);
      await terminal.sees(
        `Detached: execution ${stage.namespace}/greet-1 keeps running. To see it:`,
        `  kontinue show greet-1 -n ${stage.namespace}`,
      );
      expect((await stored(stage, 'greet-1')).status?.phase).toBe('Executing');
    });
  });
}
