import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { MonitorConnector, type MonitorFlags } from '../../src/cli/monitor-connector.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function openConnector(flags: Partial<MonitorFlags>) {
  const folder = await temporaryFolder();
  const v8Flags: string[] = [];
  const connector = new MonitorConnector({
    flags: { qps: 100, burst: 100, audit: join(folder.path, 'audit.jsonl'), ...flags },
    environment: { variables: {}, home: folder.path },
    host: process,
    terminal: { lend: (run) => run() },
    setV8Flags: (set) => v8Flags.push(set),
  });
  const { signal } = new AbortController();
  return {
    connector,
    v8Flags,
    connect: () => connector.connect(() => undefined, signal),
    async [Symbol.asyncDispose]() {
      await connector.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the connector of the monitor', () => {
  test('sets the flags of V8 once, however often it tries to connect', async () => {
    await using opened = await openConnector({ kubeconfig: '/no/such/file' });
    await expect(opened.connect()).rejects.toThrow('/no/such/file');
    await expect(opened.connect()).rejects.toThrow('/no/such/file');
    expect(opened.v8Flags).toEqual(['--semi-space-growth-factor=1']);
  });

  test('starts one cluster for the demo, however often it connects', async () => {
    await using opened = await openConnector({ demo: true });
    const first = await opened.connect();
    const second = await opened.connect();
    expect(first.namespaces).toEqual([]);
    expect(first.reach.flags.join(' ')).toContain('--kubeconfig');
    expect(second.reach).toEqual(first.reach);
    await first.close();
    await second.close();
  });

  test('says which demos there are when there is none of that name', async () => {
    await using opened = await openConnector({ demo: 'no-such' });
    await expect(opened.connect()).rejects.toThrow('there is no world no-such');
  });

  test('starts the demo again when it could not be started', async () => {
    await using opened = await openConnector({ demo: true });
    vi.stubEnv('TMPDIR', '/no/such/folder');
    await expect(opened.connect()).rejects.toThrow('/no/such/folder');
    vi.unstubAllEnvs();
    const connected = await opened.connect();
    await connected.close();
  });

  test('ends the cluster of a demo that is only starting', async () => {
    const opened = await openConnector({ demo: true });
    const listening = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = listening();
    const connecting = opened.connect();
    await opened[Symbol.asyncDispose]();
    await connecting.then((connected) => connected.close());
    expect(listening()).toBe(before);
  });
});
