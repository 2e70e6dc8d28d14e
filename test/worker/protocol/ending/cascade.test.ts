import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import type { KubeObject } from '../../../../src/api/metadata.ts';
import { NO_CHILDREN } from '../../../../src/worker/protocol/children.ts';
import { decideCascade } from '../../../../src/worker/protocol/ending/cascade.ts';
import { decideWake } from '../../../../src/worker/protocol/ending/wake.ts';
import type { Write } from '../../../../src/worker/protocol/write.ts';

const NOW = Date.UTC(2026, 0, 1);

function metadata(name: string, owner?: string, annotations?: Record<string, string>) {
  const reference = { apiVersion: 'kontinue.cloud/v1alpha1', kind: 'Execution', controller: true };
  return {
    name,
    uid: `uid-${name}`,
    resourceVersion: `v-${name}`,
    ...(annotations && { annotations }),
    ...(owner && { ownerReferences: [{ ...reference, name: owner, uid: `uid-${owner}` }] }),
  };
}
const execution = (
  name: string,
  phase: string,
  owner?: string,
  annotations?: Record<string, string>,
): Execution => ({
  metadata: metadata(name, owner, annotations),
  spec: { function: 'f' },
  status: { phase, attempts: [{ phase, startedAt: '2026-01-01T00:00:00Z' }] },
});

const nameOf = (write: Write): string =>
  write.verb === 'create' || write.verb === 'update'
    ? write.object.metadata.name
    : `${write.verb} ${write.name}`;

function cascade(
  executions: readonly Execution[],
  others: { suspensions?: readonly KubeObject[]; jobs?: readonly KubeObject[] } = {},
  gone: readonly string[] = [],
) {
  const owners = {
    find: (uid: string) => executions.find((known) => known.metadata.uid === uid),
    isGone: (uid: string) => gone.includes(uid),
  };
  return decideCascade({ ...NO_CHILDREN, executions, ...others }, owners, NOW);
}

describe('what ends below an execution', () => {
  it.each(['Canceled', 'Skipped'])('is everything, however deep, when it is %s', (phase) => {
    const writes = cascade(
      [
        execution('grandchild', 'Pending', 'child'),
        execution('root', phase),
        execution('child', 'Completed', 'root'),
        execution('other', 'Executing', 'root', { 'kontinue.cloud/spawned': 'true' }),
        execution('elsewhere', 'Executing'),
      ],
      {
        suspensions: [{ metadata: metadata('nap', 'grandchild') }],
        jobs: [{ metadata: metadata('helm', 'other') }],
      },
    );
    expect(writes.map(nameOf)).toEqual([
      'patchStatus other',
      'patchStatus grandchild',
      'delete helm',
      'patchStatus nap',
    ]);
  });

  it('is ended by the version that was seen, and a job by its uid', () => {
    const [cancel, remove] = cascade(
      [execution('root', 'Canceled'), execution('child', 'Executing', 'root')],
      { jobs: [{ metadata: metadata('helm', 'root') }] },
    );
    const finishedAt = '2026-01-01T00:00:00Z';
    const message = 'Canceled: the execution above it has ended';
    expect(cancel).toMatchObject({
      patch: [
        { op: 'replace', path: '/metadata/resourceVersion', value: 'v-child' },
        { path: '/status/phase', value: 'Canceled' },
        { path: '/status/message', value: message },
        { op: 'replace', path: '/status/attempts/0', value: { phase: 'Canceled', finishedAt } },
        { path: '/status/finishedAt', value: finishedAt },
      ],
    });
    expect(remove).toEqual({ verb: 'delete', kind: 'Job', name: 'helm', uid: 'uid-helm' });
  });

  it('is what it would have waited for when it completed', () => {
    const writes = cascade(
      [
        execution('root', 'Completed'),
        execution('awaited', 'Executing', 'root'),
        execution('spawned', 'Executing', 'root', { 'kontinue.cloud/spawned': 'true' }),
      ],
      { suspensions: [{ metadata: metadata('approve', 'root') }] },
    );
    expect(writes.map(nameOf)).toEqual(['patchStatus awaited', 'patchStatus approve']);
  });

  it('is nothing that a user retried after it completed', () => {
    const root = execution('root', 'Completed');
    const child = execution('child', 'Pending', 'root');
    const at = (finishedAt: string, retriedAt: string) => [
      { ...root, status: { ...root.status, finishedAt } },
      { ...child, status: { ...child.status, retriedAt } },
    ];
    expect(cascade(at('2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'))).toEqual([]);
    expect(cascade(at('2026-01-01T01:00:00Z', '2026-01-01T00:00:00Z'))).toHaveLength(1);
  });

  it('is its waits alone when it failed, since a retry may keep its children', () => {
    const writes = cascade([execution('root', 'Failed'), execution('child', 'Executing', 'root')], {
      suspensions: [{ metadata: metadata('approve', 'root') }],
    });
    expect(writes.map(nameOf)).toEqual(['patchStatus approve']);
  });

  it('is nothing while it is open, in Backoff too', () => {
    for (const phase of ['Executing', 'Suspended', 'Backoff', 'Pending']) {
      expect(
        cascade([execution('root', phase), execution('child', 'Executing', 'root')], {
          suspensions: [{ metadata: metadata('approve', 'root') }],
        }),
      ).toEqual([]);
    }
  });

  it('is everything when it was deleted, once a fresh read says so', () => {
    const orphan = [execution('child', 'Executing', 'root')];
    expect(cascade(orphan)).toEqual([]);
    expect(cascade(orphan, {}, ['uid-root']).map(nameOf)).toEqual(['patchStatus child']);
  });

  it('is found in a circle of owners, too', () => {
    const circle = [execution('a', 'Executing', 'b'), execution('b', 'Executing', 'a')];
    expect(cascade(circle)).toEqual([]);
  });
});

describe('a wait', () => {
  const suspension = (spec: object, phase?: string) => ({
    metadata: metadata('nap'),
    spec,
    ...(phase !== undefined && { status: { phase } }),
  });
  const due = '2026-01-01T00:00:00Z';

  it('ends when its time has come, by the version that was seen', () => {
    const write = decideWake(suspension({ resumeAt: due }), NOW);
    expect(write?.patch).toMatchObject([
      { path: '/metadata/resourceVersion', value: 'v-nap' },
      { path: '/status', value: {} },
      { path: '/status/phase', value: 'Completed' },
      { path: '/status/finishedAt', value: due },
    ]);
    expect(decideWake(suspension({ resumeAt: due }), NOW - 1)).toBeUndefined();
  });

  it('of an approval is canceled when no answer came in time', () => {
    const write = decideWake(suspension({ expiresAt: due }), NOW);
    expect(write?.patch).toContainEqual({ op: 'add', path: '/status/phase', value: 'Canceled' });
    expect(decideWake(suspension({}), NOW)).toBeUndefined();
  });

  it('that has ended stays as it is', () => {
    expect(decideWake(suspension({ resumeAt: due }, 'Canceled'), NOW)).toBeUndefined();
    expect(decideWake(suspension({ resumeAt: due }, 'Completed'), NOW)).toBeUndefined();
  });
});
