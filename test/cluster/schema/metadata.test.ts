import { describe, expect, it } from 'vitest';
import { EXECUTIONS, JOBS } from '../../../src/api/resources.ts';
import { BUILT_IN } from '../../../src/cluster/kinds/built-in.ts';
import type { Kind } from '../../../src/cluster/kinds/kind.ts';
import { NAMESPACES } from '../../../src/cluster/kinds/resources.ts';
import { readMetadata, validateMetadata } from '../../../src/cluster/schema/metadata.ts';

function kindOf(plural: string): Kind {
  const kind = BUILT_IN.find(({ resource }) => resource.plural === plural);
  if (!kind) throw new Error(`no kind ${plural}`);
  return kind;
}

const execution: Kind = { ...kindOf(JOBS.plural), resource: EXECUTIONS };
const messages = (kind: Kind, metadata: Parameters<typeof validateMetadata>[1]) =>
  validateMetadata(kind, metadata).map((cause) => `${cause.field}: ${cause.message}`);

describe('a name', () => {
  it.each(['a', 'a-1.b', 'x'.repeat(253)])('%j is fine', (name) => {
    expect(messages(execution, { name })).toEqual([]);
  });

  it.each(['A', '-a', 'a-', 'a_b', 'a..b', ''])('%j is none', (name) => {
    expect(messages(execution, { name })).toEqual([
      expect.stringContaining('a lowercase RFC 1123 subdomain must consist of'),
    ]);
  });

  it('holds 253 characters, that of a namespace 63 and no dot', () => {
    expect(messages(execution, { name: 'x'.repeat(254) })).toEqual([
      expect.stringContaining('must be no more than 253 bytes'),
    ]);
    expect(messages(kindOf(NAMESPACES.plural), { name: 'a.b' })).toEqual([
      expect.stringContaining('a lowercase RFC 1123 label must consist of'),
    ]);
  });

  it('of a Job holds 63, since it becomes a label of its pods', () => {
    expect(messages(kindOf(JOBS.plural), { name: 'x'.repeat(64) })).toEqual([
      expect.stringMatching(/^spec\.template\.labels: .*must be no more than 63 bytes$/),
    ]);
  });
});

describe('labels', () => {
  it('with a prefix, dots and empty values are fine', () => {
    const labels = { 'kontinue.cloud/root': 'a', 'a.b_c': '', x: 'A-1.b_c' };
    expect(messages(execution, { name: 'a', labels })).toEqual([]);
  });

  it.each([
    [{ 'bad key': 'v' }, 'name part must consist of'],
    [{ ok: 'bad value!' }, 'a valid label must be an empty string or consist of'],
    [{ ok: 'v'.repeat(64) }, 'must be no more than 63 bytes'],
  ])('%j are refused', (labels, why) => {
    expect(messages(execution, { name: 'a', labels })).toEqual([expect.stringContaining(why)]);
  });
});

it('owners name everything that finds them', () => {
  const owner = { apiVersion: '', kind: 'K', name: 'n', uid: '' };
  expect(messages(execution, { name: 'a', ownerReferences: [owner] })).toEqual([
    'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
  ]);
});

describe('metadata as it is sent', () => {
  it('loses fields that no object has, with their paths, and what says nothing', () => {
    const unknown: string[] = [];
    const sent = { name: 'a', foo: 1, managedFields: [], labels: null };
    expect(readMetadata(sent, unknown)).toEqual({ name: 'a' });
    expect(unknown).toEqual(['metadata.foo']);
  });

  it.each([
    [{ name: 3 }, 'cannot unmarshal number into Go struct field ObjectMeta.name of type string'],
    [{ labels: { a: 1 } }, 'cannot unmarshal number into Go struct field ObjectMeta.labels'],
    [{ labels: 'x' }, 'ObjectMeta.labels of type map[string]string'],
    [{ finalizers: 'x' }, 'ObjectMeta.finalizers of type []string'],
    [{ finalizers: [{}] }, 'cannot unmarshal object into Go struct field ObjectMeta.finalizers'],
    [{ generation: 1.5 }, 'number 1.5 into Go struct field ObjectMeta.generation of type int64'],
    [{ creationTimestamp: 'x' }, 'parsing time "x" as "2006-01-02T15:04:05Z07:00"'],
    [{ ownerReferences: [3] }, 'ObjectMeta.ownerReferences of type v1.OwnerReference'],
    [
      { ownerReferences: [{ apiVersion: 3 }] },
      'number into Go struct field OwnerReference.ownerReferences.apiVersion of type string',
    ],
    [
      { ownerReferences: [{ uid: {} }] },
      'object into Go struct field OwnerReference.ownerReferences.uid of type types.UID',
    ],
    ['x', 'cannot unmarshal string into Go value of type v1.ObjectMeta'],
  ])('cannot be read as %j', (metadata, why) => {
    expect(() => readMetadata(metadata, [])).toThrow(why);
  });

  it.each([
    [undefined, {}],
    [null, {}],
    [{ name: 'a', labels: null, finalizers: [] }, { name: 'a' }],
    [{ labels: { a: null } }, { labels: { a: '' } }],
  ])('can be read as %j', (metadata, read) => {
    expect(readMetadata(metadata, [])).toEqual(read);
  });
});
