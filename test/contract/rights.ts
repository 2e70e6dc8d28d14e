import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { TestCluster, TestUser } from '../client/support/test-cluster.ts';
import {
  postAccessReview,
  postRulesReview,
  postSelfReview,
  type ResourceRule,
  whoIs,
} from './reviews.ts';
import { API_VERSION, executionBody } from './support/api-fixture.ts';
import { RawClient } from './support/raw-client.ts';

const GROUP = 'kontinue.cloud';
const ALL_EXECUTIONS = `/apis/${API_VERSION}/executions`;
const executionsIn = (namespace: string) =>
  `/apis/${API_VERSION}/namespaces/${namespace}/executions`;

/** A client for one block. */
export function clientOf(ground: TestCluster, user: TestUser): RawClient & Disposable {
  const client = new RawClient(ground.kubeconfig(user));
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

/** Who may do what, in which words they are refused, and what they are told about themselves. */
export function rightsContract(ground: () => TestCluster): void {
  describe('a viewer', () => {
    test('reads everywhere', async () => {
      using viewer = clientOf(ground(), 'viewer');
      expect((await viewer.get(ALL_EXECUTIONS)).list().kind).toBe('ExecutionList');
      expect((await viewer.get(executionsIn('team-a'))).list().kind).toBe('ExecutionList');
    });

    test('is refused to create, in words that name who, what and where', async () => {
      using viewer = clientOf(ground(), 'viewer');
      const { username } = await whoIs(viewer);
      const answer = await viewer.post(executionsIn('default'), executionBody('a'));
      expect(answer.failure(403)).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message:
          `executions.kontinue.cloud is forbidden: User "${username}" cannot create resource ` +
          '"executions" in API group "kontinue.cloud" in the namespace "default"',
        reason: 'Forbidden',
        details: { group: GROUP, kind: 'executions' },
        code: 403,
      });
    });

    test('is refused to write before it is looked whether there is anything', async () => {
      using viewer = clientOf(ground(), 'viewer');
      const { username } = await whoIs(viewer);
      const path = `${executionsIn('default')}/nobody`;
      const refused = (verb: string, resource: string) =>
        `executions.kontinue.cloud "nobody" is forbidden: User "${username}" cannot ${verb} ` +
        `resource "${resource}" in API group "kontinue.cloud" in the namespace "default"`;
      const patched = await viewer.mergePatch(`${path}/status`, { status: {} });
      const failure = patched.failure(403);
      expect(failure.message).toBe(refused('patch', 'executions/status'));
      expect(failure.details).toEqual({ name: 'nobody', group: GROUP, kind: 'executions' });
      const replaced = await viewer.put(path, executionBody('nobody'));
      expect(replaced.failure(403).message).toBe(refused('update', 'executions'));
      const deleted = await viewer.delete(path);
      expect(deleted.failure(403).message).toBe(refused('delete', 'executions'));
    });

    test('may get no path that only administrators may', async () => {
      using viewer = clientOf(ground(), 'viewer');
      const { username } = await whoIs(viewer);
      const failure = (await viewer.get('/metrics')).failure(403);
      expect(failure.message).toBe(`forbidden: User "${username}" cannot get path "/metrics"`);
      expect(failure.details).toEqual({});
    });
  });

  describe('a user of one namespace', () => {
    test('does everything there', async () => {
      using user = clientOf(ground(), 'nsuser');
      const made = await user.post(executionsIn('team-a'), {
        ...executionBody(''),
        metadata: { generateName: 'rights-' },
      });
      const path = `${executionsIn('team-a')}/${made.object().metadata.name}`;
      const patched = await user.mergePatch(`${path}/status`, { status: { phase: 'Executing' } });
      expect(patched.object().status).toEqual({ phase: 'Executing' });
      expect((await user.delete(path)).status).toBe(200);
      expect((await user.get('/api/v1/namespaces/team-a')).object().metadata.name).toBe('team-a');
    });

    test('does nothing elsewhere', async () => {
      using user = clientOf(ground(), 'nsuser');
      const { username } = await whoIs(user);
      const list = (where: string) =>
        `executions.kontinue.cloud is forbidden: User "${username}" cannot list resource ` +
        `"executions" in API group "kontinue.cloud" ${where}`;
      const everywhere = (await user.get(ALL_EXECUTIONS)).failure(403);
      expect(everywhere.message).toBe(list('at the cluster scope'));
      const elsewhere = (await user.get(executionsIn('default'))).failure(403);
      expect(elsewhere.message).toBe(list('in the namespace "default"'));
      const namespace = (await user.get('/api/v1/namespaces/default')).failure(403);
      expect(namespace.message).toBe(
        `namespaces "default" is forbidden: User "${username}" cannot get resource "namespaces" ` +
          'in API group "" in the namespace "default"',
      );
      const watched = await user.get(`${ALL_EXECUTIONS}?watch=true`);
      expect(watched.failure(403).message).toContain('cannot watch resource "executions"');
    });
  });

  describe('who sends no token', () => {
    const token = null;

    test('is anonymous, and refused as such', async () => {
      using client = clientOf(ground(), 'admin');
      const failure = (await client.get(ALL_EXECUTIONS, { token })).failure(403);
      expect(failure.message).toContain('User "system:anonymous" cannot list resource');
      const discovery = (await client.get('/apis', { token })).failure(403);
      expect(discovery.message).toBe('forbidden: User "system:anonymous" cannot get path "/apis"');
      expect((await postSelfReview(client, { token })).status).toBe(403);
    });

    test('may ask how the server is', async () => {
      using client = clientOf(ground(), 'admin');
      for (const path of ['/readyz', '/livez', '/healthz', '/version']) {
        expect((await client.get(path, { token })).status).toBe(200);
      }
    });
  });

  test('a token that nobody holds is refused, whatever is asked', async () => {
    using client = clientOf(ground(), 'admin');
    for (const path of [ALL_EXECUTIONS, '/version', '/nothing']) {
      expect((await client.get(path, { token: 'nobody' })).failure(401)).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  });

  describe('the server says', () => {
    test('who one is', async () => {
      using admin = clientOf(ground(), 'admin');
      const answer = await postSelfReview(admin);
      expect(answer.status).toBe(201);
      expect(answer.json()).toMatchObject({
        kind: 'SelfSubjectReview',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) },
        status: {
          userInfo: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
        },
      });
      using viewer = clientOf(ground(), 'viewer');
      expect((await whoIs(viewer)).groups).toContain('system:authenticated');
    });

    test.each<[TestUser, string, string | undefined, string | undefined, boolean]>([
      ['admin', 'delete', undefined, undefined, true],
      ['viewer', 'list', undefined, undefined, true],
      ['viewer', 'patch', 'status', 'default', false],
      ['nsuser', 'patch', 'status', 'team-a', true],
      ['nsuser', 'patch', 'status', 'default', false],
      ['nsuser', 'list', undefined, undefined, false],
    ])('whether %s may %s executions (%s, %s)', async (user, verb, subresource, namespace, may) => {
      using client = clientOf(ground(), user);
      const resourceAttributes = {
        verb,
        group: GROUP,
        resource: 'executions',
        ...(subresource && { subresource }),
        ...(namespace && { namespace }),
      };
      const answer = await postAccessReview(client, { resourceAttributes });
      expect(answer.status).toBe(201);
      expect(answer.json()).toMatchObject({
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
        status: { allowed: may },
      });
    });

    test('which paths one may get, and what else one may do to them', async () => {
      using viewer = clientOf(ground(), 'viewer');
      using admin = clientOf(ground(), 'admin');
      const ask = (path: string) => ({ nonResourceAttributes: { path, verb: 'get' } });
      const allowed = async (client: RawClient, path: string) =>
        (await postAccessReview(client, ask(path))).object().status?.allowed;
      expect(await allowed(viewer, '/version')).toBe(true);
      expect(await allowed(viewer, '/metrics')).toBe(false);
      expect(await allowed(admin, '/metrics')).toBe(true);
      const posting = { nonResourceAttributes: { path: '/metrics', verb: 'post' } };
      expect((await postAccessReview(admin, posting)).object().status?.allowed).toBe(true);
      expect((await postAccessReview(viewer, posting)).object().status?.allowed).toBe(false);
    });

    test.each([
      ['pods', 'log', true],
      ['events', undefined, true],
      ['nodes', undefined, false],
      ['secrets', undefined, false],
    ])('whether a viewer may read %s (%s)', async (resource, subresource, may) => {
      using viewer = clientOf(ground(), 'viewer');
      const resourceAttributes = { verb: 'get', group: '', resource, subresource };
      const answer = await postAccessReview(viewer, { resourceAttributes });
      expect(answer.object().status?.allowed).toBe(may);
    });

    test('what a question about rights lacks', async () => {
      using viewer = clientOf(ground(), 'viewer');
      const message =
        'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
      const field = 'spec.resourceAttributes';
      const failure = (await postAccessReview(viewer, {})).failure(422);
      expect(failure.message).toBe(`.authorization.k8s.io "" is invalid: ${field}: ${message}`);
      expect(failure.details).toEqual({
        group: 'authorization.k8s.io',
        causes: [{ reason: 'FieldValueInvalid', message, field }],
      });
      const rules = (await postRulesReview(viewer, {})).failure(400);
      expect(rules.message).toBe('no namespace on request');
    });

    test.each<[TestUser, string, boolean]>([
      ['admin', 'default', true],
      ['nsuser', 'team-a', true],
      ['nsuser', 'default', false],
      ['viewer', 'team-a', false],
    ])('by which rules %s does what it does in %s', async (user, namespace, may) => {
      using client = clientOf(ground(), user);
      const answer = await postRulesReview(client, { namespace });
      expect(answer.status).toBe(201);
      const { spec, status } = answer.json<{ spec: object; status: RulesStatus }>();
      expect(spec).toEqual({});
      expect(status.incomplete).toBe(false);
      const covers = (list: readonly string[], item: string) =>
        list.includes('*') || list.includes(item);
      const patches = status.resourceRules.some(
        ({ verbs, apiGroups, resources }) =>
          covers(verbs, 'patch') && covers(apiGroups, GROUP) && covers(resources, 'executions'),
      );
      expect(patches).toBe(may);
      expect(status.resourceRules).toContainEqual({
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      });
      const urls = status.nonResourceRules.flatMap((rule) => rule.nonResourceURLs);
      expect(urls).toEqual(expect.arrayContaining(['/version', '/apis/*', '/openapi/*']));
      const everyPath = { verbs: ['*'], nonResourceURLs: ['*'] };
      expect(status.nonResourceRules.some((rule) => isDeepStrictEqual(rule, everyPath))).toBe(
        user === 'admin',
      );
    });
  });
}

interface RulesStatus {
  readonly incomplete: boolean;
  readonly resourceRules: readonly ResourceRule[];
  readonly nonResourceRules: readonly { readonly nonResourceURLs: readonly string[] }[];
}
