import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Cluster } from '../../src/cluster/cluster.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { startHttpServer } from '../support/http-server.ts';
import { stopPtys } from '../support/pty.ts';
import { openMonitor } from './program.ts';
import { runCommand } from './run-command.ts';

const ground = embeddedTestCluster();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kontinue-errors-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopPtys);

/** Wide enough for a sentence on one line. */
const WIDE = { width: 200, height: 50 };

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('what is wrong is said in one sentence on the screen', () => {
  test('a kubeconfig that is not there', async () => {
    await using monitor = openMonitor(['--kubeconfig', join(folder, 'nowhere')], { size: WIDE });
    await monitor.sees('not connected', 'cannot be read: it does not exist');
    expect(await monitor.quit()).toBe(0);
  });

  test('a kubeconfig that is none', async () => {
    await using monitor = openMonitor(['--kubeconfig', file('scribble', 'clusters: [\n')]);
    await monitor.sees('not connected', /scribble/, /is not .*(YAML|kubeconfig)/);
  });

  test('a cluster without the CRDs', async () => {
    const bare = await Cluster.start({ crds: [] });
    try {
      const kubeconfig = file('bare', bare.kubeconfig('admin'));
      await using monitor = openMonitor(['--kubeconfig', kubeconfig], { size: WIDE });
      await monitor.sees('CRDs not installed', 'kontinue crds | kubectl create -f -');
    } finally {
      await bare.stop();
    }
  });

  test('a server that is not Kubernetes', async () => {
    await using site = await startHttpServer((_, response) => response.end('<html>login</html>'));
    await using monitor = openMonitor(['-s', site.url, '-n', 'default'], { size: WIDE });
    await monitor.sees('Is it a Kubernetes API server?');
  });

  test('not allowed to list', async () => {
    await using monitor = openMonitor(
      ['--kubeconfig', ground().kubeconfig('nsuser'), '-n', 'default'],
      { size: WIDE },
    );
    await monitor.sees('not allowed to list', 'User "nsuser" cannot list resource "executions"');
  });

  test('a token that is no longer good', async () => {
    const good = readFileSync(ground().kubeconfig('admin'), 'utf8');
    const kubeconfig = file('expired', good.replace(/token: .*/, 'token: expired'));
    await using monitor = openMonitor(['--kubeconfig', kubeconfig], { size: WIDE });
    await monitor.sees('auth expired', /log in|credentials/i);
  });

  test('a rate limit that holds requests back', async () => {
    const limit = ['--qps', '0.2', '--burst', '1'];
    await using monitor = openMonitor(['--kubeconfig', ground().kubeconfig('admin'), ...limit]);
    await monitor.sees('throttled');
  });

  test('a namespace that does not exist', async () => {
    await using monitor = openMonitor([
      '--kubeconfig',
      ground().kubeconfig('admin'),
      '-n',
      'nowhere',
    ]);
    await monitor.sees('there is no namespace nowhere');
  });

  describe('a server that never answers', () => {
    const sockets = new Set<Socket>();
    let server: Server;
    beforeAll(async () => {
      server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });

    test('is told from one that is not there', { timeout: 40_000 }, async () => {
      const { port } = server.address() as AddressInfo;
      const good = readFileSync(ground().kubeconfig('admin'), 'utf8');
      const kubeconfig = file(
        'mute',
        good.replace(/server: .*/, `server: https://127.0.0.1:${port}`),
      );
      await using monitor = openMonitor(['--kubeconfig', kubeconfig], { size: WIDE });
      const told = () => /cannot be reached: no connection within/.test(monitor.pty.screen.text());
      await monitor.pty.screen.until(told, 'says that nothing answers', 20_000);
    });
  });
});

describe('where there is no screen the sentence goes to stderr, with exit code 1 and no stack', () => {
  test.each([
    ['no terminal', [], 'needs a terminal'],
    ['a wrong kubeconfig', ['cancel', 'x', '--kubeconfig', '/nowhere/config'], 'does not exist'],
    ['an unknown world', ['cluster', '--world', 'atlantis'], 'there is no world atlantis'],
    ['an unknown flag', ['--frobnicate'], "unknown option '--frobnicate'"],
    [
      'a rate limit that is none',
      ['list', '--qps', 'abc', '-s', 'http://x'],
      'It takes a number above 0',
    ],
  ])('%s', async (_, args, words) => {
    await fails(args, words);
  });

  test.each([
    ['a token that is no longer good', /token: .*/, 'token: expired', 'Log in again'],
    ['a plugin that is not there', /token: .*/, 'exec: {command: none}', 'not installed or not on'],
    ['a server that is not there', /server: .*/, 'server: https://127.0.0.1:1', 'Nothing listens'],
    ['an authority that is another', /certificate-authority-data: .*/, '', 'is not trusted here'],
    ['a namespace that is no text', /namespace: .*/, 'namespace: 123', 'put it in quotes'],
    ['a context that is none', /current-context: .*/, 'current-context: x', 'has no context x'],
    ['no current context', /current-context: .*/, '', 'Choose one'],
    [
      'a namespace that does not exist',
      /namespace: .*/,
      'namespace: nowhere',
      'no namespace nowhere',
    ],
  ])('%s', async (_, good, bad, words) => {
    const admin = readFileSync(ground().kubeconfig('admin'), 'utf8');
    expect(admin).toMatch(good);
    await saysSo(['list', '--kubeconfig', file('bad', admin.replace(good, bad))], words);
  });

  test('a cluster without the CRDs', async () => {
    const bare = await Cluster.start({ crds: [] });
    try {
      const kubeconfig = file('bare', bare.kubeconfig('admin'));
      await saysSo(['list', '--kubeconfig', kubeconfig], 'kontinue crds | kubectl create -f -');
    } finally {
      await bare.stop();
    }
  });

  test('not allowed to list', async () => {
    const kubeconfig = ground().kubeconfig('nsuser');
    await saysSo(['list', '-n', 'default', '--kubeconfig', kubeconfig], 'Ask for that right');
  });

  test('a server that is not Kubernetes', async () => {
    await using site = await startHttpServer((_, response) => response.end('{"hello":"world"}'));
    await saysSo(['list', '-s', site.url], 'Is it a Kubernetes API server?');
  });

  async function saysSo(args: readonly string[], words: string): Promise<void> {
    expect((await fails(args, words)).trim().split('\n')).toHaveLength(1);
  }

  async function fails(args: readonly string[], words: string): Promise<string> {
    const { code, stdout, stderr } = await runCommand(args);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    return stderr;
  }
});
