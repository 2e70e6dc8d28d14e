import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import {
  openPodFixture,
  type PodCluster,
  type PodFixture,
} from '../../contract/support/pod-fixture.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

/** A client that counts the streams it has open: each counts until its socket is closed. */
async function countingClient(kubeconfig: string, namespace: string) {
  const { transport } = await fastClient(kubeconfig, { namespace });
  let streams = 0;
  const counting: Transport = {
    send: (request) => transport.send(request),
    async open(request) {
      const stream = await transport.open(request);
      streams += 1;
      stream.bytes.once('close', () => {
        streams -= 1;
      });
      return stream;
    },
    lastAnswerAt: undefined,
    close: () => transport.close(),
  };
  return { client: Client.from(counting, { namespace }), open: () => streams };
}

/**
 * A followed log of which one line has been read, and on which nothing more comes. A real server
 * holds back even the headers of a log until its first byte.
 */
async function quietLog(testCluster: PodCluster) {
  const fixture: PodFixture = await openPodFixture(testCluster);
  const pod = await fixture.run('quiet', 'running', ['main', 'other']);
  const { client, open } = await countingClient(testCluster.kubeconfig('admin'), fixture.namespace);
  const log = await client.getJobLogs('quiet', { follow: true, tailLines: 1, container: 'main' });
  await once(log, 'readable');
  expect(String(log.read())).toContain('step 200 of 200');
  return {
    client,
    open,
    namespace: fixture.namespace,
    pod: pod.metadata.name,
    log,
    async [Symbol.asyncDispose]() {
      await client.close();
      await fixture[Symbol.asyncDispose]();
    },
  };
}

/** What ends when its reader leaves, or the client is closed. */
export function closingContract(testCluster: () => PodCluster): void {
  describe('a followed log on which nothing more comes', () => {
    test('closes its connection when it is destroyed', async () => {
      await using quiet = await quietLog(testCluster());
      quiet.log.destroy();
      await once(quiet.log, 'close');
      expect(quiet.open()).toBe(0);
    });

    test('closes its connection when it is destroyed while it is read', async () => {
      await using quiet = await quietLog(testCluster());
      quiet.log.on('data', () => expect.fail('nothing more comes'));
      quiet.log.destroy();
      await once(quiet.log, 'close');
      expect(quiet.open()).toBe(0);
    });

    test('closes its connection when its iterator is left', async () => {
      await using quiet = await quietLog(testCluster());
      const chunks = quiet.log[Symbol.asyncIterator]();
      // Expected from the start: it may be rejected before the stream says that it is closed.
      const waiting = expect(chunks.next()).rejects.toThrow('Premature close');
      const closed = once(quiet.log, 'close');
      quiet.log.destroy();
      await closed;
      await waiting;
      expect(quiet.open()).toBe(0);
    });

    test('closes its connection when its pipeline is aborted', async () => {
      await using quiet = await quietLog(testCluster());
      const ending = new AbortController();
      const { signal } = ending;
      const piped = pipeline(quiet.log, new PassThrough(), { signal });
      const closed = new Promise((resolve) => quiet.log.once('close', resolve));
      ending.abort();
      await expect(piped).rejects.toThrow('aborted');
      await closed;
      expect(quiet.open()).toBe(0);
    });

    test('is destroyed with an AbortedError by close, and emits close', async () => {
      await using quiet = await quietLog(testCluster());
      const read = rejection(text(quiet.log), AbortedError);
      const closed = new Promise((resolve) => quiet.log.once('close', resolve));
      await quiet.client.close();
      expect((await read).message).toContain('the client was closed');
      await closed;
      expect(quiet.open()).toBe(0);
    });

    test('may be closed by close while it is not read, and says so to a later reader', async () => {
      await using quiet = await quietLog(testCluster());
      const closed = new Promise((resolve) => quiet.log.once('close', resolve));
      await quiet.client.close();
      await closed;
      await expect(text(quiet.log)).rejects.toThrow();
    });

    test('as lines: ends at once when its reader leaves, also while it waits', async () => {
      await using quiet = await quietLog(testCluster());
      quiet.log.destroy();
      const { namespace, pod } = quiet;
      const job = { namespace, job: 'quiet', tailLines: 1 };
      const ofPod = { namespace, pod, container: 'main', tailLines: 1 };
      for (const events of [quiet.client.followJobLog(job), quiet.client.followPodLog(ofPod)]) {
        const reader = Readable.from(events);
        reader.on('data', () => undefined);
        await until(() => quiet.open() > 0);
        reader.destroy();
        await once(reader, 'close');
        expect(quiet.open()).toBe(0);
      }
    });
  });

  test('the updates of a tree watcher end when their reader leaves, also while it waits', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.execution('root');
    const watcher = await fixture.client.watchTree('root');
    const reader = Readable.from(watcher.updates());
    await once(reader, 'data');
    reader.destroy();
    await once(reader, 'close');
    const errors = watcher.errors();
    const waiting = errors.next();
    await errors.return?.();
    expect((await waiting).done).toBe(true);
    await watcher.stop();
  });

  test('a program whose client is closed ends by itself, whatever was under way', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.execution('open', { status: { phase: 'Executing' } });
    await fixture.job('load');
    const program = fileURLToPath(new URL('../support/closing-program.ts', import.meta.url));
    const args = ['--import', 'tsx', program, testCluster().kubeconfig('admin'), fixture.namespace];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not even a program that does not end outlives its test.
      timeout: 30_000,
    });
    const [out, said, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    expect({ said, code }).toEqual({ said: '', code: 0 });
    expect((JSON.parse(out) as string[]).toSorted()).toEqual([
      'job log: closed',
      'late log: closed',
      'late tree: closed',
      'late wait: closed',
      'pod log: closed',
      'tree: no error',
      'wait: closed',
    ]);
  });

  test('many calls may wait by one signal without a warning of Node', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const execution = await fixture.execution('open', { status: { phase: 'Executing' } });
    const warnings: string[] = [];
    const hear = ({ name }: Error) => warnings.push(name);
    process.on('warning', hear);
    const ending = new AbortController();
    const { signal } = ending;
    const waits = Array.from({ length: 12 }, () =>
      rejection(fixture.client.waitForExecution(execution, { signal }), AbortedError),
    );
    const watchers = await Promise.all(
      Array.from({ length: 12 }, () => fixture.client.watchTree('open', { signal })),
    );
    for (const watcher of watchers) await watcher.updates().next();
    for (const _ of watchers) fixture.client.watchWorkers(fixture.namespace, { signal });
    ending.abort();
    await Promise.all(waits);
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });
}
