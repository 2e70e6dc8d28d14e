import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../contract/support/raw-client.ts';
import { EXECUTIONS_PATH, executionNamed, type Running, running } from './running.ts';

let one: Running;
let client: RawClient;

beforeAll(async () => {
  one = await running();
  client = one.client();
  for (const { path, apiVersion, kind } of KINDS) {
    await client.post(path, { apiVersion, kind, ...VALID[kind] });
  }
});
afterAll(() => one[Symbol.asyncDispose]());

const NAMESPACED = '/api/v1/namespaces/team-a';
const CONTAINERS = { containers: [{ name: 'main', image: 'busybox' }], restartPolicy: 'Never' };

interface Target {
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
}

const KINDS: readonly Target[] = [
  { path: EXECUTIONS_PATH, apiVersion: 'kontinue.cloud/v1alpha1', kind: 'Execution' },
  { path: `${NAMESPACED}/pods`, apiVersion: 'v1', kind: 'Pod' },
  { path: `${NAMESPACED}/events`, apiVersion: 'v1', kind: 'Event' },
  { path: '/api/v1/nodes', apiVersion: 'v1', kind: 'Node' },
  { path: '/apis/batch/v1/namespaces/team-a/jobs', apiVersion: 'batch/v1', kind: 'Job' },
  {
    path: '/apis/coordination.k8s.io/v1/namespaces/team-a/leases',
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
  },
  {
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  },
];

/** Of each kind what is right, so that one wrong value is all that is wrong. */
const VALID: Readonly<Record<string, object>> = {
  Execution: { metadata: { name: 'a' }, spec: { function: 'f' } },
  Pod: { metadata: { name: 'a' }, spec: CONTAINERS },
  Event: { metadata: { name: 'a' }, involvedObject: { namespace: 'team-a' } },
  Node: { metadata: { name: 'a' } },
  Job: { metadata: { name: 'a' }, spec: { template: { spec: CONTAINERS } } },
  Lease: { metadata: { name: 'a' }, spec: { leaseDurationSeconds: 10 } },
  CustomResourceDefinition: {
    metadata: { name: 'as.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'as', kind: 'A' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'string' } } } },
        },
      ],
    },
  },
};

const ANYTHING = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, 0, -1, 1.5, 1e300, '', 'a', 'x/y', [], {}, [null], [[]], [{}]),
);

/** Names of fields that some kind has, and some that none has. */
const FIELD = fc.constantFrom(
  ...['metadata', 'spec', 'status', 'kind', 'apiVersion', 'data', '__proto__', 'constructor'],
  ...['name', 'namespace', 'labels', 'annotations', 'ownerReferences', 'finalizers', 'uid'],
  ...['generateName', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields'],
  ...['deletionTimestamp', 'selfLink', 'template', 'containers', 'containerStatuses', 'versions'],
  ...['names', 'schema', 'openAPIV3Schema', 'properties', 'additionalPrinterColumns', 'group'],
  ...['conditions', 'phase', 'attempts', 'function', 'arguments', 'count', 'involvedObject'],
);

/** Where a wrong value has reached code that trusted it. */
const PLACES = fc.constantFrom<readonly string[]>(
  ['metadata', 'ownerReferences'],
  ['metadata', 'ownerReferences', 'apiVersion'],
  ['metadata', 'finalizers'],
  ['metadata', 'labels', 'a'],
  ['metadata', 'managedFields'],
  ['metadata', 'creationTimestamp'],
  ['status', 'containerStatuses'],
  ['status', 'conditions'],
  ['spec', 'versions'],
  ['spec', 'names'],
  ['spec', 'versions', 'schema', 'openAPIV3Schema', 'properties'],
  ['spec', 'versions', 'additionalPrinterColumns'],
  ['spec', 'template', 'spec', 'containers'],
  ['spec', 'holderIdentity'],
  ['spec', 'arguments'],
  ['involvedObject', 'namespace'],
);

const OWNER = fc.record({
  apiVersion: fc.oneof(fc.constant('v1'), ANYTHING),
  kind: fc.oneof(fc.constant('Pod'), ANYTHING),
  name: fc.oneof(fc.constant('a'), ANYTHING),
  uid: fc.oneof(fc.constant('u'), ANYTHING),
});

interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}

