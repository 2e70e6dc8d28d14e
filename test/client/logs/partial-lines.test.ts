import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { JOBS, PODS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { systemClock } from '../../../src/kube/clock.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import type { LogEvent } from '../../../src/kube/logs/log-follow.ts';
import type { LogEntry } from '../../../src/monitor/core/logs/buffer.ts';
import { followLog } from '../../../src/monitor/follow-log.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const ground = embeddedTestCluster();
const STAMP = '2026-11-23T10:00:01Z ';

/** A job whose one container writes what the test writes, to the byte. */
async function openJob() {
  const stage = await openTestNamespace(ground());
  const { namespace } = stage;
  await stage.job('load');
  await stage.setStatus(JOBS, 'load', { active: 1 });
  const labels = { 'batch.kubernetes.io/job-name': 'load' };
  const spec = { nodeName: 'node', containers: [{ name: 'main', image: 'busybox' }] };
  await stage.raw.post(stage.pathOf(PODS), { metadata: { name: 'load-x', labels }, spec });
  const containerStatuses = [{ name: 'main', restartCount: 0, state: { running: {} } }];
  await stage.setStatus(PODS, 'load-x', { phase: 'Running', containerStatuses });
  const output = new PassThrough();
  const inner = stage.client.transport;
  const transport: Transport = {
    send: (request) => inner.send(request),
    async open(request) {
      const stream = await inner.open(request);
      if (!request.path.endsWith('/log')) return stream;
      stream.bytes.once('close', () => output.destroy());
      return { ...stream, bytes: output };
    },
    lastAnswerAt: undefined,
    close: () => inner.close(),
  };
  return {
    client: Client.from(transport, { namespace }),
    namespace,
    write: (text: string) => output.write(text),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

test.each([
  ['a job', 'main'],
  ['a job', 'all'],
  ['a pod', undefined],
  ['a pod', 'all'],
] as const)(
  'a line of %s (containers: %s) is told while it is written, where that is asked for',
  async (of, containers) => {
    await using job = await openJob();
    const ending = new AbortController();
    const options = { namespace: job.namespace, partialLines: true } as const;
    const log =
      of === 'a job'
        ? job.client.followJobLog(
            { ...options, containers: containers ?? 'main', job: 'load' },
            ending.signal,
          )
        : job.client.followPodLog({ ...options, containers, pod: 'load-x' }, ending.signal);
    const lines: LogEvent[] = [];
    const done = (async () => {
      for await (const event of log) if (event.kind === 'line') lines.push(event);
    })();
    job.write(`${STAMP}load`);
    await until(() => lines.length === 1);
    job.write('ing\n');
    await until(() => lines.length === 2);
    const timestamp = '2026-11-23T10:00:01.000000000Z';
    expect(lines).toEqual([
      { kind: 'line', timestamp, text: 'load', partial: true },
      { kind: 'line', timestamp, text: 'loading' },
    ]);
    ending.abort();
    await done;
  },
);

test('the monitor shows a progress bar that never ends its line', async () => {
  await using job = await openJob();
  const { client, namespace } = job;
  const entries: LogEntry[] = [];
  const stop = followLog(
    { client, clock: systemClock },
    { kind: 'log', key: '', target: '', of: 'job', namespace, name: 'load' },
    (msg) => msg.kind === 'logReceived' && entries.push(...msg.entries),
  );
  job.write(`${STAMP}10%`);
  await until(() => entries.some(({ text }) => text === '10%'));
  job.write('\r20%');
  await until(() => entries.some(({ text }) => text === '20%'));
  expect(entries.filter(({ kind }) => kind === 'line').map(({ partial }) => partial)).toEqual([
    true,
    true,
  ]);
  stop();
});
