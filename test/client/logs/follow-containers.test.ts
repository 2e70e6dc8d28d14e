import { describe, expect, test } from 'vitest';
import { JOBS, PODS } from '../../../src/api/resources.ts';
import { JobLogs } from '../../../src/cli/execute/job-logs.ts';
import { systemClock } from '../../../src/kube/clock.ts';
import type { LogEvent } from '../../../src/kube/logs/log-follow.ts';
import type { LogEntry } from '../../../src/monitor/core/logs/buffer.ts';
import { followLog } from '../../../src/monitor/follow-log.ts';
import { job, treeOf } from '../../support/objects.ts';
import { until } from '../../support/until.ts';
import { counting } from '../support/counting.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();
const running = { running: {} };
const waiting = { waiting: { reason: 'PodInitializing' } };
const exited = (exitCode: number) => ({ terminated: { exitCode, reason: 'Error' } });

interface Container {
  readonly name: string;
  readonly state: object;
  readonly isInit?: boolean;
  readonly restartPolicy?: string;
}

async function makePod(
  fixture: TestNamespace,
  name: string,
  phase: string,
  all: readonly Container[],
) {
  const specs = (isInit: boolean) =>
    all
      .filter((container) => (container.isInit ?? false) === isInit)
      .map(({ name: container, restartPolicy }) => {
        return { name: container, image: 'busybox', ...(restartPolicy && { restartPolicy }) };
      });
  const spec = {
    nodeName: 'node',
    restartPolicy: 'Never',
    containers: specs(false),
    initContainers: specs(true),
  };
  const labels = { 'batch.kubernetes.io/job-name': 'load' };
  (await fixture.raw.post(fixture.pathOf(PODS), { metadata: { name, labels }, spec })).object();
  await setPod(fixture, name, phase, all);
  return (container: string, line: string) =>
    testCluster().cluster.logs.append(fixture.namespace, name, container, line);
}

async function setPod(
  fixture: TestNamespace,
  name: string,
  phase: string,
  all: readonly Container[],
) {
  const statuses = (isInit: boolean) =>
    all
      .filter((container) => (container.isInit ?? false) === isInit)
      .map(({ name: container, state }) => ({ name: container, restartCount: 0, state }));
  await fixture.setStatus(PODS, name, {
    phase,
    containerStatuses: statuses(false),
    initContainerStatuses: statuses(true),
  });
}

/** Follows all containers of the job `load` in the background. */
function follow(fixture: TestNamespace) {
  const events: string[] = [];
  const ending = new AbortController();
  const request = { namespace: fixture.namespace, job: 'load', containers: 'all' } as const;
  const done = (async () => {
    for await (const event of fixture.client.followJobLog(request, ending.signal)) {
      events.push(spoken(event));
    }
  })();
  return { events, done, end: () => ending.abort() };
}

function spoken(event: LogEvent): string {
  const whose = event.container === undefined ? '' : `${event.container}| `;
  return whose + (event.kind === 'line' ? event.text : `${event.kind}: ${event.message}`);
}

const complete = (fixture: TestNamespace, type = 'Complete') =>
  fixture.setStatus(JOBS, 'load', { active: 0, conditions: [{ type, status: 'True' }] });

