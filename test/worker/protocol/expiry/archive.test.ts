import { describe, expect, it } from 'vitest';
import type { ArchivedExecution } from '../../../../src/api/archived-execution.ts';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  decideArchiveEnd,
  decideStrayArchive,
  deleteArchived,
  expiryOf,
  holdsRoot,
  makeArchive,
} from '../../../../src/worker/protocol/expiry/archive.ts';

const ENDED = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const TREE = { data: 'H4sI', executions: 3, suspensions: 1, jobs: 0 };

const root: Execution = {
  metadata: {
    name: 'release',
    namespace: 'ops',
    uid: 'u1',
    resourceVersion: 'v9',
    labels: { team: 'eu' },
  },
  spec: { function: 'release', ttl: { archiveAfter: '1h', deleteAfter: '24h' } },
  status: {
    phase: 'Completed',
    message: 'shipped',
    startedAt: '2025-12-31T23:00:00Z',
    finishedAt: '2026-01-01T00:00:00Z',
  },
};
const archive = makeArchive(root, TREE, ENDED + HOUR).object as ArchivedExecution;

describe('what is due for a root that ended', () => {
  it('counts from its end', () => {
    expect(expiryOf(root)).toEqual({ archiveAt: ENDED + HOUR, deleteAt: ENDED + 24 * HOUR });
  });

  it('is nothing for children and for open executions', () => {
    const none = { archiveAt: undefined, deleteAt: undefined };
    const labels = { 'kontinue.cloud/parent': 'other' };
    expect(expiryOf({ ...root, metadata: { ...root.metadata, labels } })).toEqual(none);
    expect(expiryOf({ ...root, status: { ...root.status, phase: 'Executing' } })).toEqual(none);
  });

  it('is that of the function where the spec has none', () => {
    const { ttl: _, ...spec } = root.spec;
    expect(expiryOf({ ...root, spec }, { ttl: { deleteAfter: '1h' } })).toEqual({
      archiveAt: undefined,
      deleteAt: ENDED + HOUR,
    });
  });
});

describe('the archive of a root', () => {
  it('has its name and labels, its summary, and names its uid and version', () => {
    expect(archive).toEqual({
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'ArchivedExecution',
      metadata: {
        name: 'release',
        namespace: 'ops',
        labels: { team: 'eu' },
        annotations: { 'kontinue.cloud/archived-version': 'v9' },
      },
      spec: {
        uid: 'u1',
        function: 'release',
        phase: 'Completed',
        message: 'shipped',
        startedAt: '2025-12-31T23:00:00Z',
        finishedAt: '2026-01-01T00:00:00Z',
        archivedAt: '2026-01-01T01:00:00Z',
        deleteAfter: '24h',
        ...TREE,
      },
    });
  });

  it('holds that version alone', () => {
    expect(holdsRoot(archive, root)).toBe(true);
    const metadata = { ...root.metadata, resourceVersion: 'v10' };
    expect(holdsRoot(archive, { ...root, metadata })).toBe(false);
    expect(holdsRoot(archive, { ...root, metadata: { ...root.metadata, uid: 'u2' } })).toBe(false);
  });

  it('is followed by the delete of the root, by uid and version', () => {
    expect(deleteArchived(root)).toEqual({
      verb: 'delete',
      kind: 'Execution',
      name: 'release',
      uid: 'u1',
      resourceVersion: 'v9',
    });
  });

  it('is deleted beside its root that a user retried, and not beside another or none', () => {
    const retried = { ...root, status: { phase: 'Pending' } };
    expect(decideStrayArchive(archive, retried)).toMatchObject({ kind: 'ArchivedExecution' });
    const other = { ...retried, metadata: { ...root.metadata, uid: 'u2' } };
    expect(decideStrayArchive(archive, other)).toBeUndefined();
    expect(decideStrayArchive(archive, undefined)).toBeUndefined();
    expect(decideStrayArchive(archive, root)).toBeUndefined();
  });

  it('ends when its own time has come', () => {
    expect(decideArchiveEnd(archive, ENDED + 24 * HOUR - 1)).toBeUndefined();
    expect(decideArchiveEnd(archive, ENDED + 24 * HOUR)).toMatchObject({ verb: 'delete' });
  });
});
