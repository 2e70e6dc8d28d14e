import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXECUTIONS, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { AuditLine } from '../program.ts';
import { type Ran, runCommand } from '../run-command.ts';
import { commandFixtureOf } from './command-fixture.ts';

/** What `kontinue cancel`, `skip`, `retry` and `resume` do, on any API server. */
export function interveningScenarios(ground: () => TestCluster): void {
  const { where, run, open, stored } = commandFixtureOf(ground);
  const phaseOf = async (stage: TestNamespace, name: string) =>
    (await stored(stage, name)).status?.phase;
  const user = async (stage: TestNamespace) => (await stage.client.whoAmI())?.username ?? '';

  describe('kontinue cancel --descendants', () => {
    test('cancels what is open below an execution that has ended already', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Failed' } });
      const child = await stage.execution('deploy-1-roll', {
        parent: root,
        status: { phase: 'Executing' },
      });
      await stage.execution('deploy-1-roll-0', { parent: child, status: { phase: 'Backoff' } });
      await stage.execution('deploy-1-done', { parent: root, status: { phase: 'Completed' } });
      await stage.suspension('deploy-1-approve', { parent: child });

      const dry = await run(stage, 'cancel', 'deploy-1', '--descendants', '--dry-run');
      const told = 'canceled 2 executions and 1 suspension below it';
      expect(dry).toEqual({
        code: 0,
        stdout: `deploy-1 had already ended; ${told} (dry run)\n`,
        stderr: '',
      });
      expect(await phaseOf(stage, 'deploy-1-roll')).toBe('Executing');

      const ran = await run(stage, 'cancel', 'deploy-1', '--descendants');
      expect(ran).toEqual({
        code: 0,
        stdout: `deploy-1 had already ended; ${told}\n`,
        stderr: '',
      });
      expect(await phaseOf(stage, 'deploy-1')).toBe('Failed');
      expect(await phaseOf(stage, 'deploy-1-done')).toBe('Completed');
      expect(await phaseOf(stage, 'deploy-1-roll')).toBe('Canceled');
      const below = await stored(stage, 'deploy-1-roll-0');
      expect(below.status).toMatchObject({
        phase: 'Canceled',
        message: `Canceled by ${await user(stage)}`,
      });
      expect((await run(stage, 'cancel', 'deploy-1', '--descendants')).stdout).toBe(
        'deploy-1 had already ended; nothing was open below it\n',
      );
    });

    test('cancels an execution and what is below it', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await stage.execution('deploy-1-roll', { parent: root, status: { phase: 'Executing' } });
      const ran = await run(stage, 'cancel', 'deploy-1', '--descendants');
      expect(ran).toEqual({
        code: 0,
        stdout: 'canceled deploy-1; canceled 1 execution below it\n',
        stderr: '',
      });
      expect(await phaseOf(stage, 'deploy-1-roll')).toBe('Canceled');
    });
  });

  describe('what has ended', () => {
    test.each([
      [
        'cancel',
        'Execution {ns}/done-1 is Completed: it has already ended and cannot be canceled.',
      ],
      ['skip', 'Execution {ns}/done-1 is Completed: it has already ended and cannot be skipped.'],
      ['retry', 'Execution {ns}/done-1 is Completed: only a failed or canceled execution can be'],
      ['resume', 'Execution {ns}/done-1 is Completed'],
    ])('is refused with exit code 1 and the reason: %s', async (command, words) => {
      await using stage = await openTestNamespace(ground());
      const done = await stage.execution('done-1', { status: { phase: 'Completed' } });
      await stage.suspension('done-1-approve', { parent: done });
      const { code, stdout, stderr } = await run(stage, command, 'done-1');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`kontinue: ${words.replace('{ns}', stage.namespace)}`);
    });
  });

  describe('the names that list -A prints', () => {
    test('are read by every command, and an other -n is refused', async () => {
      await using stage = await openTestNamespace(ground());
      const flags = ['--kubeconfig', ground().kubeconfig('admin')];
      await stage.execution('deploy-1', { status: { phase: 'Failed' } });
      const ofAll = [...flags, '-A', '--phase', 'failed', '-o', 'name'];
      const { stdout } = await runCommand(['list', ...ofAll]);
      const name = stdout.split('\n').find((line) => line.startsWith(`${stage.namespace}/`)) ?? '';
      expect(name).toBe(`${stage.namespace}/deploy-1`);

      expect(await runCommand(['retry', ...flags, name])).toEqual({
        code: 0,
        stdout: 'retried deploy-1\n',
        stderr: '',
      });
      expect(await phaseOf(stage, 'deploy-1')).toBe('Pending');
      const shown = await runCommand(['show', ...flags, '-A', name, '-o', 'name']);
      expect(shown.stdout).toBe('deploy-1\n');
      const resumed = await runCommand(['resume', ...flags, name]);
      expect(resumed.stdout).toBe('nothing below deploy-1 is suspended\n');
      const other = await runCommand(['cancel', ...flags, '-n', 'other', name]);
      expect(other).toEqual({
        code: 1,
        stdout: '',
        stderr: `kontinue: ${name} is in namespace ${stage.namespace}, but -n names other. Leave one of them out.\n`,
      });
      await runCommand(['skip', ...flags, name, '--result', '1']);
      expect(await phaseOf(stage, 'deploy-1')).toBe('Skipped');
    });

    test('may be those that kubectl prints', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Suspended' } });
      await stage.suspension('deploy-1-approve', { parent: root });
      const suspension = 'suspension.kontinue.cloud/deploy-1-approve';
      expect((await run(stage, 'resume', suspension)).stdout).toBe('resumed deploy-1-approve\n');
      const execution = 'execution.kontinue.cloud/deploy-1';
      expect((await run(stage, 'cancel', execution)).stdout).toBe('canceled deploy-1\n');
    });
  });

  describe('the audit', () => {
    /** Runs a command that writes, with an audit of its own. */
    async function recorded(stage: TestNamespace, ...args: readonly string[]) {
      await using folder = await temporaryFolder();
      const path = join(folder.path, 'made', 'audit.jsonl');
      const ran: Ran = await run(stage, ...split([...args, '--audit', path]));
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      return {
        ran,
        mode: statSync(path).mode & 0o777,
        lines: lines.map((line): AuditLine => JSON.parse(line)),
      };
    }
    const split = ([command = '', ...rest]: readonly string[]) => [command, ...rest] as const;

    test.each([
      ['cancel', ['--message', 'wrong region'], 'Executing', 'canceled deploy-1', 'Canceled'],
      ['skip', ['--result', '{"ok": true}'], 'Executing', 'skipped deploy-1', 'Skipped'],
      ['retry', ['--child-policy', 'RetryFailed'], 'Failed', 'retried deploy-1', 'Retried'],
      ['resume', ['--recursive'], 'Suspended', 'resumed deploy-1-approve', 'Resumed'],
    ])(
      'and an Event have who did what, and why: %s',
      async (action, flags, phase, words, reason) => {
        await using stage = await openTestNamespace(ground());
        const root = await stage.execution('deploy-1', { status: { phase } });
        await stage.suspension('deploy-1-approve', { parent: root });
        const name = await user(stage);
        const { ran, mode, lines } = await recorded(stage, action, 'deploy-1', ...flags);
        expect(ran).toEqual({ code: 0, stdout: `${words}\n`, stderr: '' });
        expect(mode).toBe(0o600);
        const { namespace } = stage;
        const target = { kind: 'Execution', namespace, name: 'deploy-1', uid: root.metadata.uid };
        expect(lines).toMatchObject([
          { user: name, outcome: 'done', message: words, request: { action, target } },
        ]);
        const events = await stage.raw.get(`/api/v1/namespaces/${namespace}/events`);
        expect(events.list().items).toMatchObject([{ reason, message: `${name} ${words}` }]);
        const { message } = (await stored(stage, 'deploy-1')).status ?? {};
        if (action === 'cancel') expect(message).toBe(`Canceled by ${name}: wrong region`);
        if (action === 'skip') expect(message).toBe(`Skipped by ${name}`);
      },
    );

    test('has what was started, and what was refused', async () => {
      await using stage = await openTestNamespace(ground());
      const args = ['execute', 'greet', '--no-follow', '--name', 'greet-1'];
      const started = await recorded(stage, ...args);
      const { uid } = (await stored(stage, 'greet-1')).metadata;
      expect(started.lines).toMatchObject([
        {
          outcome: 'done',
          message: 'started greet-1',
          request: { action: 'execute', function: 'greet', target: { name: 'greet-1', uid } },
        },
      ]);
      const again = await recorded(stage, ...args);
      expect(again.ran.code).toBe(1);
      expect(again.lines).toMatchObject([
        { outcome: 'failed', message: expect.stringContaining('greet-1') },
      ]);
      await stage.setStatus(EXECUTIONS, 'greet-1', { phase: 'Completed' });
      const refused = await recorded(stage, 'cancel', 'greet-1');
      expect(refused.lines).toMatchObject([
        { outcome: 'failed', message: expect.stringContaining('has already ended') },
      ]);
    });

    test('has nothing of a dry run', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await expect(recorded(stage, 'cancel', 'deploy-1', '--dry-run')).rejects.toThrow('ENOENT');
      await expect(
        recorded(stage, 'execute', 'greet', '--name', 'greet-1', '--dry-run'),
      ).rejects.toThrow('ENOENT');
    });

    test('that cannot be written is said, and the write is made', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      const ran = await run(stage, 'cancel', 'deploy-1', '--audit', '/dev/full');
      expect(ran).toEqual({
        code: 0,
        stdout: 'canceled deploy-1\n',
        stderr:
          'kontinue: not recorded in the audit: /dev/full cannot be written: no space is left on the device\n',
      });
      expect(await phaseOf(stage, 'deploy-1')).toBe('Canceled');
    });

    test('has the cancellation of what is followed', async () => {
      await using stage = await openTestNamespace(ground());
      await using terminal = open(stage, 'execute', 'greet', '--name', 'greet-1');
      await terminal.sees(/○ greet-1/);
      terminal.press('ctrl-c');
      await terminal.sees('cancel it (c)');
      terminal.press('c');
      expect((await terminal.pty.ended).code).toBe(3);
      expect(terminal.audit().map(({ message }) => message)).toEqual([
        'started greet-1',
        'canceled greet-1',
      ]);
      expect((await stored(stage, 'greet-1')).status?.message).toBe(
        `Canceled by ${await user(stage)}`,
      );
    });
  });

  test('the flags of every command may stand after it', async () => {
    await using stage = await openTestNamespace(ground());
    const root = await stage.execution('deploy-1', {
      status: { phase: 'Suspended', message: 'läuft' },
    });
    await stage.suspension('deploy-1-approve', { parent: root });
    const before = await runCommand(['--ascii', 'show', ...where(stage), 'deploy-1']);
    const after = await run(stage, 'show', 'deploy-1', '--ascii');
    for (const { code, stdout } of [before, after]) {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^ `-! approve/m);
      expect(stdout).toMatch(/^[\n -~]*$/);
    }
    const wide = await run(stage, 'list', '--ascii', '-o', 'wide');
    expect(wide.stdout).toMatch(/ l\?uft\n$/);
    const refused = await run(stage, 'cancel', 'deploy-1', '--readonly');
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: 'kontinue: Nothing was written: --readonly was given.\n',
    });
    const suspension = await stage.raw.get(stage.pathOf(SUSPENSIONS, 'deploy-1-approve'));
    expect(suspension.json<{ status?: object }>().status).toBeUndefined();
    expect(await phaseOf(stage, 'deploy-1')).toBe('Suspended');
  });
}