const CHANGE: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ path: PLACES, value: ANYTHING }),
  fc.record({
    path: fc.constant(['metadata', 'ownerReferences']),
    value: fc.array(OWNER, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ path: fc.array(FIELD, { minLength: 1, maxLength: 4 }), value: ANYTHING }),
);

/** An object with one value put at a path, through whatever is there. */
function withValue(object: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(object)) {
    const [first, ...others] = object;
    return [withValue(first, [name, ...rest], value), ...others];
  }
  const fields = typeof object === 'object' && object !== null ? object : {};
  const own = Object.hasOwn(fields, name) ? (fields as Record<string, unknown>)[name] : undefined;
  return Object.fromEntries([
    ...Object.entries(fields).filter(([other]) => other !== name),
    [name, withValue(own, rest, value)],
  ]);
}

const METHODS = [
  'POST',
  'PUT',
  'merge',
  'json',
  'strategic',
  'status',
  'apply',
  'DELETE',
  'many',
] as const;

async function send(method: (typeof METHODS)[number], target: Target, changes: readonly Change[]) {
  const { path, apiVersion, kind } = target;
  const valid: unknown = { apiVersion, kind, ...VALID[kind] };
  const isNew = method === 'POST' && kind !== 'CustomResourceDefinition';
  const named = isNew ? withValue(valid, ['metadata', 'name'], randomUUID()) : valid;
  const sent = changes.reduce(
    (object, change) => withValue(object, change.path, change.value),
    named,
  );
  const name = kind === 'CustomResourceDefinition' ? 'as.example.com' : 'a';
  const one = `${path}/${name}`;
  switch (method) {
    case 'POST':
      return client.post(path, sent);
    case 'PUT':
      return client.put(one, sent);
    case 'merge':
      return client.mergePatch(one, sent);
    case 'strategic':
      return client.send('PATCH', one, {
        body: sent,
        type: 'application/strategic-merge-patch+json',
      });
    case 'apply':
      return client.send('PATCH', `${one}?fieldManager=f&force=true`, {
        body: sent,
        type: 'application/apply-patch+yaml',
      });
    case 'status':
      return client.mergePatch(`${one}/status`, sent);
    case 'json':
      return client.jsonPatch(
        one,
        changes.map(({ path: steps, value }) => ({
          op: 'add',
          path: `/${steps.join('/')}`,
          value,
        })),
      );
    case 'DELETE':
      return client.send('DELETE', `${path}/nobody`, { body: sent });
    case 'many':
      return client.send('DELETE', `${path}?labelSelector=none%3Dsuch`, { body: sent });
  }
}

const REQUEST = fc.record({
  method: fc.constantFrom(...METHODS),
  target: fc.constantFrom(...KINDS),
  changes: fc.array(CHANGE, { minLength: 1, maxLength: 3 }),
});

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

describe('whatever is sent', () => {
  it('is answered, stored whole or not at all, and shown and told to those who watch', async () => {
    const { storage } = one.cluster;
    await fc.assert(
      fc.asyncProperty(REQUEST, async ({ method, target, changes }) => {
        const before = storage.version;
        const answer = await send(method, target, changes);
        expect(answer.text).not.toContain('Internal error occurred');
        if (answer.status >= 300) {
          expect(storage.version).toBe(before);
          return;
        }
        for (const accept of ['application/json', TABLE]) {
          const shown = await client.get(target.path, { accept });
          expect(shown.status, shown.text).toBe(200);
        }
      }),
      { numRuns: 500 },
    );
    const from = storage.version;
    const watch = await client.stream(`${EXECUTIONS_PATH}?watch=1&resourceVersion=${from}`);
    await client.post(EXECUTIONS_PATH, executionNamed('told'));
    expect((await watch.event()).object.metadata.name).toBe('told');
    watch.stop();
  });
});
