import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { stopPtys } from '../support/pty.ts';
import { openMonitor } from './program.ts';
import { runCommand } from './run-command.ts';

const ground = embeddedTestCluster();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kontinue-login-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopPtys);

/** A kubeconfig of the ground whose user logs in by this script, and the token that is good there. */
function login(script: string, interactiveMode: string) {
  const admin = readFileSync(ground().kubeconfig('admin'), 'utf8');
  const token = /token: (\S+)/.exec(admin)?.[1] ?? '';
  writeFileSync(join(folder, 'plugin'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'plugin'), 0o755);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './plugin',
    interactiveMode,
  };
  const kubeconfig = join(folder, 'config');
  writeFileSync(kubeconfig, admin.replace(/token: .*/, `exec: ${JSON.stringify(exec)}`));
  return { kubeconfig, token };
}

const ASK = `echo "what is the token?" >&2
read token
printf '{"kind":"ExecCredential","status":{"token":"%s"}}' "$token"`;

test.each(['Always', 'IfAvailable'])(
  'a plugin that asks (%s) gets the terminal, and the monitor comes back after it',
  async (mode) => {
    const { kubeconfig, token } = login(ASK, mode);
    await using monitor = openMonitor(['--kubeconfig', kubeconfig]);
    await monitor.sees('what is the token?');
    expect(monitor.pty.screen.text()).not.toContain('Executions');
    monitor.type(`${token}\r`);
    await monitor.sees('Executions', 'live');
    expect(monitor.pty.screen.text()).not.toContain('what is the token?');
    expect(await monitor.quit()).toBe(0);
  },
);

test('a plugin that asks gets the terminal of a command, too', async () => {
  const { kubeconfig, token } = login(ASK, 'Always');
  await using command = openMonitor(['list', '--kubeconfig', kubeconfig]);
  await command.sees('what is the token?');
  command.type(`${token}\r`);
  await command.sees('No executions found in namespace default.');
  expect((await command.pty.ended).code).toBe(0);
});

test('a plugin that must ask where nobody is says so', async () => {
  const { kubeconfig } = login(ASK, 'Always');
  const { code, stderr } = await runCommand(['list', '--kubeconfig', kubeconfig]);
  expect(stderr).toContain('asks a person for input (interactiveMode: Always)');
  expect(code).toBe(1);
});

test('leaving does not wait for a plugin that hangs', async () => {
  const { kubeconfig } = login('exec sleep 600', 'Never');
  await using monitor = openMonitor(['--kubeconfig', kubeconfig]);
  await monitor.sees('loading');
  expect(await monitor.quit()).toBe(0);
});
