import { describe, expect, test } from 'vitest';
import type { TestCluster } from '../client/support/test-cluster.ts';
import { clientOf } from './rights.ts';
import type { Fields } from './support/wire.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const GROUP = 'kontinue.cloud';
const VERSION = 'v1alpha1';
const GROUP_VERSION = `${GROUP}/${VERSION}`;
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const KINDS = [
  ['archivedexecutions', 'archivedexecution', 'ArchivedExecution', 'arch', ['kontinue']],
  ['executions', 'execution', 'Execution', 'exec', ['kontinue', 'all']],
  ['functions', 'function', 'Function', 'fn', ['kontinue']],
  ['scheduledexecutions', 'scheduledexecution', 'ScheduledExecution', 'sched', ['kontinue', 'all']],
  ['suspensions', 'suspension', 'Suspension', 'susp', ['kontinue']],
] as const;

interface AggregatedGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly {
    readonly version: string;
    readonly freshness: string;
    readonly resources: readonly AggregatedResource[];
  }[];
}

interface AggregatedResource {
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

interface PlainResource {
  readonly name: string;
  readonly verbs: readonly string[];
}

interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly Fields[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
}

/** What the server says of itself: its kinds in both forms, their schemas, its version, its health. */
export function discoveryContract(ground: () => TestCluster): void {
  describe('discovery at once', () => {
    test('has the kinds of a group, with all that clients call them by', async () => {
      using client = clientOf(ground(), 'viewer');
      const accept = `${AGGREGATED},application/json`;
      const answer = await client.get('/apis', { accept });
      expect(answer.headers['content-type']).toBe(AGGREGATED);
      const groups = answer.json<{ kind: string; apiVersion: string; items: AggregatedGroup[] }>();
      expect(groups).toMatchObject({
        kind: 'APIGroupDiscoveryList',
        apiVersion: 'apidiscovery.k8s.io/v2',
      });
      const ours = groups.items.find(({ metadata }) => metadata.name === GROUP);
      expect(ours?.versions).toHaveLength(1);
      expect(ours?.versions[0]).toMatchObject({ version: VERSION, freshness: 'Current' });
      const responseKind = (kind: string) => ({ group: GROUP, version: VERSION, kind });
      expect(byName(ours?.versions[0]?.resources ?? [], ({ resource }) => resource)).toEqual(
        KINDS.map(([resource, singularResource, kind, shortName, categories]) => ({
          resource,
          responseKind: responseKind(kind),
          scope: 'Namespaced',
          singularResource,
          verbs: VERBS,
          shortNames: [shortName],
          categories,
          subresources: [
            {
              subresource: 'status',
              responseKind: responseKind(kind),
              verbs: ['get', 'patch', 'update'],
            },
          ],
        })),
      );
    });

    test('has the core group under a path of its own, without a name', async () => {
      using client = clientOf(ground(), 'viewer');
      const answer = await client.get('/api', { accept: AGGREGATED });
      const { items } = answer.json<{ items: AggregatedGroup[] }>();
      expect(items.map(({ metadata }) => metadata)).toEqual([{}]);
      const pods = items[0]?.versions[0]?.resources.find(({ resource }) => resource === 'pods');
      expect(pods?.verbs).toEqual(VERBS);
      expect(pods?.subresources?.map(({ subresource }) => subresource)).toEqual(
        expect.arrayContaining(['log', 'status']),
      );
    });
  });

  describe('discovery step by step', () => {
    test('lists the groups, each with its versions', async () => {
      using client = clientOf(ground(), 'viewer');
      const list = (await client.get('/apis')).json<{ kind: string; groups: Fields[] }>();
      expect(list.kind).toBe('APIGroupList');
      const groupVersion = { groupVersion: GROUP_VERSION, version: VERSION };
      const ours = { name: GROUP, versions: [groupVersion], preferredVersion: groupVersion };
      expect(list.groups).toContainEqual(ours);
      expect((await client.get(`/apis/${GROUP}`)).json()).toEqual({
        kind: 'APIGroup',
        apiVersion: 'v1',
        ...ours,
      });
      const core = await client.get('/api');
      expect(core.json()).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    });

    test('lists the kinds of a version, with their subresources', async () => {
      using client = clientOf(ground(), 'viewer');
      const answer = await client.get(`/apis/${GROUP_VERSION}`);
      const list = answer.json<{ resources: PlainResource[] }>();
      expect(list).toMatchObject({
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: GROUP_VERSION,
      });
      const expected = KINDS.flatMap(([name, singularName, kind, shortName, categories]) => [
        {
          name,
          singularName,
          namespaced: true,
          kind,
          verbs: VERBS,
          shortNames: [shortName],
          categories,
        },
        {
          name: `${name}/status`,
          singularName: '',
          namespaced: true,
          kind,
          verbs: ['get', 'patch', 'update'],
        },
      ]);
      const listed = byName(list.resources, ({ name }) => name);
      expect(listed).toMatchObject(expected);
      expect(listed).toHaveLength(expected.length);
    });

    test.each([
      ['/api/v1', 'pods/log', { namespaced: true, kind: 'Pod', verbs: ['get'] }],
      ['/api/v1', 'namespaces', { namespaced: false, shortNames: ['ns'] }],
      ['/apis/batch/v1', 'jobs', { namespaced: true, categories: ['all'], verbs: VERBS }],
      ['/apis/coordination.k8s.io/v1', 'leases', { namespaced: true, singularName: 'lease' }],
      ['/apis/events.k8s.io/v1', 'events', { namespaced: true, shortNames: ['ev'] }],
      ['/apis/authorization.k8s.io/v1', 'selfsubjectaccessreviews', { verbs: ['create'] }],
      ['/apis/apiextensions.k8s.io/v1', 'customresourcedefinitions', { namespaced: false }],
    ])('has in %s the %s', async (path, name, expected) => {
      using client = clientOf(ground(), 'viewer');
      const { resources } = (await client.get(path)).json<{ resources: PlainResource[] }>();
      expect(resources.find((resource) => resource.name === name)).toMatchObject(expected);
    });
  });

  describe('the OpenAPI document of a group', () => {
    test('is found by a link that names its contents', async () => {
      using client = clientOf(ground(), 'viewer');
      const { paths } = (await client.get('/openapi/v3')).json<{ paths: Links }>();
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining(['api/v1', 'apis/batch/v1', `apis/${GROUP_VERSION}`]),
      );
      const link = paths[`apis/${GROUP_VERSION}`]?.serverRelativeURL ?? '';
      expect(link).toMatch(new RegExp(`^/openapi/v3/apis/${GROUP_VERSION}\\?hash=[0-9A-F]+$`));
      expect((await client.get(link)).json<Document>().openapi).toBe('3.0.0');
    });

    test('has every kind with the descriptions of its fields', async () => {
      using client = clientOf(ground(), 'viewer');
      const { schemas } = (await document(client)).components;
      for (const [, , kind] of KINDS) {
        const schema = schemas[`cloud.kontinue.${VERSION}.${kind}`];
        expect(schema?.['x-kubernetes-group-version-kind']).toEqual([
          { group: GROUP, version: VERSION, kind },
        ]);
        expect(schema?.description).toMatch(/\.$/);
        expect(Object.keys(schema?.properties ?? {})).toEqual(
          expect.arrayContaining(['apiVersion', 'kind', 'metadata', 'spec', 'status']),
        );
      }
      const spec = schemas[`cloud.kontinue.${VERSION}.Execution`]?.properties?.spec;
      expect(spec?.required).toEqual(['function']);
      expect(spec?.properties?.function).toMatchObject({
        type: 'string',
        description: 'Name of the registered function.',
      });
      const retries = spec?.properties?.retry?.properties?.retries;
      expect(retries?.description).toBe('Automatic retries after the first attempt. Left out: 0.');
    });

    test('says which parameters a write takes', async () => {
      using client = clientOf(ground(), 'viewer');
      const { paths } = await document(client);
      const place = `/apis/${GROUP_VERSION}/namespaces/{namespace}/executions`;
      const taken = (operation: Operation | undefined) =>
        operation?.parameters?.map(({ name }) => name);
      const expected = expect.arrayContaining(['dryRun', 'fieldValidation']);
      expect(taken(paths[place]?.post)).toEqual(expected);
      expect(taken(paths[`${place}/{name}`]?.patch)).toEqual(expected);
    });

    test('is not sent again to who has it', async () => {
      using client = clientOf(ground(), 'viewer');
      const path = `/openapi/v3/apis/${GROUP_VERSION}`;
      const { etag = '' } = (await client.get(path)).headers;
      const again = await client.get(path, { headers: { 'if-none-match': etag } });
      expect([again.status, again.text]).toEqual([304, '']);
    });
  });

