import { describe, expect, test } from 'vitest';
import { type ContractCluster, executionBody, openApiFixture } from './support/api-fixture.ts';
import type { Fields } from './support/wire.ts';

const owner = (fields: Fields) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  name: 'p',
  uid: 'u',
  ...fields,
});

/** Metadata that is refused: the field, and the words that say why. */
const WRONG: readonly (readonly [string, Fields, string, string])[] = [
  ['a name in upper case', { name: 'A' }, 'name', 'a lowercase RFC 1123 subdomain must'],
  ['a name too long', { name: 'a'.repeat(254) }, 'name', 'must be no more than 253'],
  [
    'a prefix too long',
    { name: '', generateName: 'a'.repeat(254) },
    'generateName',
    'must be no more than 253 characters',
  ],
  ['a label too long', { labels: { x: 'a'.repeat(64) } }, 'labels', 'must be no more than 63'],
  ['a label with a blank', { labels: { x: 'a b' } }, 'labels', 'a valid label must be'],
  ['a label key with a blank', { labels: { 'a b': '' } }, 'labels', 'name part must consist of'],
  ['a label key of three parts', { labels: { 'a/b/c': '' } }, 'labels', 'a valid label key must'],
  [
    'a label key too long',
    { labels: { ['a'.repeat(64)]: '' } },
    'labels',
    'name part must be no more than 63 bytes',
  ],
  ['an annotation key', { annotations: { 'a b': '' } }, 'annotations', 'name part must consist of'],
  ['a finalizer', { finalizers: ['A/b'] }, 'finalizers', 'prefix part a lowercase RFC 1123'],
  [
    'an owner without a uid',
    { ownerReferences: [owner({ uid: '' })] },
    'ownerReferences.uid',
    'must not be empty',
  ],
  [
    'two controllers',
    { ownerReferences: [owner({ controller: true }), owner({ name: 'q', controller: true })] },
    'ownerReferences',
    'Only one reference can have Controller set to true. Found "true" in references for Pod/p and Pod/q',
  ],
];

/** Metadata: what is refused, what is the server's alone, and how it is stored. */
export function metadataContract(ground: () => ContractCluster): void {
  describe('metadata', () => {
    test.each(WRONG)('with a wrong field is refused: %s', async (_, metadata, field, words) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, executionBody('a', { metadata }));
      const failure = answer.failure(422);
      expect(failure.details?.causes?.map((cause) => cause.field)).toEqual([`metadata.${field}`]);
      expect(failure.message).toContain(words);
      expect((await room.list()).items).toEqual([]);
    });

    test('is made by the server where it is the server to make', async () => {
      await using room = await openApiFixture(ground());
      const given = {
        uid: 'mine',
        generation: 9,
        creationTimestamp: '2020-01-01T00:00:00Z',
        deletionTimestamp: '2020-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 5,
      };
      const { metadata } = await room.make('a', { metadata: given });
      expect(metadata.uid).not.toBe(given.uid);
      expect(metadata.generation).toBe(1);
      expect(metadata.creationTimestamp).not.toBe(given.creationTimestamp);
      expect(metadata.deletionTimestamp).toBeUndefined();
      expect(metadata).not.toHaveProperty('deletionGracePeriodSeconds');
    });

    test.each([
      ['deletionTimestamp', '2020-01-01T00:00:00Z'],
      ['uid', 'mine'],
    ])('keeps its %s, which only the server sets', async (field, value) => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const patch = { metadata: { [field]: value } };
      const failure = (await room.admin.mergePatch(`${room.executions}/a`, patch)).failure(422);
      expect(failure.message).toContain(
        `metadata.${field}: Invalid value: "${value}": field is immutable`,
      );
      expect(await room.find('a')).toEqual(before);
    });

    test('is stored without lists and maps that say nothing', async () => {
      await using room = await openApiFixture(ground());
      const empty = { labels: {}, annotations: {}, finalizers: [], ownerReferences: [] };
      const before = await room.make('a', { metadata: empty });
      for (const field of Object.keys(empty)) expect(before.metadata).not.toHaveProperty(field);
      const patch = { metadata: { labels: {} } };
      const after = (await room.admin.mergePatch(`${room.executions}/a`, patch)).object();
      expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    });

    test('loses a label that a merge patch sets to null, and has an empty one so created', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a', { metadata: { labels: { none: null, team: 'pay' } } });
      expect(made.metadata.labels).toEqual({ none: '', team: 'pay' });
      const patch = { metadata: { labels: { none: null, team: null } } };
      const after = (await room.admin.mergePatch(`${room.executions}/a`, patch)).object();
      expect(after.metadata.labels).toBeUndefined();
    });

    test('with a number for a label cannot be read', async () => {
      await using room = await openApiFixture(ground());
      const sent = executionBody('a', { metadata: { labels: { x: 1 } } });
      expect((await room.admin.post(room.executions, sent)).failure(400).reason).toBe('BadRequest');
    });
  });
}