describe('the logs of all containers of a job', () => {
  test('come together, each line with its container, those of init containers first', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-x', 'Running', [
      { name: 'app', state: running },
      { name: 'proxy', state: running },
      { name: 'setup', state: exited(0), isInit: true },
    ]);
    write('app', 'APP');
    write('proxy', 'PROXY');
    write('setup', 'INIT 1');
    write('setup', 'INIT 2');
    const { events, done } = follow(fixture);
    await until(() => events.includes('app| APP') && events.includes('proxy| PROXY'));
    expect(events.slice(0, 4)).toEqual([
      'mark: pod load-x',
      'setup| INIT 1',
      'setup| INIT 2',
      'setup| mark: setup has ended with exit code 0 (Error).',
    ]);
    write('proxy', 'PROXY 2');
    await until(() => events.includes('proxy| PROXY 2'));
    write('app', 'APP 2');
    await until(() => events.includes('app| APP 2'));
    await setPod(fixture, 'load-x', 'Succeeded', [
      { name: 'app', state: exited(0) },
      { name: 'proxy', state: exited(0) },
      { name: 'setup', state: exited(0), isInit: true },
    ]);
    await complete(fixture);
    await done;
    expect(events.at(-1)).toMatch(/^end: .*Completed/);
  });

  test('show why one never starts: the init container that failed', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-x', 'Failed', [
      { name: 'app', state: waiting },
      { name: 'setup', state: exited(3), isInit: true },
    ]);
    write('setup', 'no such model');
    await complete(fixture, 'Failed');
    const { events, done } = follow(fixture);
    await done;
    expect(events).toEqual([
      'mark: pod load-x',
      'setup| no such model',
      'setup| mark: setup has ended with exit code 3 (Error).',
      'app| mark: app never started: its pod has ended.',
      expect.stringMatching(/^end: /),
    ]);
  });

  test('go on beside a sidecar, whose end nothing waits for', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-x', 'Running', [
      { name: 'proxy', state: running, isInit: true, restartPolicy: 'Always' },
      { name: 'app', state: running },
    ]);
    write('proxy', 'PROXY');
    write('app', 'APP');
    const { events, done, end } = follow(fixture);
    await until(() => events.includes('proxy| PROXY') && events.includes('app| APP'));
    end();
    await done;
  });

  test('end when their reader leaves while lines of another container wait', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const containers = ['app', 'proxy'].map((name) => ({ name, state: running }));
    const write = await makePod(fixture, 'load-x', 'Running', containers);
    for (const line of ['1', '2', '3']) for (const { name } of containers) write(name, line);
    const { client, open } = counting(fixture);
    const { namespace } = fixture;
    const request = { namespace, pod: 'load-x', containers: 'all' } as const;
    for await (const { kind } of client.followPodLog(request)) {
      if (kind !== 'line') continue;
      await until(() => open() === 2);
      // The first line of the other container has arrived by the time this is answered.
      await client.namespaceExists(namespace);
      break;
    }
    await until(() => open() === 0);
  });

  test('name no container where there is only one', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-x', 'Running', [{ name: 'app', state: running }]);
    write('app', 'APP');
    const { events, done, end } = follow(fixture);
    await until(() => events.includes('APP'));
    end();
    await done;
  });

  test('are at most 20 at once: the others wait for their turn and say so', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const names = Array.from({ length: 24 }, (_, i) => `c${i}`);
    const write = await makePod(
      fixture,
      'load-x',
      'Running',
      names.map((name) => ({ name, state: running })),
    );
    for (const name of names) write(name, `of ${name}`);
    const { events, done, end } = follow(fixture);
    const lines = () => events.filter((event) => event.includes('| of '));
    await until(() => lines().length === 20);
    expect(events.filter((event) => event.includes('waits until another ends'))).toHaveLength(4);
    await setPod(
      fixture,
      'load-x',
      'Running',
      names.map((name, i) => ({ name, state: i < 4 ? exited(0) : running })),
    );
    await until(() => lines().length === 24);
    end();
    await done;
  });

  test('reach the monitor and execute with the name of their container', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-x', 'Running', [
      { name: 'app', state: running },
      { name: 'proxy', state: running },
    ]);
    write('app', 'APP');
    write('proxy', 'PROXY');
    const { namespace } = fixture;
    const entries: LogEntry[] = [];
    const stop = followLog(
      { client: fixture.client, clock: systemClock },
      { kind: 'log', key: '', target: '', of: 'job', namespace, name: 'load' },
      (msg) => msg.kind === 'logReceived' && entries.push(...msg.entries),
    );
    await until(() => entries.filter(({ kind }) => kind === 'line').length === 2);
    stop();
    const told = entries.map(({ source, container, text }) => `${source}/${container} ${text}`);
    expect(told).toEqual(expect.arrayContaining(['load/app APP', 'load/proxy PROXY']));

    const lines: string[] = [];
    const logs = new JobLogs(fixture.client, (whose, _, text) => lines.push(`${whose} ${text}`));
    const root = await fixture.execution('root', { status: { phase: 'Executing' } });
    logs.see(treeOf(root, [job({ name: 'load', namespace, parent: root, status: { active: 1 } })]));
    await until(() => lines.includes('load/app APP') && lines.includes('load/proxy PROXY'));
    await logs.stop();
  });
});

test('the log of a pod with several containers is that of all, when that is asked for', async () => {
  await using fixture = await openTestNamespace(testCluster());
  const write = await makePod(fixture, 'worker-1', 'Running', [
    { name: 'worker', state: running },
    { name: 'istio-proxy', state: running },
  ]);
  write('worker', 'claimed deploy-7');
  const request = { namespace: fixture.namespace, pod: 'worker-1', containers: 'all' } as const;
  for await (const event of fixture.client.followPodLog(request)) {
    if (event.kind !== 'line') continue;
    expect(event).toMatchObject({ container: 'worker', text: 'claimed deploy-7' });
    break;
  }
  const none = fixture.client.followPodLog({ ...request, pod: 'no-such' });
  for await (const event of none) {
    expect(event).toEqual({ kind: 'end', message: expect.stringContaining('no-such') });
  }
});