  describe('the server', () => {
    test('says which version of Kubernetes it speaks', async () => {
      using client = clientOf(ground(), 'viewer');
      const version = (await client.get('/version')).json<Fields>();
      expect(version).toMatchObject({ major: '1', minor: expect.stringMatching(/^\d+$/) });
      expect(version.gitVersion).toMatch(new RegExp(`^v1\\.${String(version.minor)}\\.\\d+`));
    });

    test.each(['/readyz', '/livez', '/healthz'])('answers %s', async (path) => {
      using client = clientOf(ground(), 'viewer');
      const answer = await client.get(path);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect([answer.status, answer.text]).toEqual([200, 'ok']);
    });

    test.each([
      '/nothing',
      '/apis/nothing.example.com/v1',
      '/apis/nothing.example.com/v1/things',
      '/apis/kontinue.cloud/v2',
      '/apis/kontinue.cloud/v1alpha1/nothing',
      '/apis/kontinue.cloud/v1alpha1/namespaces/default/nothing/a',
    ])('has no page %s, and says so in plain text', async (path) => {
      using client = clientOf(ground(), 'admin');
      const answer = await client.get(path);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect([answer.status, answer.text]).toEqual([404, '404 page not found\n']);
    });

    test.each(['/api/v1/nothing', '/apis/batch/v1/nothing'])(
      'has no resource %s in a group of its own, and says so in a Status',
      async (path) => {
        using client = clientOf(ground(), 'admin');
        expect((await client.get(path)).failure(404)).toMatchObject({
          reason: 'NotFound',
          message: 'the server could not find the requested resource',
          details: {},
        });
      },
    );
  });
}

type Links = Readonly<Record<string, { readonly serverRelativeURL: string }>>;

async function document(client: ReturnType<typeof clientOf>): Promise<Document> {
  return (await client.get(`/openapi/v3/apis/${GROUP_VERSION}`)).json();
}

/** By name, with verbs in order: servers list both as they like. */
function byName<T extends { readonly verbs: readonly string[] }>(
  list: readonly T[],
  name: (item: T) => string,
): readonly T[] {
  return [...list]
    .sort((a, b) => (name(a) < name(b) ? -1 : 1))
    .map((item) => ({ ...item, verbs: [...item.verbs].sort() }));
}
