import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import type { CallOptions } from '../../../src/client/scope.ts';
import { until } from '../../support/until.ts';
import { counting } from '../support/counting.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const EXECUTION = { metadata: { name: 'root' }, spec: { function: 'deploy' } };
const SUSPENSION = { metadata: { name: 'approve' } };
const SCHEDULE = { metadata: { name: 'nightly' }, spec: { schedule: '0 3 * * *', function: 'f' } };

/** Every call that asks the server something. */
const CALLS: Readonly<Record<string, (it: Client, own?: CallOptions) => Promise<unknown>>> = {
  spawn: (it, own) => it.spawn('deploy', {}, own),
  spawnExecute: (it, own) => it.spawnExecute('deploy', {}, own),
  execute: (it, own) => it.execute('deploy', {}, own),
  get: (it, own) => it.get('root', own),
  getNamespaced: (it, own) => it.getNamespaced('default', 'root', own),
  getExecution: (it, own) => it.getExecution('root', own),
  list: (it, own) => it.list(own),
  listNamespaced: (it, own) => it.listNamespaced('default', own),
  getChildExecutions: (it, own) => it.getChildExecutions(EXECUTION, own),
  getChildExecutionsNamespaced: (it, own) =>
    it.getChildExecutionsNamespaced('default', 'root', own),
  waitForExecution: (it, own) => it.waitForExecution(EXECUTION, own),
  cancel: (it, own) => it.cancel(EXECUTION, own),
  cancelDescendants: (it, own) => it.cancelDescendants(EXECUTION, own),
  skip: (it, own) => it.skip(EXECUTION, own),
  retryExecution: (it, own) => it.retryExecution(EXECUTION, own),
  getSuspension: (it, own) => it.getSuspension('approve', own),
  getSuspensionNamespaced: (it, own) => it.getSuspensionNamespaced('default', 'approve', own),
  resumeSuspension: (it, own) => it.resumeSuspension(SUSPENSION, own),
  resumeExecution: (it, own) => it.resumeExecution(EXECUTION, own),
  function: (it, own) => it.function('deploy', own),
  functionNamespaced: (it, own) => it.functionNamespaced('default', 'deploy', own),
  functions: (it, own) => it.functions(own),
  functionsNamespaced: (it, own) => it.functionsNamespaced('default', own),
  getScheduledExecution: (it, own) => it.getScheduledExecution('nightly', own),
  getScheduledExecutionNamespaced: (it, own) =>
    it.getScheduledExecutionNamespaced('default', 'nightly', own),
  listScheduledExecutions: (it, own) => it.listScheduledExecutions(own),
  listScheduledExecutionsNamespaced: (it, own) =>
    it.listScheduledExecutionsNamespaced('default', own),
  suspendScheduledExecution: (it, own) => it.suspendScheduledExecution(SCHEDULE, own),
  resumeScheduledExecution: (it, own) => it.resumeScheduledExecution(SCHEDULE, own),
  getJob: (it, own) => it.getJob('load', own),
  getJobNamespaced: (it, own) => it.getJobNamespaced('default', 'load', own),
  getJobLogs: (it, own) => it.getJobLogs('load', own),
  getJobLogsNamespaced: (it, own) => it.getJobLogsNamespaced('default', 'load', own),
  getTree: (it, own) => it.getTree('root', own),
  getTreeNamespaced: (it, own) => it.getTreeNamespaced('default', 'root', own),
  watchTree: (it, own) => it.watchTree('root', own),
  watchTreeNamespaced: (it, own) => it.watchTreeNamespaced('default', 'root', own),
  whoAmI: (it, own) => it.whoAmI(own),
  rights: (it, own) => it.rights('default', own),
  recordEvent: (it, own) => it.recordEvent(EXECUTION, { reason: 'A', message: 'b', ...own }),
  namespaceExists: (it, own) => it.namespaceExists('default', own),
  serverVersion: (it, own) => it.serverVersion(own),
};

const HANDLES = ['execution', 'suspension', 'schedule', 'job'];

