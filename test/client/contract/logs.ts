import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import {
  AbortedError,
  InvalidObjectError,
  KontinueError,
  NotFoundError,
} from '../../../src/client/errors.ts';
import type { PodLogOptions } from '../../../src/client/logs/job-logs.ts';
import {
  openPodFixture,
  type PodCluster,
  type PodFixture,
} from '../../contract/support/pod-fixture.ts';
import type { WireObject } from '../../contract/support/wire.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import { fastClient } from '../support/test-namespace.ts';

/** A room where Jobs have pods, with a client in it. */
async function openLogs(ground: PodCluster): Promise<PodFixture & { readonly client: Client }> {
  const room = await openPodFixture(ground);
  const client = await fastClient(ground.kubeconfig('admin'), { namespace: room.namespace });
  return {
    ...room,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await room[Symbol.asyncDispose]();
    },
  };
}

/** Makes a pod that says it is of a job, and that nobody runs. */
async function makePod(room: PodFixture, job: string, name: string): Promise<WireObject> {
  const labels = { 'batch.kubernetes.io/job-name': job };
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] };
  return (await room.admin.post(room.pods, { metadata: { name, labels }, spec })).object();
}

/** A client that tells whose logs it opens. */
function toldOf({ client, namespace }: PodFixture & { readonly client: Client }) {
  const paths: string[] = [];
  const { transport } = client;
  const telling = Client.from(
    {
      ...transport,
      send: (request) => transport.send(request),
      open: (request) => {
        paths.push(request.path);
        return transport.open(request);
      },
      close: () => transport.close(),
    },
    { namespace },
  );
  return { client: telling, paths };
}

