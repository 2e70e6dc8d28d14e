import { describe, expect, test } from 'vitest';
import type { ScheduledExecution } from '../../src/api/scheduled-execution.ts';
import { Client } from '../../src/client/client.ts';
import { ReadOnlyError } from '../../src/client/errors/access-errors.ts';
import type { Request } from '../../src/kube/http/transport.ts';
import { execution, job, kontinueFunction, suspension } from '../support/objects.ts';
import { recorder } from './support/recorder.ts';

const NAMESPACE = 'payments';
const FAILED = execution({ name: 'failed', phase: 'Failed' });
const OPEN = execution({ name: 'open', phase: 'Executing' });
const APPROVAL = suspension({ name: 'approve', parent: OPEN });
const LOAD = job({ name: 'load', parent: OPEN });
const NIGHTLY: ScheduledExecution = {
  metadata: { name: 'nightly', namespace: NAMESPACE, uid: 'uid-nightly' },
  spec: { schedule: '0 3 * * *', function: 'deploy-cluster' },
};
const OBJECTS = [FAILED, OPEN, APPROVAL, LOAD, NIGHTLY, kontinueFunction()];

/** A cluster in which every object named is there, and every list holds what belongs in it. */
function answer({ method, path }: Request): unknown {
  const name = path.split('/').at(-1);
  if (method === 'POST' && name === 'executions') return FAILED;
  const found = OBJECTS.find((object) => object.metadata.name === name);
  if (found) return found;
  const items = OBJECTS.filter((object) => `${object.kind?.toLowerCase()}s` === name);
  return { metadata: {}, items, rows: [], columnDefinitions: [] };
}

/** What takes no verdict: plain properties, and what only the client itself uses. */
const NOT_CALLED = ['constructor', 'namespace', 'signal', 'scopeFor'];

type Method = Exclude<Extract<keyof Client, string>, 'namespace' | 'signal'>;

/** What a method may do. `local`: it sends nothing. */
type Verdict = 'reads' | 'writes' | 'local';

/** Every member of the client, how to call it, and what it may do. A new one does not compile without. */
const METHODS: Readonly<Record<Method, readonly [Verdict, (client: Client) => unknown]>> = {
  transport: ['local', (client) => client.transport],
  informers: ['local', (client) => client.informers],
  silentForMs: ['local', (client) => client.silentForMs],
  now: ['local', (client) => client.now()],
  withNamespace: ['local', (client) => client.withNamespace('other')],
  withSignal: ['local', (client) => client.withSignal(undefined)],
  close: ['local', (client) => client.close()],
  execution: ['local', (client) => client.execution('open')],
  suspension: ['local', (client) => client.suspension('approve')],
  schedule: ['local', (client) => client.schedule('nightly')],
  job: ['local', (client) => client.job('load')],
  spawn: ['writes', (client) => client.spawn('deploy-cluster')],
  spawnExecute: ['writes', (client) => client.spawnExecute('deploy-cluster')],
  execute: ['writes', (client) => client.execute('deploy-cluster')],
  get: ['reads', (client) => client.get('open')],
  getNamespaced: ['reads', (client) => client.getNamespaced(NAMESPACE, 'open')],
  getExecution: ['reads', (client) => client.getExecution('open')],
  list: ['reads', (client) => client.list()],
  listNamespaced: ['reads', (client) => client.listNamespaced('')],
  getChildExecutions: ['reads', (client) => client.getChildExecutions(OPEN)],
  getChildExecutionsNamespaced: [
    'reads',
    (client) => client.getChildExecutionsNamespaced(NAMESPACE, 'open'),
  ],
  waitForExecution: ['reads', (client) => client.waitForExecution(FAILED)],
  cancel: ['writes', (client) => client.cancel(OPEN)],
  cancelDescendants: ['writes', (client) => client.cancelDescendants(OPEN)],
  skip: ['writes', (client) => client.skip(OPEN)],
  retryExecution: ['writes', (client) => client.retryExecution(FAILED)],
  getSuspension: ['reads', (client) => client.getSuspension('approve')],
  getSuspensionNamespaced: [
    'reads',
    (client) => client.getSuspensionNamespaced(NAMESPACE, 'approve'),
  ],
  resumeSuspension: ['writes', (client) => client.resumeSuspension(APPROVAL)],
  resumeExecution: ['writes', (client) => client.resumeExecution(OPEN)],
  function: ['reads', (client) => client.function('deploy-cluster')],
  functionNamespaced: ['reads', (client) => client.functionNamespaced(NAMESPACE, 'deploy-cluster')],
  functions: ['reads', (client) => client.functions()],
  functionsNamespaced: ['reads', (client) => client.functionsNamespaced(NAMESPACE)],
  getScheduledExecution: ['reads', (client) => client.getScheduledExecution('nightly')],
  getScheduledExecutionNamespaced: [
    'reads',
    (client) => client.getScheduledExecutionNamespaced(NAMESPACE, 'nightly'),
  ],
  listScheduledExecutions: ['reads', (client) => client.listScheduledExecutions()],
  listScheduledExecutionsNamespaced: [
    'reads',
    (client) => client.listScheduledExecutionsNamespaced(NAMESPACE),
  ],
  suspendScheduledExecution: ['writes', (client) => client.suspendScheduledExecution(NIGHTLY)],
  resumeScheduledExecution: ['writes', (client) => client.resumeScheduledExecution(NIGHTLY)],
  getJob: ['reads', (client) => client.getJob('load')],
  getJobNamespaced: ['reads', (client) => client.getJobNamespaced(NAMESPACE, 'load')],
  getJobLogs: ['reads', (client) => client.getJobLogs('load')],
  getJobLogsNamespaced: ['reads', (client) => client.getJobLogsNamespaced(NAMESPACE, 'load')],
  followJobLog: [
    'reads',
    (client) => firstOf(client.followJobLog({ namespace: NAMESPACE, job: 'load' })),
  ],
  followPodLog: [
    'reads',
    (client) => firstOf(client.followPodLog({ namespace: NAMESPACE, pod: 'load' })),
  ],
  getTree: ['reads', (client) => client.getTree('open')],
  getTreeNamespaced: ['reads', (client) => client.getTreeNamespaced(NAMESPACE, 'open')],
  watchTree: ['reads', (client) => client.watchTree('open')],
  watchTreeNamespaced: ['reads', (client) => client.watchTreeNamespaced(NAMESPACE, 'open')],
  whoAmI: ['reads', (client) => client.whoAmI()],
  rights: ['reads', (client) => client.rights()],
  watchWorkers: ['reads', (client) => client.watchWorkers()],
  recordEvent: [
    'writes',
    (client) => client.recordEvent(OPEN, { reason: 'Canceled', message: 'by ada' }),
  ],
  namespaceExists: ['reads', (client) => client.namespaceExists(NAMESPACE)],
  serverVersion: ['reads', (client) => client.serverVersion()],
};

