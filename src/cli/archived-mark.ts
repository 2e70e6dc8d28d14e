import type { Execution } from '../api/execution.ts';
import { GROUP } from '../api/resources.ts';
import { isArchived } from '../client/watch/provenance.ts';

/** By this annotation scripts tell an execution that was read from its archive. Never stored. */
const ARCHIVED_ANNOTATION = `${GROUP}/archived`;

/** An execution for `-o json` and `-o yaml`: one that is archived says so. */
export function withArchivedMark(execution: Execution): Execution {
  if (!isArchived(execution)) return execution;
  const { metadata } = execution;
  const annotations = { ...metadata.annotations, [ARCHIVED_ANNOTATION]: 'true' };
  return { ...execution, metadata: { ...metadata, annotations } };
}
