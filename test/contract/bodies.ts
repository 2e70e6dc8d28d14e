import { describe, expect, test } from 'vitest';
import {
  API_VERSION,
  type ApiFixture,
  type ContractCluster,
  executionBody,
  openApiFixture,
} from './support/api-fixture.ts';
import type { Fields } from './support/wire.ts';

const YAML = 'application/yaml';
const UNRECOGNIZED = 'the object provided is unrecognized (must be of type Execution): ';
const CANNOT_HANDLE = 'Execution in version "v1alpha1" cannot be handled as a Execution: ';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const yaml = (name: string, ...lines: readonly string[]) =>
  [`apiVersion: ${API_VERSION}`, 'kind: Execution', `metadata: {name: ${name}}`, ...lines].join(
    '\n',
  );
const LAUGHS = [
  `a: &a [${Array(9).fill('"lol"').join(',')}]`,
  ...[...'bcdefghi'].map(
    (name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`,
  ),
].join('\n');

/** Bodies that cannot be read: the text, its type, and what the server says of it. */
const UNREADABLE: readonly (readonly [string, string, string, string])[] = [
  ['JSON that ends early', '{"a":', '', 'unexpected end of JSON input ({"a":)'],
  ['nothing', '', '', 'unexpected end of JSON input (<empty>)'],
  [
    'JSON with a comma too many',
    '{"kind":"Execution",}',
    '',
    `invalid character '}' looking for beginning of object key string ({"kind":"Execution",})`,
  ],
  ['a list', '[1,2]', '', 'json: cannot unmarshal array into Go value of type struct { APIVersion'],
  ['a kind that is a number', '{"kind":5}', '', 'into Go struct field .kind of type string'],
  ['JSON nested 20,000 deep', nested(20_000), '', `invalid character '[' exceeded max depth`],
  [
    'JSON nested deep in a field',
    `{"kind":"Execution","spec":{"arguments":[${nested(20_000)}]}}`,
    '',
    `invalid character '[' exceeded max depth ({"kind":"Execution","spec":{"a ...)`,
  ],
  ['YAML nested 20,000 deep', `a: ${nested(20_000)}`, YAML, 'yaml: exceeded max depth of'],
  ['YAML of 3 MB of dashes', '- '.repeat(1_500_000), YAML, 'yaml: exceeded max depth of'],
  ['YAML that laughs', LAUGHS, YAML, 'yaml: document contains excessive aliasing'],
  ['YAML with a tab', 'a:\n\t- b', YAML, 'yaml: line'],
];

const OWNER = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' };
const wrongField = (given: string, field: string, type: string) =>
  `json: cannot unmarshal ${given} into Go struct field ${field} of type ${type}`;

/** Metadata of another type than its own, and what the server says of it. */
const MISTYPED: readonly (readonly [unknown, string])[] = [
  [[], 'json: cannot unmarshal array into Go value of type v1.ObjectMeta'],
  [{ name: 1 }, wrongField('number', 'ObjectMeta.name', 'string')],
  [{ name: 'a', uid: 1 }, wrongField('number', 'ObjectMeta.uid', 'types.UID')],
  [{ name: 'a', labels: { a: {} } }, wrongField('object', 'ObjectMeta.labels', 'string')],
  [{ name: 'a', finalizers: {} }, wrongField('object', 'ObjectMeta.finalizers', '[]string')],
  [{ name: 'a', finalizers: [1] }, wrongField('number', 'ObjectMeta.finalizers', 'string')],
  [{ name: 'a', generation: 1.5 }, wrongField('number 1.5', 'ObjectMeta.generation', 'int64')],
  [
    { name: 'a', creationTimestamp: 'x' },
    'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
  ],
  [
    { name: 'a', ownerReferences: 'x' },
    wrongField('string', 'ObjectMeta.ownerReferences', '[]v1.OwnerReference'),
  ],
  [
    { name: 'a', ownerReferences: [[]] },
    wrongField('array', 'ObjectMeta.ownerReferences', 'v1.OwnerReference'),
  ],
  ...(
    [
      [{ apiVersion: 1 }, 'number', 'apiVersion', 'string'],
      [{ kind: {} }, 'object', 'kind', 'string'],
      [{ name: [] }, 'array', 'name', 'string'],
      [{ uid: {} }, 'object', 'uid', 'types.UID'],
      [{ controller: 'yes' }, 'string', 'controller', 'bool'],
      [{ blockOwnerDeletion: 1 }, 'number', 'blockOwnerDeletion', 'bool'],
    ] as const
  ).map(([wrong, given, field, type]): readonly [unknown, string] => [
    { name: 'a', ownerReferences: [{ ...OWNER, ...wrong }] },
    wrongField(given, `OwnerReference.ownerReferences.${field}`, type),
  ]),
];

/** Parts of a pod of another type than their own, and what the server says of them. */
const MISTYPED_PODS: readonly (readonly [Fields, string])[] = [
  [{ spec: 5 }, wrongField('number', 'Pod.spec', 'v1.PodSpec')],
  [{ metadata: { name: 1 } }, wrongField('number', 'ObjectMeta.metadata.name', 'string')],
  [
    { spec: { containers: 'x' } },
    wrongField('string', 'PodSpec.spec.containers', '[]v1.Container'),
  ],
  [
    { spec: { containers: [{ name: 'a', image: 1 }] } },
    wrongField('number', 'Container.spec.containers.image', 'string'),
  ],
  [
    { spec: { containers: [{ name: 'a', ports: [{ containerPort: 1e12 }] }] } },
    wrongField(
      'number 1000000000000',
      'ContainerPort.spec.containers.ports.containerPort',
      'int32',
    ),
  ],
  [
    { status: { containerStatuses: 5 } },
    wrongField('number', 'PodStatus.status.containerStatuses', '[]v1.ContainerStatus'),
  ],
];

/** Bodies that no server can store: each is refused, and nothing has happened. */
export function bodiesContract(ground: () => ContractCluster): void {
  describe('a body that cannot be read', () => {
    test.each(UNREADABLE)('is refused: %s', async (_, text, type, words) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, undefined, {
        text,
        ...(type === '' ? {} : { type }),
      });
      const { message } = answer.failure(400);
      expect(message).toContain(UNRECOGNIZED);
      expect(message).toContain(words);
    });

    test('is refused when it is larger than 3 MiB', async () => {
      await using room = await openApiFixture(ground());
      const text = ' '.repeat(3 * 1024 * 1024 + 1);
      const failure = (await room.admin.post(room.executions, undefined, { text })).failure(413);
      expect(failure.message).toBe('Request entity too large: limit is 3145728');
    });

    test('is refused as a patch', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const patch = async (text: string, type: string) =>
        (await room.admin.send('PATCH', `${room.executions}/a`, { text, type })).failure(400);
      const merge = 'application/merge-patch+json';
      const deep = `{"spec":{"arguments":[${nested(20_000)}]}}`;
      expect((await patch(deep, merge)).message).toBe(
        `error decoding patch: invalid character '[' exceeded max depth`,
      );
      expect((await patch('{"spec"', merge)).message).toBe(
        'error decoding patch: unexpected end of JSON input',
      );
      expect(await room.find('a')).toEqual(before);
    });

    test('is refused as the options of a deletion', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const path = `${room.executions}/a`;
      const remove = async (text: string) =>
        (await room.admin.send('DELETE', path, { text })).failure(400).message;
      expect(await remove('{"a"')).toBe(
        "couldn't get version/kind; json parse error: unexpected end of JSON input",
      );
      expect(await remove(`{"preconditions":{"uid":5}}`)).toBe(
        wrongField('number', 'Preconditions.preconditions.uid', 'types.UID'),
      );
      expect(await remove(`{"dryRun":"All"}`)).toBe(
        wrongField('string', 'DeleteOptions.dryRun', '[]string'),
      );
      expect(await room.find('a')).toBeDefined();
    });
  });

  describe('a body of YAML', () => {
    const post = (room: ApiFixture, text: string) =>
      room.admin.post(room.executions, undefined, { text, type: YAML });

    test('is read as YAML 1.1, with its aliases and merges', async () => {
      await using room = await openApiFixture(ground());
      const spec =
        'spec: {function: f, arguments: [yes, off, 010x, &a {x: 1}, {<<: *a, z: 2}, *a]}';
      const made = (await post(room, yaml('a', spec))).object();
      expect(made.spec?.arguments).toEqual([
        true,
        false,
        '010x',
        { x: 1 },
        { x: 1, z: 2 },
        { x: 1 },
      ]);
      const wrong = (await post(room, yaml('y', 'spec: {function: f}'))).failure(400);
      expect(wrong.message).toBe(CANNOT_HANDLE + wrongField('bool', 'ObjectMeta.name', 'string'));
    });

    test('of 100,000 keys is read', async () => {
      await using room = await openApiFixture(ground());
      const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}: v`).join('\n  ');
      const text = yaml('a', 'spec: {function: f}', 'unknown:', `  ${keys}`);
      expect((await post(room, text)).object().spec).toEqual({ function: 'f' });
    });
  });

  describe('metadata of another type', () => {
    test.each(MISTYPED)('is refused: %j', async (metadata, words) => {
      await using room = await openApiFixture(ground());
      const sent = { ...executionBody('a'), metadata };
      const failure = (await room.admin.post(room.executions, sent)).failure(400);
      expect(failure.message).toBe(CANNOT_HANDLE + words);
      expect((await room.list()).items).toEqual([]);
    });

    test('is refused in a replacement and in a patch, and those who watch hear nothing', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const stream = await room.watch(`resourceVersion=${before.metadata.resourceVersion}`);
      const path = `${room.executions}/a`;
      const metadata = { ...before.metadata, ownerReferences: [{ ...OWNER, apiVersion: 1 }] };
      const words = wrongField('number', 'OwnerReference.ownerReferences.apiVersion', 'string');
      const put = (await room.admin.put(path, { ...before, metadata })).failure(400);
      expect(put.message).toBe(CANNOT_HANDLE + words);
      const { ownerReferences } = metadata;
      const patched = await room.admin.mergePatch(path, { metadata: { ownerReferences } });
      expect(patched.failure(422).message).toContain(`}": ${words}`);
      expect(await room.find('a')).toEqual(before);
      await room.make('b');
      expect((await stream.event()).object.metadata.name).toBe('b');
    });

    test('is refused as an owner of no version, and as an event', async () => {
      await using room = await openApiFixture(ground());
      const owned = async (owner: Fields) => {
        const metadata = { ownerReferences: [{ ...OWNER, ...owner }] };
        return (await room.admin.post(room.executions, executionBody('a', { metadata }))).failure(
          422,
        ).message;
      };
      for (const apiVersion of ['/', 'a/', 'a/b/c', null]) {
        expect(await owned({ apiVersion })).toContain(
          `metadata.ownerReferences.apiVersion: Invalid value: "${apiVersion ?? ''}": version must not be empty`,
        );
      }
      expect(await owned({ kind: 'Event' })).toContain('/v1, Kind=Event is disallowed');
    });
  });

  describe('a pod of another type', () => {
    test.each(MISTYPED_PODS)('is refused: %j', async (parts, words) => {
      await using room = await openApiFixture(ground());
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'a', image: 'b' }] },
        ...parts,
      };
      const path = `/api/v1/namespaces/${room.namespace}/pods`;
      expect((await room.admin.post(path, pod)).failure(400).message).toBe(
        `Pod in version "v1" cannot be handled as a Pod: ${words}`,
      );
      expect((await room.admin.get(path)).list().items).toEqual([]);
    });
  });

  describe('a JSON patch', () => {
    test('of too many operations is refused', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const operations = Array(10_001).fill({ op: 'test', path: '/kind', value: 'Execution' });
      const answer = await room.admin.jsonPatch(`${room.executions}/a`, operations);
      expect(answer.failure(413).message).toBe(
        'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
      );
    });

    test('that copies too much is refused', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const answer = await room.admin.jsonPatch(`${room.executions}/a`, [
        { op: 'add', path: '/spec/arguments', value: ['x'.repeat(10_000)] },
        ...Array(20).fill({ op: 'copy', from: '/spec/arguments', path: '/spec/arguments/-' }),
      ]);
      expect(answer.failure(422).message).toBe(
        'the server rejected our request due to an error in our request',
      );
      expect(await room.find('a')).toEqual(before);
    });
  });
}