async function firstOf<T>(events: AsyncIterable<T>): Promise<T | undefined> {
  for await (const event of events) return event;
  return undefined;
}

/** Calls a method of a client over a recorded connection. */
async function call(method: Method, readOnly: boolean) {
  const transport = recorder(answer);
  const client = Client.from(transport, { namespace: NAMESPACE, readOnly });
  const error: unknown = await Promise.resolve()
    .then(() => METHODS[method][1](client))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  await client.close();
  return { error, writes: transport.requests.filter(isWrite), requests: transport.requests };
}

function isWrite({ method, path }: Request): boolean {
  return method !== 'GET' && !/\/selfsubject[a-z]*reviews$/.test(path);
}

describe('a read-only client', () => {
  test('has a verdict for every method', () => {
    const inherited: object = Object.getPrototypeOf(Client.prototype);
    const members = [Client.prototype, inherited].flatMap((each) =>
      Object.getOwnPropertyNames(each),
    );
    const methods = new Set(members.filter((name) => !NOT_CALLED.includes(name)));
    expect(Object.keys(METHODS).sort()).toEqual([...methods].sort());
  });

  const methods = Object.keys(METHODS) as Method[];
  const of = (verdict: Verdict) => methods.filter((method) => METHODS[method][0] === verdict);

  test.each(of('writes'))('refuses %s before anything is sent', async (method) => {
    const allowed = await call(method, false);
    expect(allowed.writes.length).toBeGreaterThan(0);
    const refused = await call(method, true);
    expect(refused.error).toBeInstanceOf(ReadOnlyError);
    expect(refused.writes).toEqual([]);
  });

  test.each(of('reads'))('lets %s through', async (method) => {
    const allowed = await call(method, false);
    expect(allowed.requests.length).toBeGreaterThan(0);
    expect(allowed.writes).toEqual([]);
    const { error } = await call(method, true);
    expect(error).not.toBeInstanceOf(ReadOnlyError);
  });

  test.each(of('local'))('sends nothing for %s', async (method) => {
    expect((await call(method, true)).requests).toEqual([]);
  });
});

describe('the gate', () => {
  const gate = Client.from(
    recorder(() => ({})),
    { namespace: NAMESPACE, readOnly: true },
  ).transport;

  test.each([
    ['GET', '/api/v1/namespaces/a/pods/web/log'],
    ['GET', '/apis/kontinue.cloud/v1alpha1/executions'],
    ['GET', '/api/v1/namespaces/a/pods/exec'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'],
    ['POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews'],
  ] as const)('passes %s %s', async (method, path) => {
    expect((await gate.send({ method, path })).status).toBe(200);
  });

  test.each([
    ['PATCH', '/apis/kontinue.cloud/v1alpha1/namespaces/a/executions/x/status'],
    ['PUT', '/apis/kontinue.cloud/v1alpha1/namespaces/a/executions/x'],
    ['DELETE', '/api/v1/namespaces/a/pods/web'],
    ['POST', '/api/v1/namespaces/a/pods/web/eviction'],
    ['POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews/../../../a'],
    ['GET', '/api/v1/namespaces/a/pods/web/exec'],
    ['GET', '/api/v1/namespaces/a/pods/web/%65xec'],
    ['GET', '/api/v1/namespaces/a/services/web/proxy/delete-all'],
    ['GET', '/api/v1/nodes/n1/proxy/run'],
  ] as const)('refuses %s %s', async (method, path) => {
    await expect(gate.send({ method, path, query: { dryRun: 'All' } })).rejects.toThrow(
      ReadOnlyError,
    );
    await expect(gate.open({ method, path })).rejects.toThrow(ReadOnlyError);
  });
});
