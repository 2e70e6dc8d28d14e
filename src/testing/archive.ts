import type { Execution } from '../api/execution.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../api/resources.ts';
import type { Stored } from '../cluster/object.ts';
import type { Storage } from '../cluster/storage.ts';
import { drafts } from './drafts.ts';
import type { DraftOf } from './kinds.ts';

/** Takes an execution and what is below it out of the storage, and gives the draft of its archive. */
export function archive(
  storage: Storage,
  { metadata: { namespace = 'default', name } }: Execution,
  archivedAt: string,
): DraftOf<'ArchivedExecution'> {
  const root = storage.get<Execution>(EXECUTIONS, namespace, name);
  if (!root) throw new Error(`There is no execution ${namespace}/${name} to archive.`);
  const below = (resource: Resource, uids: ReadonlySet<string>): readonly Stored[] =>
    storage
      .list(resource, namespace)
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uids.has(uid)));
  const executions: Stored[] = [];
  const uids = new Set([root.metadata.uid]);
  for (let next = below(EXECUTIONS, uids); next.length > 0; ) {
    executions.push(...next);
    const level = new Set(next.map(({ metadata }) => metadata.uid));
    for (const uid of level) uids.add(uid);
    next = below(EXECUTIONS, level).filter(({ metadata }) => !uids.has(metadata.uid));
  }
  const suspensions = below(SUSPENSIONS, uids);
  const jobs = below(JOBS, uids);
  const draft = drafts.archive({ root, executions, suspensions, jobs, archivedAt });
  // What it owns follows it.
  storage.delete(EXECUTIONS, namespace, name);
  return draft;
}
