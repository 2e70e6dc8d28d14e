import type { Execution } from '../api/execution.ts';
import { GROUP } from '../api/resources.ts';
import { isArchived } from '../client/watch/provenance.ts';

/** The annotation by which scripts recognize an execution from an archive. It is never stored. */
const ARCHIVED_ANNOTATION = `${GROUP}/archived`;

/** An execution for `-o json` and `-o yaml`, with the annotation if it is archived. */
export function withArchivedMark(execution: Execution): Execution {
  if (!isArchived(execution)) return execution;
  const { metadata } = execution;
  const annotations = { ...metadata.annotations, [ARCHIVED_ANNOTATION]: 'true' };
  return { ...execution, metadata: { ...metadata, annotations } };
}
