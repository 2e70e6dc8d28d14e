import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { ManualClock } from '../../src/cluster/clock.ts';
import { until } from '../support/until.ts';
import { EXECUTIONS_PATH, executionNamed, running } from './running.ts';

const NOON = Date.UTC(2026, 5, 1, 12);

/** Whether anything listens there. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => socket.destroy());
    socket.once('close', (failed) => resolve(!failed));
    socket.once('error', () => undefined);
  });
}

describe('a cluster', () => {
  it('answers with what it serves as soon as it has started', async () => {
    await using one = await running();
    const client = one.client();
    expect((await client.get('/readyz')).text).toBe('ok');
    const namespaces = (await client.get('/api/v1/namespaces')).list();
    expect(namespaces.items.map((item) => item.metadata.name)).toEqual([
      'default',
      'kube-system',
      'team-a',
    ]);
    expect((await client.get(EXECUTIONS_PATH)).list().items).toEqual([]);
  });

  it('runs beside others, each with objects and tokens of its own', async () => {
    await using one = await running();
    await using other = await running();
    expect(one.cluster.url).not.toBe(other.cluster.url);
    await one.client().post(EXECUTIONS_PATH, executionNamed('a'));
    expect((await other.client().get(EXECUTIONS_PATH)).list().items).toEqual([]);
    expect(one.cluster.kubeconfig()).not.toContain(
      /token: (.*)/.exec(other.cluster.kubeconfig())?.[1],
    );
  });

  it('takes every time from its clock, the date of its answers too', async () => {
    await using one = await running({ clock: new ManualClock(NOON) });
    const made = await one.client().post(EXECUTIONS_PATH, executionNamed('a'));
    expect(made.headers.date).toBe('Mon, 01 Jun 2026 12:00:00 GMT');
    expect(made.object().metadata.creationTimestamp).toBe('2026-06-01T12:00:00Z');
  });

  it('leaves nothing listening once stopped', async () => {
    const one = await running();
    const { url } = one.cluster;
    expect(await listens(url)).toBe(true);
    const watch = await one.client().stream(`${EXECUTIONS_PATH}?watch=1`);
    await one[Symbol.asyncDispose]();
    await expect(watch.rest()).rejects.toThrow();
    expect(await listens(url)).toBe(false);
  });

  it('killed and restarted is at the same place, with what it had, and no history', async () => {
    await using one = await running();
    const client = one.client();
    await client.post(EXECUTIONS_PATH, executionNamed('a'));
    const { resourceVersion } = (await client.get(EXECUTIONS_PATH)).list().metadata;
    const watch = await client.stream(
      `${EXECUTIONS_PATH}?watch=1&resourceVersion=${resourceVersion}`,
    );
    const { url } = one.cluster;
    await one.cluster.kill();
    await expect(watch.rest()).rejects.toThrow();
    expect(await listens(url)).toBe(false);
    await one.cluster.restart();
    expect(one.cluster.url).toBe(url);
    expect((await client.get(EXECUTIONS_PATH)).list().items).toHaveLength(1);
    const again = await client.stream(
      `${EXECUTIONS_PATH}?watch=1&resourceVersion=${resourceVersion}`,
    );
    expect(await again.event()).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });

  it('killed breaks the connections, too, that have not shaken hands yet', async () => {
    await using one = await running();
    const { hostname, port } = new URL(one.cluster.url);
    const socket = connect(Number(port), hostname);
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    // An answer on another connection: by now the first one is the server's.
    await one.client().get('/readyz');
    await one.cluster.kill();
    await closed;
  });

  it('restarted while it runs does the same', async () => {
    await using one = await running();
    await one.cluster.restart();
    expect((await one.client().get('/readyz')).text).toBe('ok');
  });
});

describe('a user', () => {
  it('is who the token says; another token is nobody, none is anonymous', async () => {
    await using one = await running();
    const client = one.client('viewer');
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    expect((await client.post(path, review)).object().status).toMatchObject({
      userInfo: { username: 'viewer' },
    });
    expect((await client.get('/apis', { token: 'wrong' })).failure(401).reason).toBe(
      'Unauthorized',
    );
    expect((await client.get('/apis', { token: null })).failure(403).message).toBe(
      'forbidden: User "system:anonymous" cannot get path "/apis"',
    );
    expect((await client.get('/version', { token: null })).status).toBe(200);
  });

  it('whose token is revoked is refused, and has a new one in a new kubeconfig', async () => {
    await using one = await running();
    const before = one.client('nsuser');
    expect((await before.get(EXECUTIONS_PATH)).status).toBe(200);
    one.cluster.revokeToken('nsuser');
    expect((await before.get(EXECUTIONS_PATH)).status).toBe(401);
    expect((await one.client('nsuser').get(EXECUTIONS_PATH)).status).toBe(200);
  });

  it('may be any, with rules of their own', async () => {
    const rules = [{ verbs: ['list'], apiGroups: ['batch'], resources: ['jobs'] }];
    await using one = await running({ users: [{ name: 'clerk', rules, namespace: 'team-a' }] });
    expect(one.cluster.kubeconfig('clerk')).toContain('namespace: team-a');
    expect(() => one.cluster.kubeconfig('admin')).toThrow(
      'the cluster has no user "admin": its users are clerk',
    );
  });
});

describe('custom kinds', () => {
  const [executions] = customResourceDefinitions();
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

  it('are those it is started with', async () => {
    await using one = await running({ crds: [] });
    const answer = await one.client().get(EXECUTIONS_PATH);
    expect(answer.status).toBe(404);
    expect(answer.text).toBe('404 page not found\n');
  });

  it('come and go with their definitions', async () => {
    await using one = await running({ crds: [] });
    const client = one.client();
    const made = (await client.post(path, executions)).object();
    expect(made.status).toMatchObject({ acceptedNames: { plural: 'executions' } });
    expect((await client.post(EXECUTIONS_PATH, executionNamed('a'))).status).toBe(201);
    await client.delete(`${path}/executions.kontinue.cloud`);
    expect((await client.get(EXECUTIONS_PATH)).status).toBe(404);
    await until(() => one.cluster.storage.list(EXECUTIONS).length === 0);
  });

  it('without a status subresource take their status with the rest', async () => {
    const crds = executions ? [withoutSubresources(executions)] : [];
    await using one = await running({ crds });
    const client = one.client();
    const sent = { ...executionNamed('a'), status: { phase: 'Executing' } };
    expect((await client.post(EXECUTIONS_PATH, sent)).object().status).toEqual(sent.status);
    const patch = { status: { phase: 'Failed' } };
    expect((await client.mergePatch(`${EXECUTIONS_PATH}/a/status`, patch)).status).toBe(404);
    const patched = await client.mergePatch(`${EXECUTIONS_PATH}/a`, patch);
    expect(patched.object().status).toEqual(patch.status);
  });
});

function withoutSubresources(definition: ReturnType<typeof customResourceDefinitions>[number]) {
  const versions = definition.spec.versions.map(({ subresources: _, ...version }) => version);
  return { ...definition, spec: { ...definition.spec, versions } };
}
