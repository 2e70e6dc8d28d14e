import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../contract/support/raw-client.ts';
import { type Running, running } from './running.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
let one: Running;
let client: RawClient;

beforeAll(async () => {
  one = await running();
  client = one.client();
});
afterAll(() => one[Symbol.asyncDispose]());

interface Documents {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

describe('discovery', () => {
  it('tells all of it at once to who reads the newer form', async () => {
    const answer = await client.get('/apis', { accept: `${AGGREGATED},application/json` });
    expect(answer.headers['content-type']).toBe(AGGREGATED);
    expect(answer.json()).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      items: expect.arrayContaining([
        expect.objectContaining({ metadata: { name: 'kontinue.cloud' } }),
      ]),
    });
    const core = (await client.get('/api', { accept: AGGREGATED })).json<{ items: unknown[] }>();
    expect(core.items).toHaveLength(1);
  });

  it('tells it group by group to who reads the older', async () => {
    expect((await client.get('/api')).json()).toMatchObject({ versions: ['v1'] });
    const groups = (await client.get('/apis')).json<{ groups: { name: string }[] }>();
    expect(groups.groups.map((group) => group.name)).toContain('batch');
    expect((await client.get('/apis/kontinue.cloud')).json()).toMatchObject({
      preferredVersion: { groupVersion: 'kontinue.cloud/v1alpha1' },
    });
    expect((await client.get('/apis/kontinue.cloud/v1alpha1')).json()).toMatchObject({
      resources: expect.arrayContaining([
        expect.objectContaining({ name: 'executions', shortNames: ['exec'], namespaced: true }),
        expect.objectContaining({ name: 'executions/status', verbs: ['get', 'patch', 'update'] }),
      ]),
    });
    expect((await client.get('/apis/nothing')).text).toBe('404 page not found\n');
  });
});

describe('OpenAPI', () => {
  it('describes every field of our kinds, under the address that it names', async () => {
    const { paths } = (await client.get('/openapi/v3')).json<Documents>();
    const url = paths['apis/kontinue.cloud/v1alpha1']?.serverRelativeURL ?? '';
    const document = (await client.get(url)).json<{
      components: { schemas: Record<string, object> };
    }>();
    expect(document.components.schemas['cloud.kontinue.v1alpha1.Execution']).toMatchObject({
      properties: { spec: { properties: { function: { description: expect.any(String) } } } },
      'x-kubernetes-group-version-kind': [
        { group: 'kontinue.cloud', version: 'v1alpha1', kind: 'Execution' },
      ],
    });
  });

  it('offers fieldValidation on PATCH, for which kubectl looks before it creates', async () => {
    const { paths } = (await client.get('/openapi/v3')).json<Documents>();
    for (const { serverRelativeURL } of Object.values(paths)) {
      const document = (await client.get(serverRelativeURL)).text;
      expect(document).toContain('fieldValidation');
    }
  });

  it('of version 2 is empty, which old kubectls are content with', async () => {
    const answer = await client.get('/openapi/v2');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(answer.headers['content-type']).toContain('protobuf');
  });
});
