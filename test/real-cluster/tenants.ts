import { join } from 'node:path';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import { GROUP, VERSION } from '../../src/api/resources.ts';
import type { RawClient } from '../contract/support/raw-client.ts';
import type { Fields, WireObject } from '../contract/support/wire.ts';
import { type Endpoint, writeKubeconfig } from './kubeconfig.ts';
import { until } from './until.ts';

/** The one namespace in which the user `nsuser` may do everything, and none elsewhere. */
export const TEAM_NAMESPACE = 'team-a';
/** Where the service accounts of the restricted users live. */
const USERS_NAMESPACE = 'kontinue-test';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const READ = ['get', 'list', 'watch'];

/** Makes an object, or leaves the one of that name as it is. */
async function ensure(admin: RawClient, path: string, object: unknown): Promise<void> {
  const answer = await admin.post(path, object);
  if (answer.status !== 409) answer.object();
}

function isEstablished(crd: WireObject): boolean {
  const conditions = (crd.status?.conditions ?? []) as readonly Fields[];
  return conditions.some((c) => c.type === 'Established' && c.status === 'True');
}

/** Installs the CRDs that are not there yet and waits until each kind is served. */
export async function installCrds(admin: RawClient): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const definitions = customResourceDefinitions();
  await Promise.all(definitions.map((definition) => ensure(admin, path, definition)));
  for (const { metadata, spec } of definitions) {
    await until(`${metadata.name} Established`, async () => {
      if (!isEstablished((await admin.get(`${path}/${metadata.name}`)).object())) return undefined;
      return (await admin.get(`/apis/${GROUP}/${VERSION}/${spec.names.plural}`)).list();
    });
  }
}

const account = (name: string) => [{ kind: 'ServiceAccount', name, namespace: USERS_NAMESPACE }];

async function grantReading(admin: RawClient): Promise<void> {
  const name = 'kontinue-test-viewer';
  await ensure(admin, `${RBAC}/clusterroles`, {
    metadata: { name },
    rules: [
      { apiGroups: [GROUP], resources: ['*'], verbs: READ },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: READ },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: READ },
      { apiGroups: [''], resources: ['pods', 'pods/log', 'events', 'namespaces'], verbs: READ },
    ],
  });
  await ensure(admin, `${RBAC}/clusterrolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: account('viewer'),
  });
}

async function grantTeam(admin: RawClient): Promise<void> {
  const name = 'kontinue-test-team';
  await ensure(admin, `${RBAC}/namespaces/${TEAM_NAMESPACE}/roles`, {
    metadata: { name },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  });
  await ensure(admin, `${RBAC}/namespaces/${TEAM_NAMESPACE}/rolebindings`, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: account('nsuser'),
  });
}

/** Makes a service account and a kubeconfig that holds its token. */
async function makeUser(
  admin: RawClient,
  name: string,
  endpoint: Endpoint,
  directory: string,
  namespace: string,
): Promise<string> {
  const accounts = `/api/v1/namespaces/${USERS_NAMESPACE}/serviceaccounts`;
  await ensure(admin, accounts, { metadata: { name } });
  const asked = { spec: { expirationSeconds: 7 * 24 * 3_600 } };
  const answer = (await admin.post(`${accounts}/${name}/token`, asked)).object();
  const credentials = String(answer.status?.token);
  const file = join(directory, `${name}.kubeconfig`);
  return writeKubeconfig(file, endpoint, { name, credentials }, namespace);
}

/** Makes the restricted users with their rights, and writes their kubeconfigs. */
export async function makeTenants(
  admin: RawClient,
  endpoint: Endpoint,
  directory: string,
): Promise<{ readonly viewer: string; readonly nsuser: string }> {
  for (const name of [TEAM_NAMESPACE, USERS_NAMESPACE]) {
    await ensure(admin, '/api/v1/namespaces', { metadata: { name } });
  }
  await Promise.all([grantReading(admin), grantTeam(admin)]);
  const [viewer, nsuser] = await Promise.all([
    makeUser(admin, 'viewer', endpoint, directory, 'default'),
    makeUser(admin, 'nsuser', endpoint, directory, TEAM_NAMESPACE),
  ]);
  return { viewer, nsuser };
}
