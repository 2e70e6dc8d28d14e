import { describe, expect, test } from 'vitest';
import type { TestCluster } from '../client/support/test-cluster.ts';
import { postSelfReview, whoIs } from './reviews.ts';
import { clientOf } from './rights.ts';
import { API_VERSION } from './support/api-fixture.ts';

const ALL_EXECUTIONS = `/apis/${API_VERSION}/executions`;
const ROBOT = 'system:serviceaccount:team-a:robot';

/** Acting as somebody else: who may, who one is then, and what one may do. */
export function impersonationContract(ground: () => TestCluster): void {
  describe('an administrator who acts as somebody else', () => {
    test('is that user, with no group but those asked for', async () => {
      using admin = clientOf(ground(), 'admin');
      expect(await whoIs(admin, { headers: { 'Impersonate-User': 'ada' } })).toEqual({
        username: 'ada',
        groups: ['system:authenticated'],
      });
      const headers = {
        'Impersonate-User': 'ada',
        'Impersonate-Group': ['ops', 'night-shift'],
        'Impersonate-Uid': '5',
        'Impersonate-Extra-Scopes': ['read', 'write'],
      };
      expect(await whoIs(admin, { headers })).toEqual({
        username: 'ada',
        uid: '5',
        groups: ['ops', 'night-shift', 'system:authenticated'],
        extra: { scopes: ['read', 'write'] },
      });
    });

    test('may have a name in any script, and extras under any key', async () => {
      using admin = clientOf(ground(), 'admin');
      const inUtf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
      const headers = {
        'Impersonate-User': inUtf8('Ádám 日'),
        'Impersonate-Group': [inUtf8('éjszaka')],
        'Impersonate-Extra-example.dev%2Fk%281%29': [inUtf8('ü')],
      };
      expect(await whoIs(admin, { headers })).toEqual({
        username: 'Ádám 日',
        groups: ['éjszaka', 'system:authenticated'],
        extra: { 'example.dev/k(1)': ['ü'] },
      });
    });

    test('may do no more than that user', async () => {
      using admin = clientOf(ground(), 'admin');
      using viewer = clientOf(ground(), 'viewer');
      const asAda = await admin.get(ALL_EXECUTIONS, { headers: { 'Impersonate-User': 'ada' } });
      expect(asAda.failure(403).message).toBe(
        'executions.kontinue.cloud is forbidden: User "ada" cannot list resource "executions" in ' +
          'API group "kontinue.cloud" at the cluster scope',
      );
      const headers = { 'Impersonate-User': (await whoIs(viewer)).username };
      expect((await admin.get(ALL_EXECUTIONS, { headers })).list().kind).toBe('ExecutionList');
      const path = `/apis/${API_VERSION}/namespaces/default/executions`;
      const written = await admin.post(path, {}, { headers });
      expect(written.failure(403).message).toContain('cannot create resource');
    });

    test('keeps no rights of their own: those of administrators come with the group', async () => {
      using admin = clientOf(ground(), 'admin');
      const own = { 'Impersonate-User': 'admin' };
      expect((await admin.get(ALL_EXECUTIONS, { headers: own })).status).toBe(403);
      const headers = { 'Impersonate-User': 'ada', 'Impersonate-Group': 'system:masters' };
      expect((await admin.get(ALL_EXECUTIONS, { headers })).status).toBe(200);
      expect((await admin.get('/metrics', { headers: own })).status).toBe(403);
    });

    test('is in the groups that a service account is in', async () => {
      using admin = clientOf(ground(), 'admin');
      expect(await whoIs(admin, { headers: { 'Impersonate-User': ROBOT } })).toEqual({
        username: ROBOT,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:team-a', 'system:authenticated'],
      });
    });

    test('may be anonymous', async () => {
      using admin = clientOf(ground(), 'admin');
      const headers = { 'Impersonate-User': 'system:anonymous' };
      expect((await postSelfReview(admin, { headers })).failure(403).message).toBe(
        'selfsubjectreviews.authentication.k8s.io is forbidden: User "system:anonymous" cannot ' +
          'create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the ' +
          'cluster scope',
      );
      expect((await admin.get('/readyz', { headers })).status).toBe(200);
    });

    test('must say as whom', async () => {
      using admin = clientOf(ground(), 'admin');
      const headers = { 'Impersonate-Group': ['ops'], 'Impersonate-Extra-Scopes': 'read' };
      const failure = (await postSelfReview(admin, { headers })).failure(400);
      expect(failure.reason).toBe('BadRequest');
      expect(failure.message).toBe(
        'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"ops"}, ' +
          'Extra:map[string][]string{"scopes":[]string{"read"}}} without impersonating a user name',
      );
    });
  });

  describe('others are refused', () => {
    test('in words that name what they wanted to do as somebody else', async () => {
      using viewer = clientOf(ground(), 'viewer');
      const { username } = await whoIs(viewer);
      const headers = { 'Impersonate-User': 'ada', 'Impersonate-Group': 'ops' };
      const failure = (await viewer.get(ALL_EXECUTIONS, { headers })).failure(403);
      expect(failure.message).toBe(
        `executions.kontinue.cloud is forbidden: User "${username}" cannot ` +
          'impersonate-on:user-info:list resource "executions" in API group "kontinue.cloud" at ' +
          'the cluster scope',
      );
      expect(failure.details).toEqual({ group: 'kontinue.cloud', kind: 'executions' });
      const path = (await viewer.get('/version', { headers })).failure(403);
      expect(path.message).toBe(
        `forbidden: User "${username}" cannot impersonate-on:user-info:get path "/version"`,
      );
    });

    test('who send no token too', async () => {
      using client = clientOf(ground(), 'admin');
      const headers = { 'Impersonate-User': 'ada' };
      const failure = (await client.get('/version', { headers, token: null })).failure(403);
      expect(failure.message).toContain('User "system:anonymous" cannot impersonate-on:user-info');
    });

    test('where a service account is not theirs', async () => {
      using viewer = clientOf(ground(), 'viewer');
      using user = clientOf(ground(), 'nsuser');
      const headers = { 'Impersonate-User': ROBOT };
      expect((await whoIs(user, { headers })).username).toBe(ROBOT);
      const failure = (await postSelfReview(viewer, { headers })).failure(403);
      expect(failure.message).toContain('cannot impersonate-on:serviceaccount:create resource');
      const other = { 'Impersonate-User': 'system:serviceaccount:default:robot' };
      expect((await postSelfReview(user, { headers: other })).status).toBe(403);
    });
  });
}