/** Every call of a handle that asks the server something. */
const HANDLE_CALLS: typeof CALLS = {
  'execution get': (it, own) => it.execution('root').get(own),
  'execution wait': (it, own) => it.execution('root').wait(own),
  'execution result': (it, own) => it.execution('root').result(own),
  'execution children': (it, own) => it.execution('root').children(own),
  'execution tree': (it, own) => it.execution('root').tree(own),
  'execution watch': (it, own) => it.execution('root').watch(own),
  'execution cancel': (it, own) => it.execution('root').cancel(own),
  'execution cancelDescendants': (it, own) => it.execution('root').cancelDescendants(own),
  'execution skip': (it, own) => it.execution('root').skip(own),
  'execution retry': (it, own) => it.execution('root').retry(own),
  'execution resume': (it, own) => it.execution('root').resume(own),
  'execution recordEvent': (it, own) =>
    it.execution('root').recordEvent({ reason: 'A', message: 'b', ...own }),
  'suspension get': (it, own) => it.suspension('approve').get(own),
  'suspension resume': (it, own) => it.suspension('approve').resume(own),
  'schedule get': (it, own) => it.schedule('nightly').get(own),
  'schedule executions': (it, own) => it.schedule('nightly').executions(own),
  'schedule suspend': (it, own) => it.schedule('nightly').suspend(own),
  'schedule resume': (it, own) => it.schedule('nightly').resume(own),
  'job get': (it, own) => it.job('load').get(own),
  'job logs': (it, own) => it.job('load').logs(own),
};

/** What ends by itself, without an error: it gives no promise, or goes on. */
const ENDS_QUIETLY = ['followJobLog', 'followPodLog', 'watchWorkers'] as const;

/** What a signal ends, as the contract has it: everything. */
export function signalsContract(testCluster: () => TestCluster): void {
  describe('close', () => {
    test.each(Object.entries(CALLS))('refuses %s afterwards, at once', async (_, call) => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.client.close();
      const { message } = await rejection(call(fixture.client), AbortedError);
      expect(message).toContain('the client was closed');
    });
  });

  describe('a signal', () => {
    test('has a verdict for every call of the client', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const prototype = Object.getPrototypeOf(fixture.client);
      const members = [prototype, Object.getPrototypeOf(prototype)].flatMap((each) =>
        Object.getOwnPropertyNames(each),
      );
      const local = ['constructor', 'namespace', 'signal', 'transport', 'informers', 'silentForMs'];
      const makers = ['now', 'close', 'withNamespace', 'withSignal', 'scopeFor', ...HANDLES];
      const told = [...Object.keys(CALLS), ...ENDS_QUIETLY, ...local, ...makers];
      expect([...new Set(members)].sort()).toEqual([...new Set(told)].sort());
    });

    test('has a verdict for every call of a handle', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client } = fixture;
      const handles = {
        execution: client.execution('root'),
        suspension: client.suspension('approve'),
        schedule: client.schedule('nightly'),
        job: client.job('load'),
      };
      const members = Object.entries(handles).flatMap(([kind, handle]) =>
        Object.getOwnPropertyNames(Object.getPrototypeOf(handle)).map((name) => `${kind} ${name}`),
      );
      const makers = Object.keys(handles).map((kind) => `${kind} constructor`);
      const told = [...Object.keys(HANDLE_CALLS), ...makers, 'job follow'];
      expect(members.sort()).toEqual(told.sort());
    });

    test.each(Object.entries({ ...CALLS, ...HANDLE_CALLS }))(
      "ends %s, the client's and the call's own",
      async (_, call) => {
        await using fixture = await openTestNamespace(testCluster());
        const reason = new Error('enough');
        const signal = AbortSignal.abort(reason);
        const own = await rejection(call(fixture.client, { signal }), AbortedError);
        const all = await rejection(call(fixture.client.withSignal(signal)), AbortedError);
        expect([own.cause, all.cause]).toEqual([reason, reason]);
      },
    );

    test('ends what goes on, without a word, and its connections', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { namespace } = fixture;
      await fixture.job('load');
      await fixture.execution('root');
      const { client, open } = counting(fixture);
      const ending = new AbortController();
      const { signal } = ending;
      client.watchWorkers(namespace, { signal });
      const watcher = await client.watchTree('root', { signal });
      const kinds: string[] = [];
      for await (const { kind } of client.followJobLog({ namespace, job: 'load' }, signal)) {
        kinds.push(kind);
        // Leases, three kinds of the tree, the jobs without a label, and the job.
        await until(() => open() === 6);
        ending.abort();
      }
      expect(kinds).toEqual(['waiting']);
      expect((await watcher.updates().next()).done).toBe(true);
      await until(() => open() === 0);
    });

    test('that is given already begins nothing', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { namespace } = fixture;
      const { client, streams } = counting(fixture);
      const signal = AbortSignal.abort();
      client.watchWorkers(namespace, { signal });
      const job = { namespace, job: 'load' };
      const pod = { namespace, pod: 'load' };
      for await (const _ of client.followJobLog(job, signal)) expect.fail('it was ended');
      for await (const _ of client.followPodLog(pod, signal)) expect.fail('it was ended');
      // Another watch, begun later, is open: theirs would be, too.
      const later = client.informers.executions(namespace);
      await until(() => later.reflector.state.phase === 'live');
      expect(streams).toHaveLength(1);
      await later.release();
    });
  });
}
