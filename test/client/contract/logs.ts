import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import { InvalidObjectError } from '../../../src/client/errors/content-errors.ts';
import { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { NotFoundError } from '../../../src/client/errors/object-errors.ts';
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

/** A fixture where Jobs have pods, with a client in it. */
async function openLogs(
  testCluster: PodCluster,
): Promise<PodFixture & { readonly client: Client }> {
  const fixture = await openPodFixture(testCluster);
  const client = await fastClient(testCluster.kubeconfig('admin'), {
    namespace: fixture.namespace,
  });
  return {
    ...fixture,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await fixture[Symbol.asyncDispose]();
    },
  };
}

/** Makes a pod that says it is of a job, and that nobody runs. */
async function makePod(fixture: PodFixture, job: string, name: string): Promise<WireObject> {
  const labels = { 'batch.kubernetes.io/job-name': job };
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] };
  return (await fixture.admin.post(fixture.pods, { metadata: { name, labels }, spec })).object();
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
export function jobLogsContract(testCluster: () => PodCluster): void {
  describe('getJobLogs', () => {
    test('takes every option of a pod log', async () => {
      await using fixture = await openLogs(testCluster());
      await fixture.run('quick', 'completed');
      const open = (options: PodLogOptions) => fixture.client.getJobLogs('quick', options);
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
      await using fixture = await openLogs(testCluster());
      await fixture.run('several', 'completed', ['main', 'other']);
      const options = { tailLines: 1, container: undefined };
      expect(await text(await fixture.client.getJobLogs('several', options))).toMatch(/^step 200 /);
    });

    test('is that of the oldest pod, whatever the pods are called', async () => {
      await using fixture = await openLogs(testCluster());
      const { metadata } = await fixture.run('quick', 'completed');
      const created = String(metadata.creationTimestamp);
      await until(async () => {
        const { date } = (await fixture.admin.get('/version')).headers;
        return Date.parse(date ?? '') > Date.parse(created);
      });
      await makePod(fixture, 'quick', 'a-later-one');
      const { client, paths } = toldOf(fixture);
      await text(await client.getJobLogsNamespaced(fixture.namespace, 'quick'));
      expect(paths).toEqual([`${fixture.pods}/${metadata.name}/log`]);
    });

    test('goes on with what is written, until its signal ends it', async (context) => {
      const { log } = testCluster();
      if (!log) return context.skip('only where a test can write what a container writes');
      await using fixture = await openLogs(testCluster());
      await fixture.run('live', 'running', ['live', 'other']);
      const [first, second] = [`first ${randomUUID()}`, `second ${randomUUID()}`];
      log(first);
      const ending = new AbortController();
      const { signal } = ending;
      const options = { follow: true, tailLines: 1, signal };
      const logs = await fixture.client.getJobLogs('live', options);
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
      await using fixture = await openLogs(testCluster());
      const jobs = `/apis/batch/v1/namespaces/${fixture.namespace}/jobs`;
      const template = {
        spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
      };
      const job = { metadata: { name: 'load' }, spec: { suspend: true, template } };
      (await fixture.admin.post(jobs, job)).object();
      const none = await rejection(fixture.client.getJobLogs('load'), NotFoundError);
      expect(none.message).toContain(`job ${fixture.namespace}/load has no pods`);
      const lost = await rejection(fixture.client.getJobLogs('lode'), NotFoundError);
      expect(lost.message).toContain(`no job ${fixture.namespace}/lode`);
    });
  });

  test('the lines of a job, and of a pod, come one by one', async () => {
    await using fixture = await openLogs(testCluster());
    const { metadata } = await fixture.run('quick', 'completed');
    const { namespace } = fixture;
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
    expect(
      await linesOf(fixture.client.followJobLog({ namespace, job: 'quick', tailLines })),
    ).toEqual(last);
    const request = { namespace, pod, container: 'main', tailLines };
    expect(await linesOf(fixture.client.followPodLog(request))).toEqual(last);
  });

  test('the lines of all containers of a job come with the names of their containers', async () => {
    await using fixture = await openLogs(testCluster());
    await fixture.run('several', 'completed', ['main', 'other']);
    const { client, namespace } = fixture;
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

  test('the lines of init containers come before those of the others', async () => {
    await using fixture = await openLogs(testCluster());
    await fixture.run('prepared', 'completed', ['main'], ['setup', 'migrate']);
    const { client, namespace } = fixture;
    const request = { namespace, job: 'prepared', tailLines: 2, containers: 'all' } as const;
    const lines: string[] = [];
    for await (const event of client.followJobLog(request)) {
      if (event.kind === 'line') lines.push(`${event.container} ${event.text}`);
      if (lines.length === 6) break;
    }
    const containers = ['setup', 'migrate', 'main'];
    expect(lines).toEqual(
      containers.flatMap((name) =>
        ['199', '200'].map((step) => expect.stringContaining(`${name} step ${step}`)),
      ),
    );
  });
}
