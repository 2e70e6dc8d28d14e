import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ClientOptions } from '../../src/client/connect.ts';
import { type ConnectOptions, connectMonitor } from '../../src/monitor/connect.ts';
import type { Msg } from '../../src/monitor/core/message.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace } from '../client/support/test-namespace.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { NO_REACH } from '../support/monitor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { targetOf } from './support/effects-fixture.ts';

const cluster = embeddedTestCluster();

/** Connects as the monitor does, by a kubeconfig in which the user has a name of its own. */
async function openConnection(
  client: Partial<ClientOptions> = {},
  namespaces: ConnectOptions['namespaces'] = (own) => [own],
) {
  const folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'config');
  const text = await readFile(cluster().kubeconfig('admin'), 'utf8');
  await writeFile(kubeconfig, text.replaceAll('admin', 'me'));
  const auditPath = join(folder.path, 'audit.jsonl');
  const clock = new FakeClock();
  const messages: Msg[] = [];
  const leaving = new AbortController();
  const options = { kubeconfig, qps: 1_000, burst: 1_000, ...client };
  const connected = await connectMonitor(
    { client: options, namespaces, auditPath, reach: NO_REACH, clock },
    (msg) => messages.push(msg),
    leaving.signal,
  );
  return {
    connected,
    clock,
    messages,
    lines: async () => (await readFile(auditPath, 'utf8')).trimEnd().split('\n'),
    has: (kind: Msg['kind']) => until(() => messages.some((msg) => msg.kind === kind)),
    leave: () => leaving.abort(),
    async [Symbol.asyncDispose]() {
      await connected.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a connection', () => {
  test('says where it leads and as whom, by the kubeconfig', async () => {
    await using connection = await openConnection({ namespace: 'payments' });
    const { context, reach, namespaces, user } = connection.connected;
    expect({ context, reach, namespaces, user }).toEqual({
      context: expect.stringMatching(/./),
      reach: NO_REACH,
      namespaces: ['payments'],
      user: 'me',
    });
  });

  test('shows the namespaces that are chosen, given that of the context', async () => {
    await using connection = await openConnection({ namespace: 'payments' }, (own) => [own, 'b']);
    expect(connection.connected.namespaces).toEqual(['payments', 'b']);
  });

  test('learns from the server who the user is, and its version', async () => {
    await using connection = await openConnection();
    await connection.has('identityLearned');
    await connection.has('versionLearned');
    expect(connection.messages).toEqual([
      { kind: 'identityLearned', user: 'admin' },
      { kind: 'versionLearned', version: expect.stringMatching(/^v1\./) },
    ]);
  });

  test('that cannot be made fails with what to do', async () => {
    const options = {
      client: { kubeconfig: '/no/such/file' },
      namespaces: () => [],
      auditPath: '',
      reach: NO_REACH,
      clock: new FakeClock(),
    };
    const { signal } = new AbortController();
    const failing = connectMonitor(options, () => undefined, signal);
    await expect(failing).rejects.toMatchObject({
      code: 'Config',
      message: expect.stringContaining('/no/such/file'),
    });
  });

  test('tells when its requests wait for the rate limit', async () => {
    await using connection = await openConnection({ qps: 0.001, burst: 1 });
    await connection.clock.advance(1_001);
    expect(connection.messages).toContainEqual({ kind: 'throttleChanged', throttled: true });
  });

  test('that is closed ends what it has begun', async () => {
    await using connection = await openConnection();
    const messages: Msg[] = [];
    const tell = (msg: Msg) => messages.push(msg);
    connection.connected.subscribe(
      { kind: 'watch', key: '', of: 'Execution', namespace: 'default' },
      tell,
    );
    await until(() => messages.some((msg) => msg.kind === 'feedChanged' && msg.state.synced));
    await connection.connected.close();
    const before = messages.length;
    await connection.connected.perform({ kind: 'reconnect' }, tell);
    expect(messages.slice(before).filter(({ kind }) => kind !== 'feedChanged')).toEqual([]);
    expect(connection.clock.pending).toBe(0);
  });
});

describe('a write over a connection', () => {
  test('is in the audit file as of the user whom the server knows', async () => {
    await using stage = await openTestNamespace(cluster());
    await using connection = await openConnection();
    await connection.has('identityLearned');
    const deploy = await stage.execution('deploy', { status: { phase: 'Executing' } });
    const request = {
      action: 'cancel',
      target: targetOf(deploy),
      message: '',
      descendants: false,
    } as const;
    const messages: Msg[] = [];
    const effect = { kind: 'intervene', id: 1, request } as const;
    await connection.connected.perform(effect, (msg) => messages.push(msg));
    expect(messages).toMatchObject([{ kind: 'interventionDone' }]);
    const { context } = connection.connected;
    const [line = ''] = await connection.lines();
    expect(JSON.parse(line)).toMatchObject({
      user: 'admin',
      context,
      server: expect.stringMatching(/^https:/),
      outcome: 'done',
      request: { action: 'cancel', target: { name: 'deploy' } },
    });
    expect((await stage.client.get('deploy')).status?.message).toBe('Canceled by admin');
  });

  test('that only reads is refused before it is sent', async () => {
    await using stage = await openTestNamespace(cluster());
    await using connection = await openConnection({ readOnly: true });
    const deploy = await stage.execution('deploy', { status: { phase: 'Executing' } });
    const target = targetOf(deploy);
    const request = { action: 'cancel', target, message: '', descendants: false } as const;
    const messages: Msg[] = [];
    const effect = { kind: 'intervene', id: 1, request } as const;
    await connection.connected.perform(effect, (msg) => messages.push(msg));
    const message = expect.stringContaining('read-only');
    expect(messages).toMatchObject([{ kind: 'interventionFailed', message }]);
    expect(await stage.client.get('deploy')).toEqual(deploy);
  });
});
