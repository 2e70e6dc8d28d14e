import { describe, expect, it } from 'vitest';
import { strategicPatch } from '../../src/cluster/strategic-patch.ts';

const env = (...names: string[]) => names.map((name) => ({ name, value: name }));
const podWith = (spec: object) => ({ spec });
const patched = (spec: object, patch: object) =>
  strategicPatch('Pod', podWith(spec), podWith(patch));

describe('a strategic merge patch', () => {
  it('is a merge patch of objects, and replaces what is no list by key', () => {
    const before = {
      nodeName: 'a',
      hostname: 'h',
      tolerations: [{ key: 'x' }],
      nodeSelector: { a: '1' },
    };
    const patch = { hostname: null, tolerations: [{ key: 'y' }], nodeSelector: { b: '2' } };
    expect(patched(before, patch)).toEqual(
      podWith({ nodeName: 'a', tolerations: [{ key: 'y' }], nodeSelector: { a: '1', b: '2' } }),
    );
  });

  it('merges items by their key, new ones first, at every depth', () => {
    const before = { containers: [{ name: 'a', image: '1', env: env('X', 'Y') }, { name: 'b' }] };
    const patch = {
      containers: [{ name: 'c' }, { name: 'a', env: [{ name: 'Y', value: 'y' }, ...env('Z')] }],
    };
    expect(patched(before, patch)).toEqual(
      podWith({
        containers: [
          { name: 'c' },
          {
            name: 'a',
            image: '1',
            env: [{ name: 'X', value: 'X' }, { name: 'Y', value: 'y' }, ...env('Z')],
          },
          { name: 'b' },
        ],
      }),
    );
  });

  it.each([
    [
      'a port by its number',
      { ports: [{ containerPort: 80 }, { containerPort: 81 }] },
      { ports: [{ containerPort: 81, name: 'x' }] },
      { ports: [{ containerPort: 80 }, { containerPort: 81, name: 'x' }] },
    ],
    [
      'a mount by its path',
      { volumeMounts: [{ mountPath: '/a', name: 'v' }] },
      { volumeMounts: [{ mountPath: '/a', readOnly: true }] },
      { volumeMounts: [{ mountPath: '/a', name: 'v', readOnly: true }] },
    ],
  ])('knows %s', (_, before, patch, after) => {
    const container = (fields: object) => ({ containers: [{ name: 'a', ...fields }] });
    expect(patched(container(before), container(patch))).toEqual(podWith(container(after)));
  });

  it('takes items away, or replaces all of them, where it says so', () => {
    const before = { volumes: [{ name: 'a' }, { name: 'b' }] };
    expect(patched(before, { volumes: [{ name: 'a', $patch: 'delete' }] })).toEqual(
      podWith({ volumes: [{ name: 'b' }] }),
    );
    expect(patched(before, { volumes: [{ $patch: 'replace' }, { name: 'c' }] })).toEqual(
      podWith({ volumes: [{ name: 'c' }] }),
    );
    expect(
      patched(
        { securityContext: { runAsUser: 1 } },
        { securityContext: { $patch: 'replace', fsGroup: 2 } },
      ),
    ).toEqual(podWith({ securityContext: { fsGroup: 2 } }));
    expect(patched({ affinity: { podAffinity: {} } }, { affinity: { $patch: 'delete' } })).toEqual(
      podWith({ affinity: {} }),
    );
  });

  it('keeps of a volume only what it retains', () => {
    const before = { volumes: [{ name: 'a', emptyDir: {} }] };
    const volume = { name: 'a', hostPath: { path: '/' }, $retainKeys: ['name', 'hostPath'] };
    expect(patched(before, { volumes: [volume] })).toEqual(
      podWith({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
    );
    expect(() => patched(before, { volumes: [{ ...volume, $retainKeys: ['name'] }] })).toThrow(
      expect.objectContaining({ code: 400, message: 'invalid patch format of retainKeys' }),
    );
  });

  it('orders items as it says, the others around them as they were', () => {
    const before = { containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
    const $order = [{ name: 'c' }, { name: 'a' }];
    expect(patched(before, { '$setElementOrder/containers': $order })).toEqual(
      podWith({ containers: [{ name: 'b' }, { name: 'c' }, { name: 'a' }] }),
    );
    const patch = {
      '$setElementOrder/containers': [{ name: 'd' }, ...$order],
      containers: [{ name: 'd', image: '1' }],
    };
    expect(patched(before, patch)).toEqual(
      podWith({
        containers: [{ name: 'd', image: '1' }, { name: 'b' }, { name: 'c' }, { name: 'a' }],
      }),
    );
  });

  it('adds finalizers, and takes them away by their own list', () => {
    const before = { metadata: { finalizers: ['a', 'b'] } };
    const finalized = (patch: object) => strategicPatch('Job', before, { metadata: patch });
    expect(finalized({ finalizers: ['c', 'b'] })).toEqual({
      metadata: { finalizers: ['c', 'a', 'b'] },
    });
    expect(finalized({ '$deleteFromPrimitiveList/finalizers': ['a'] })).toEqual({
      metadata: { finalizers: ['b'] },
    });
  });

  it('merges the conditions of a Job, and replaces those of a definition', () => {
    const status = (...types: string[]) => ({
      status: { conditions: types.map((type) => ({ type })) },
    });
    expect(strategicPatch('Job', status('A', 'B'), status('B'))).toEqual(status('A', 'B'));
    expect(strategicPatch('CustomResourceDefinition', status('A', 'B'), status('B'))).toEqual(
      status('B'),
    );
  });

  it('leaves no directive and no null in what is new', () => {
    const patch = {
      containers: [{ name: 'a', image: null, env: [{ name: 'X', $patch: 'delete' }, ...env('Y')] }],
    };
    expect(patched({}, patch)).toEqual(podWith({ containers: [{ name: 'a', env: env('Y') }] }));
  });

  it.each([
    [{ containers: [{ image: '1' }] }, 'does not contain declared merge key: name'],
    [
      { containers: [{ image: '1', $patch: 'delete' }] },
      'does not contain declared merge key: name',
    ],
    [{ $patch: 'mix' }, 'unknown patch type: mix'],
  ])('is refused where nobody can tell what it means: %j', (patch, message) => {
    expect(() => patched({ containers: [{ name: 'a' }] }, patch)).toThrow(
      expect.objectContaining({ code: 500, message: expect.stringContaining(message) }),
    );
  });
});
