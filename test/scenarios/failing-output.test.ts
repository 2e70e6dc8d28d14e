import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace } from '../client/support/test-namespace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { COMMAND } from './program.ts';

const ground = embeddedTestCluster();

const FULL = 'kontinue: standard output cannot be written: no space is left on the device\n';

/** Runs the built command with standard output on a device that is full, or standard error, too. */
async function runFull(args: readonly string[], full: 'stdout' | 'both' = 'stdout') {
  await using state = await temporaryFolder();
  await using device = await open('/dev/full', 'w');
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['ignore', device.fd, full === 'both' ? device.fd : 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: state.path },
  });
  const said = child.stderr ? text(child.stderr) : '';
  const [code] = await once(child, 'close');
  return { code, stderr: await said };
}

test.each([[['--help']], [['--version']], [['help', 'list']], [['list', '--help']]])(
  '%j on a full device is one sentence and exit code 1',
  async (args) => {
    expect(await runFull(args)).toEqual({ code: 1, stderr: FULL });
    expect(await runFull(args, 'both')).toEqual({ code: 1, stderr: '' });
  },
);

test('crds on a full device are one sentence and exit code 1', async () => {
  const { code, stderr } = await runFull(['crds']);
  expect({ code, last: stderr.split('\n').at(-2) }).toEqual({ code: 1, last: FULL.trim() });
});

test('every reading on a full device is one sentence and exit code 1', async () => {
  await using stage = await openTestNamespace(ground());
  await stage.execution('deploy-1', { status: { phase: 'Completed', result: 1 } });
  const where = ['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace];
  for (const form of ['table', 'wide', 'json', 'yaml', 'name']) {
    const listed = await runFull(['list', ...where, '-o', form]);
    expect(listed).toEqual({ code: 1, stderr: FULL });
    const shown = await runFull(['show', ...where, 'deploy-1', '-o', form]);
    expect(shown).toEqual({ code: 1, stderr: FULL });
  }
  expect(await runFull(['show', ...where, 'deploy-1'])).toEqual({ code: 1, stderr: FULL });
});

test('a write whose output fails is made, and ends with one sentence and exit code 1', async () => {
  await using stage = await openTestNamespace(ground());
  await stage.execution('deploy-1', { status: { phase: 'Failed' } });
  const where = ['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace];
  expect(await runFull(['retry', ...where, 'deploy-1'])).toEqual({ code: 1, stderr: FULL });
  expect((await stage.client.get('deploy-1')).status?.phase).toBe('Pending');
  await stage.fn('greet', {});
  const started = ['execute', ...where, 'greet', '--name', 'greet-1', '--no-follow'];
  expect(await runFull(started)).toEqual({ code: 1, stderr: FULL });
  expect((await stage.client.get('greet-1')).spec.function).toBe('greet');
});

test('a reader that leaves at once is no failure', async () => {
  await using state = await temporaryFolder();
  const child = spawn(process.execPath, [COMMAND, 'crds'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: state.path },
  });
  child.stdout.destroy();
  const said = text(child.stderr);
  const [code] = await once(child, 'close');
  expect({ code, said: (await said).split('\n').length }).toEqual({ code: 0, said: 2 });
});
