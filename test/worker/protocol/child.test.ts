import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { judgeExisting, makeChild, makeJob, makeWait } from '../../../src/worker/protocol/child.ts';
import { beginJournal } from '../../../src/worker/protocol/journal/journal.ts';
import type { Operation } from '../../../src/worker/protocol/journal/operation.ts';
import { printJournal } from '../../../src/worker/protocol/journal/patch.ts';
import { licenceOf } from '../../../src/worker/protocol/licence.ts';

const parent: Execution = {
  metadata: {
    name: 'release',
    namespace: 'ops',
    uid: 'u1',
    labels: { 'kontinue.cloud/worker-group': 'eu', 'kontinue.cloud/root': 'top' },
  },
  spec: { function: 'release' },
};
const build: Operation = { kind: 'execution', key: '1', function: 'build', hash: '0000000a' };
const journal = { ...beginJournal(2, '1'), operations: [build] };

const owned = (name: string, labels: object = {}) => ({
  name,
  namespace: 'ops',
  labels: { 'kontinue.cloud/root': 'top', 'kontinue.cloud/parent': 'release', ...labels },
  annotations: { 'kontinue.cloud/attempt': '2' },
  ownerReferences: [
    {
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      name: 'release',
      uid: 'u1',
      controller: true,
      blockOwnerDeletion: false,
    },
  ],
});
const GROUP = { 'kontinue.cloud/worker-group': 'eu' };

describe('what an execution makes', () => {
  it('is a child of its own attempt, whose group follows from its function', () => {
    expect(makeChild(parent, journal, build, { function: 'build' })).toEqual({
      verb: 'create',
      kind: 'Execution',
      object: {
        apiVersion: 'kontinue.cloud/v1alpha1',
        kind: 'Execution',
        metadata: owned('release-1'),
        spec: { function: 'build' },
      },
    });
    const spawned = makeChild(parent, journal, build, { function: 'build' }, true);
    expect(spawned.object.metadata.annotations).toMatchObject({ 'kontinue.cloud/spawned': 'true' });
  });

  it('is a sleep until the time that the journal fixed, or an approval with its question', () => {
    const until = '2026-01-01T00:00:00Z';
    const sleep = makeWait(parent, journal, { kind: 'sleep', key: 'nap', until }, {});
    expect(sleep.object).toMatchObject({
      kind: 'Suspension',
      metadata: owned('release-nap', GROUP),
      spec: { resumeAt: until },
    });
    const question = { message: 'Ship it?', expiresAt: until };
    const approval = makeWait(parent, journal, { kind: 'suspension', key: 'ok' }, question);
    expect(approval.object).toMatchObject({ spec: question });
  });

  it('is a Job whose pod is tried once, and that stays until it was read', () => {
    const operation: Operation = { kind: 'job', key: 'helm'.repeat(20), hash: '0000000b' };
    const spec = { backoffLimit: 3, ttlSecondsAfterFinished: 5, template: { spec: {} } };
    const { object } = makeJob(parent, journal, operation, spec);
    expect(object).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job' });
    expect(object).toHaveProperty('spec', { backoffLimit: 0, template: { spec: {} } });
    expect(object.metadata.name).toHaveLength(63);
    expect(object.metadata.annotations).toMatchObject({ 'kontinue.cloud/key': operation.key });
  });
});

describe('an object that exists under the name of a child', () => {
  const existing = (changes: object): Execution => {
    const { object } = makeChild(parent, journal, build, { function: 'build' });
    const metadata = { ...object.metadata, uid: 'child', ...changes };
    return { ...object, metadata, spec: { function: 'build' } };
  };
  const judge = (it: Execution, isOwnerGone = false, gone: readonly string[] = []) =>
    judgeExisting(it, parent, { ...journal, gone }, build, isOwnerGone);
  const attempt = (number: number) => ({
    annotations: { 'kontinue.cloud/attempt': `${number}` },
  });
  const ofAnother = {
    ownerReferences: [
      { apiVersion: 'kontinue.cloud/v1alpha1', kind: 'Execution', name: 'release', uid: 'u0' },
    ],
  };

  it('is taken, deleted, or left alone, as its owner and attempt say', () => {
    expect(judge(existing({}))).toBe('taken');
    expect(judge(existing({}), false, ['child'])).toBe('stale');
    expect(judge(existing(attempt(1)))).toBe('stale');
    expect(judge(existing(attempt(3)))).toBe('superseded');
    expect(judge(existing(ofAnother))).toBe('foreign');
    expect(judge(existing(ofAnother), true)).toBe('stale');
    expect(judge(existing({ ownerReferences: [] }), true)).toBe('foreign');
  });

  it('is run only if the very execution that owns it asks for it', () => {
    const asking = { ...parent, status: { state: printJournal(journal) } };
    const parents = (known: readonly Execution[], gone: readonly string[] = []) => ({
      find: (uid: string) => known.find(({ metadata }) => metadata.uid === uid),
      isGone: (uid: string) => gone.includes(uid),
    });
    expect(licenceOf(existing({}), parents([asking]))).toBe('granted');
    expect(licenceOf(existing(attempt(1)), parents([asking]))).toBe('void');
    expect(licenceOf(existing(ofAnother), parents([asking]))).toBe('awaited');
    expect(licenceOf(existing(ofAnother), parents([asking], ['u0']))).toBe('void');
    expect(licenceOf(existing({ ownerReferences: [] }), parents([]))).toBe('granted');
  });

  it('is found by its key where its name was cut', () => {
    const long = { ...build, key: 'k'.repeat(63) };
    const name = 'p'.repeat(250);
    const grand = { ...parent, metadata: { ...parent.metadata, name } };
    const asked = { ...journal, operations: [long] };
    const { object } = makeChild(grand, asked, long, { function: 'build' });
    const child: Execution = { ...object, spec: { function: 'build' } };
    const asking = { ...grand, status: { state: printJournal(asked) } };
    const parents = { find: () => asking, isGone: () => false };
    expect(licenceOf(child, parents)).toBe('granted');
  });
});
