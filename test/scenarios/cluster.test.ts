import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { RawClient } from '../contract/support/raw-client.ts';
import { until } from '../real-cluster/until.ts';
import { COMMAND } from './program.ts';
import { runCommand } from './run-command.ts';

const EXECUTIONS = '/apis/kontinue.cloud/v1alpha1/executions';

const folder = mkdtempSync(join(tmpdir(), 'kontinue-cluster-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => join(folder, name);

const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});

/** A cluster that the built command serves; its kubeconfig is the one it printed. */
async function serve(args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, 'cluster', ...args], { stdio: 'pipe' });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const kubeconfig = await until('it says how to reach it', async () => {
    return /export KUBECONFIG=(.*)\n(?:.*\n)*ctrl-c ends it/.exec(said)?.[1];
  });
  return {
    kubeconfig,
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      return { code: await ended, said };
    },
  };
}

async function listExecutions(kubeconfig: string): Promise<number> {
  const client = new RawClient(kubeconfig);
  try {
    return (await client.get(EXECUTIONS)).list().items.length;
  } finally {
    client.close();
  }
}

describe('kontinue cluster', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'serves until %s, a watch that is open included, and leaves nothing behind',
    async (signal) => {
      const cluster = await serve(['--world', 'small']);
      expect(statSync(cluster.kubeconfig).mode & 0o777).toBe(0o600);
      expect(await listExecutions(cluster.kubeconfig)).toBeGreaterThan(0);
      const client = new RawClient(cluster.kubeconfig);
      const stream = await client.stream(`${EXECUTIONS}?watch=true`);
      await stream.event();
      const { code, said } = await cluster.end(signal);
      expect(code).toBe(0);
      expect(said.trimEnd().split('\n').at(-1)).toBe('ctrl-c ends it, and all that is in it.');
      await expect(client.get('/readyz')).rejects.toThrow('ECONNREFUSED');
      expect(existsSync(join(cluster.kubeconfig, '..'))).toBe(false);
      stream.stop();
      client.close();
    },
  );

  test('is empty without a world, where it was told to be', async () => {
    const port = await freePort();
    const file = inFolder('kubeconfig');
    const cluster = await serve(['--port', String(port), '--kubeconfig', file]);
    expect(cluster.kubeconfig).toBe(file);
    expect(readFileSync(file, 'utf8')).toContain(`server: https://127.0.0.1:${port}\n`);
    expect(await listExecutions(file)).toBe(0);
    await cluster.end('SIGTERM');
    expect(existsSync(file)).toBe(false);
  });

  test('replaces what one that was killed has left', async () => {
    const file = inFolder('left');
    const killed = await serve(['--kubeconfig', file]);
    await killed.end('SIGKILL');
    const left = readFileSync(file, 'utf8');
    const cluster = await serve(['--kubeconfig', file]);
    expect(readFileSync(file, 'utf8')).not.toBe(left);
    expect(await listExecutions(file)).toBe(0);
    await cluster.end('SIGTERM');
  });

  test('leaves the kubeconfig of somebody else as it is', async () => {
    const file = inFolder('theirs');
    writeFileSync(file, 'apiVersion: v1\nkind: Config\n');
    const { code, stderr } = await runCommand(['cluster', '--kubeconfig', file]);
    expect(stderr).toBe(
      `kontinue: ${file} was not written by an embedded cluster and is left as it is: name another file\n`,
    );
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('apiVersion: v1\nkind: Config\n');
  });

  test('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCommand(['cluster', '--port', String(port)]);
    server.close();
    expect(stderr).toBe(
      `kontinue: the cluster cannot listen on port ${port}: it is taken: choose another with --port, or leave it out\n`,
    );
    expect(code).toBe(1);
  });

  test.each([
    ['an unknown world', ['--world', 'mars'], 'there is no world mars: there are demo (everything'],
    ['a port in words', ['--port', 'abc'], '--port takes a number from 0 to 65535, not abc'],
    ['a port too high', ['--port', '65536'], '--port takes a number from 0 to 65535, not 65536'],
    ['a negative port', ['--port', '-1'], '--port takes a number from 0 to 65535, not -1'],
    [
      'a folder that is not there',
      ['--kubeconfig', '/nowhere/config'],
      'the kubeconfig cannot be written to /nowhere/config: the folder does not exist',
    ],
    [
      'a folder instead of a file',
      ['--kubeconfig', tmpdir()],
      `the kubeconfig cannot be written to ${tmpdir()}: it is a folder`,
    ],
  ])('says in one sentence what is wrong with %s', async (_, args, words) => {
    const { code, stdout, stderr } = await runCommand(['cluster', ...args]);
    expect(stderr).toMatch(/^kontinue: [^\n]*\n$/);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