/** The logs of jobs and of pods, as the contract has them. */
export function jobLogsContract(ground: () => PodCluster): void {
  describe('getJobLogs', () => {
    test('takes every option of a pod log', async () => {
      await using room = await openLogs(ground());
      await room.run('quick', 'completed');
      const open = (options: PodLogOptions) => room.client.getJobLogs('quick', options);
      const log = async (options: PodLogOptions) => text(await open(options));
      const all = await open({});
      expect(all).toBeInstanceOf(Readable);
      expect((await text(all)).split('\n')).toHaveLength(201);
      expect(await log({ tailLines: 1 })).toMatch(/^step 200 .*\n$/);
      expect(await log({ tailLines: 1, limitBytes: 6 })).toBe('step 2');
      expect(await log({ tailLines: 1, timestamps: true })).toMatch(/^\d{4}-.*Z step 200 .*\n$/);
      expect(await log({ tailLines: 1, container: 'main' })).toMatch(/^step 200 /);
      expect(await log({ sinceTime: '2999-01-01T00:00:00Z' })).toBe('');
      expect(await log({ sinceSeconds: 86_400 })).toMatch(/^step 1 of 200/);
      expect(await log({ tailLines: 1, insecureSkipTLSVerifyBackend: true })).toMatch(/^step 200/);
      expect((await rejection(open({ previous: true }), KontinueError)).code).toBe('BadRequest');
      expect((await rejection(open({ container: 'x' }), KontinueError)).code).toBe('BadRequest');
      const both = { sinceSeconds: 5, sinceTime: '2026-01-01T00:00:00Z' };
      await rejection(open(both), InvalidObjectError);
      // Servers that can tell the two apart are those of a feature gate.
      const { fields } = await rejection(open({ stream: 'Stdout' }), InvalidObjectError);
      expect(fields.map(({ field }) => field)).toEqual(['stream']);
    });

    test('is that of the first container, unless told otherwise', async () => {
      await using room = await openLogs(ground());
      await room.run('several', 'completed', ['main', 'other']);
      const options = { tailLines: 1, container: undefined };
      expect(await text(await room.client.getJobLogs('several', options))).toMatch(/^step 200 /);
    });

    test('is that of the oldest pod, whatever the pods are called', async () => {
      await using room = await openLogs(ground());
      const { metadata } = await room.run('quick', 'completed');
      const created = String(metadata.creationTimestamp);
      await until(async () => {
        const { date } = (await room.admin.get('/version')).headers;
        return Date.parse(date ?? '') > Date.parse(created);
      });
      await makePod(room, 'quick', 'a-later-one');
      const { client, paths } = toldOf(room);
      await text(await client.getJobLogsNamespaced(room.namespace, 'quick'));
      expect(paths).toEqual([`${room.pods}/${metadata.name}/log`]);
    });

    test('goes on with what is written, until its signal ends it', async (context) => {
      const { log } = ground();
      if (!log) return context.skip('only where a test can write what a container writes');
      await using room = await openLogs(ground());
      await room.run('live', 'running', ['live', 'other']);
      const [first, second] = [`first ${randomUUID()}`, `second ${randomUUID()}`];
      log(first);
      const ending = new AbortController();
      const { signal } = ending;
      const options = { follow: true, tailLines: 1, signal };
      const logs = await room.client.getJobLogs('live', options);
      let seen = '';
      const read = rejection(
        (async () => {
          for await (const chunk of logs) {
            if (seen === '') log(second);
            seen += String(chunk);
            if (seen === `${first}\n${second}\n`) ending.abort(new Error('enough'));
          }
        })(),
        AbortedError,
      );
      expect((await read).cause).toEqual(new Error('enough'));
      expect(seen).toBe(`${first}\n${second}\n`);
      expect(logs.destroyed).toBe(true);
    });

    test('names the job that has no pod, and the one that is not there', async () => {
      await using room = await openLogs(ground());
      const jobs = `/apis/batch/v1/namespaces/${room.namespace}/jobs`;
      const template = {
        spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
      };
      const job = { metadata: { name: 'load' }, spec: { suspend: true, template } };
      (await room.admin.post(jobs, job)).object();
      const none = await rejection(room.client.getJobLogs('load'), NotFoundError);
      expect(none.message).toContain(`job ${room.namespace}/load has no pods`);
      const lost = await rejection(room.client.getJobLogs('lode'), NotFoundError);
      expect(lost.message).toContain(`no job ${room.namespace}/lode`);
    });
  });

  test('the lines of a job, and of a pod, come one by one', async () => {
    await using room = await openLogs(ground());
    const { metadata } = await room.run('quick', 'completed');
    const { namespace } = room;
    const pod = metadata.name;
    const linesOf = async (events: AsyncIterable<{ kind: string; text?: string }>) => {
      const lines: string[] = [];
      for await (const event of events) {
        if (event.kind === 'line') lines.push(event.text ?? '');
        if (lines.length === 3) break;
      }
      return lines;
    };
    const last = [/^step 198 /, /^step 199 /, /^step 200 /].map((step) =>
      expect.stringMatching(step),
    );
    const tailLines = 3;
    expect(await linesOf(room.client.followJobLog({ namespace, job: 'quick', tailLines }))).toEqual(
      last,
    );
    const request = { namespace, pod, container: 'main', tailLines };
    expect(await linesOf(room.client.followPodLog(request))).toEqual(last);
  });

  test('the lines of all containers of a job come with the names of their containers', async () => {
    await using room = await openLogs(ground());
    await room.run('several', 'completed', ['main', 'other']);
    const { client, namespace } = room;
    const request = { namespace, job: 'several', tailLines: 2, containers: 'all' } as const;
    const lines: string[] = [];
    for await (const event of client.followJobLog(request)) {
      if (event.kind === 'line') lines.push(`${event.container} ${event.text}`);
      if (lines.length === 4) break;
    }
    expect(lines.toSorted()).toEqual(
      ['main step 199', 'main step 200', 'other step 199', 'other step 200'].map((line) =>
        expect.stringContaining(line),
      ),
    );
  });
}
