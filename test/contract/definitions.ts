import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { until } from '../real-cluster/until.ts';
import { type ApiFixture, type ContractCluster, openApiFixture } from './support/api-fixture.ts';
import type { RawStream } from './support/raw-stream.ts';
import type { Fields } from './support/wire.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const SPEC = { type: 'string', pattern: '^(a+)+$' };

/** A definition in a group of its own. */
function definition(group: string, schema: Fields = { properties: { spec: SPEC } }): Fields {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', ...schema } },
        },
      ],
    },
  };
}

interface Kind extends AsyncDisposable {
  readonly definition: string;
  readonly path: string;
  readonly group: string;
  make(name: string, more?: Fields): ReturnType<ApiFixture['admin']['post']>;
}

/** A kind that a test may change and delete. */
async function openKind({ admin, namespace }: ApiFixture): Promise<Kind> {
  const group = `x${randomBytes(4).toString('hex')}.example.com`;
  (await admin.post(DEFINITIONS, definition(group))).object();
  const path = `/apis/${group}/v1/namespaces/${namespace}/widgets`;
  const at = `${DEFINITIONS}/widgets.${group}`;
  const make = (name: string, { metadata, ...more }: Fields = {}) =>
    admin.post(path, {
      apiVersion: `${group}/v1`,
      kind: 'Widget',
      metadata: { name, ...(metadata as Fields) },
      ...more,
    });
  // A new kind is not served at once, and its watches not at once after that.
  await until('the kind is served', async () => {
    const answer = await make('probe');
    return answer.status === 201 || answer.status === 409 || undefined;
  });
  return {
    definition: at,
    path,
    group,
    make,
    async [Symbol.asyncDispose]() {
      await admin.delete(at);
      await until('the kind goes', async () => (await admin.get(at)).status === 404 || undefined);
    },
  };
}

/** Definitions of kinds: what is refused, and what becomes of watches when one changes or goes. */
export function definitionsContract(ground: () => ContractCluster): void {
  describe('a watch of a custom kind', () => {
    test('tells that its objects go, and ends, when the definition is deleted', async () => {
      await using room = await openApiFixture(ground());
      await using kind = await openKind(room);
      (await kind.make('a', { spec: 'a' })).object();
      const { resourceVersion } = (await room.admin.get(kind.path)).list().metadata;
      const stream = await room.admin.stream(
        `${kind.path}?watch=true&resourceVersion=${resourceVersion}`,
      );
      await room.admin.delete(kind.definition);
      expect(await typesOf(stream)).toEqual(['DELETED', 'DELETED']);
      const gone = await room.admin.get(kind.path);
      expect([gone.status, gone.text]).toEqual([404, '404 page not found\n']);
    });

    test('ends when the definition changes', async () => {
      await using room = await openApiFixture(ground());
      await using kind = await openKind(room);
      const { resourceVersion } = (await room.admin.get(kind.path)).list().metadata;
      const stream = await room.admin.stream(
        `${kind.path}?watch=true&resourceVersion=${resourceVersion}`,
      );
      const path = '/spec/versions/0/schema/openAPIV3Schema/description';
      (await room.admin.jsonPatch(kind.definition, [{ op: 'add', path, value: 'x' }])).object();
      expect(await typesOf(stream)).toEqual([]);
    });
  });

  describe('a definition under deletion', () => {
    test('stays while its objects are held, and takes no new ones', async () => {
      await using room = await openApiFixture(ground());
      await using kind = await openKind(room);
      (await kind.make('held', { metadata: { finalizers: ['example.com/hold'] } })).object();
      expect((await room.admin.delete(kind.definition)).object().metadata.finalizers).toContain(
        'customresourcecleanup.apiextensions.k8s.io',
      );
      await until('its objects go', async () => {
        const left = (await room.admin.get(kind.path)).list().items;
        return left.every(({ metadata }) => metadata.deletionTimestamp) || undefined;
      });
      expect((await kind.make('late')).failure(403).message).toBe(
        `widgets.${kind.group} "late" is forbidden: create not allowed while custom resource ` +
          'definition is terminating',
      );
      const metadata = { finalizers: null };
      (await room.admin.mergePatch(`${kind.path}/held`, { metadata })).object();
      await until(
        'the definition goes',
        async () => (await room.admin.get(kind.definition)).status === 404 || undefined,
      );
    });
  });

  describe('a pattern of a schema', () => {
    test('holds nothing up, whatever it meets', async () => {
      await using room = await openApiFixture(ground());
      await using kind = await openKind(room);
      (await kind.make('fine', { spec: 'a'.repeat(50_000) })).object();
      const failure = (await kind.make('wrong', { spec: `${'a'.repeat(50_000)}!` })).failure(422);
      expect(failure.message).toContain("spec in body should match '^(a+)+$'");
    });

    test.each([
      ['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
      ['[', 'missing closing ]: `[`'],
      ['a{1001}', 'invalid repeat count: `{1001}`'],
      [String.raw`\1`, String.raw`invalid escape sequence: ${'`'}\1${'`'}`],
    ])('that RE2 does not read is refused: %s', async (pattern, why) => {
      await using room = await openApiFixture(ground());
      const schema = { properties: { spec: { type: 'string', pattern } } };
      const sent = definition('never.example.com', schema);
      const failure = (await room.admin.post(`${DEFINITIONS}?dryRun=All`, sent)).failure(422);
      expect(failure.message).toBe(
        'CustomResourceDefinition.apiextensions.k8s.io "widgets.never.example.com" is invalid: ' +
          'spec.validation.openAPIV3Schema.properties[spec].pattern: Invalid value: ' +
          `${JSON.stringify(pattern)}: must be a valid regular expression, but isn't: error parsing ` +
          `regexp: ${why}`,
      );
    });
  });

  describe('a definition that cannot be served', () => {
    const { spec } = definition('never.example.com');
    const change = (more: Fields) => ({ ...(spec as Fields), ...more });

    test.each([
      [change({ scope: undefined }), 'spec.scope: Required value'],
      [
        change({ scope: 'X' }),
        'spec.scope: Unsupported value: "X": supported values: "Cluster", "Namespaced"',
      ],
      [change({ group: undefined }), 'spec.group: Required value'],
      [change({ names: { kind: 'Widget' } }), 'spec.names.plural: Required value'],
      [
        change({ versions: [] }),
        'spec.versions: Invalid value: []: must have exactly one version marked as storage version',
      ],
      [
        change({ versions: [{ name: 'v1', served: true, storage: true }] }),
        'spec.versions[0].schema.openAPIV3Schema: Required value',
      ],
      [
        change({ names: { kind: 'Other', plural: 'others' } }),
        'must be spec.names.plural+"."+spec.group',
      ],
    ])('is refused: %j', async (wrong, why) => {
      await using room = await openApiFixture(ground());
      const sent = { ...definition('never.example.com'), spec: wrong };
      const failure = (await room.admin.post(`${DEFINITIONS}?dryRun=All`, sent)).failure(422);
      expect(failure.message).toContain(why);
    });
  });
}

/** The types of all events until a watch ends. */
async function typesOf(stream: RawStream): Promise<readonly string[]> {
  const lines = await stream.rest(30_000);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line).type);
}
