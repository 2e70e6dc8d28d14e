import type { ArchivedExecution } from '../../api/archived-execution.ts';
import type { Execution } from '../../api/execution.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import { API_VERSION, ARCHIVED_EXECUTIONS, EXECUTIONS } from '../../api/resources.ts';
import { pathOf } from '../../kube/http/paths.ts';
import { listPages } from '../../kube/watch/list.ts';
import { ArchiveCorruptError } from '../errors/content-errors.ts';
import { asKontinueError } from '../failure.ts';
import { ask } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { markArchived, markSummary } from '../watch/provenance.ts';
import { openArchive } from './archive.ts';

/** A list as a Table: it has only the printer columns, and no trees. */
interface Table {
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly object: { readonly metadata: ObjectMeta };
  }[];
}

const AS_TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

/** A page is held in memory, and each archive may have a megabyte. */
const ARCHIVES_PER_PAGE = 20;

/**
 * The archived root executions of a namespace, by their summaries: without arguments, attempts and
 * result (contract: ArchivedExecution). Fields that a summary lacks are left out, such as the
 * creation time.
 */
export async function listArchived(
  scope: Scope,
  namespace: string,
  labelSelector: string | undefined,
): Promise<readonly Execution[]> {
  const resource = ARCHIVED_EXECUTIONS;
  const answer = await ask<Table>(
    scope,
    { verb: 'list', resource, namespace },
    {
      method: 'GET',
      path: pathOf(resource, namespace),
      query: { labelSelector },
      accept: AS_TABLE,
    },
  );
  return executionsOf(answer.body);
}

/**
 * The same, with all fields from the archive. An archive that cannot be opened is listed by its
 * summary.
 */
export async function openArchived(
  scope: Scope,
  namespace: string,
  labelSelector: string | undefined,
): Promise<readonly Execution[]> {
  const { signal, priority } = scope;
  const path = pathOf(ARCHIVED_EXECUTIONS, namespace);
  const query = { labelSelector, limit: ARCHIVES_PER_PAGE };
  let roots: Execution[] = [];
  try {
    const pages = listPages<ArchivedExecution>(scope.core.transport, path, query, {
      signal,
      priority,
    });
    for await (const { items, restarted } of pages) {
      if (restarted) roots = [];
      for (const archive of items) roots.push(await rootOf(archive));
    }
  } catch (error) {
    throw asKontinueError(error, { verb: 'list', resource: ARCHIVED_EXECUTIONS, namespace });
  }
  return roots;
}

async function rootOf(archive: ArchivedExecution): Promise<Execution> {
  try {
    return (await openArchive(archive)).root;
  } catch (error) {
    if (!(error instanceof ArchiveCorruptError)) throw error;
    const { uid, function: fn, phase, message, startedAt, finishedAt } = archive.spec;
    return summarize(archive.metadata, { uid, fn, phase, message, startedAt, finishedAt });
  }
}

function executionsOf(table: Table): Execution[] {
  const names = table.columnDefinitions.map((column) => column.name);
  return table.rows.map(({ cells, object }) => {
    const cell = (name: string) => {
      const value = cells[names.indexOf(name)];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    return summarize(object.metadata, {
      uid: cell('UID'),
      fn: cell('Function'),
      phase: cell('Phase'),
      message: cell('Message'),
      startedAt: cell('Started'),
      finishedAt: cell('Finished'),
    });
  });
}

type Summary = Readonly<
  Record<'uid' | 'fn' | 'phase' | 'message' | 'startedAt' | 'finishedAt', string | undefined>
>;

/** An execution from the labels and the summary of its archive. */
function summarize(
  { creationTimestamp: _archived, ...metadata }: ObjectMeta,
  { uid = metadata.uid ?? '', fn = '', phase = 'Unknown', ...rest }: Summary,
): Execution {
  const known = Object.entries(rest).filter(([, value]) => value !== undefined);
  const execution: Execution = {
    apiVersion: API_VERSION,
    kind: EXECUTIONS.kind,
    // This is the creation time of the archive, not of the execution.
    metadata: { ...metadata, uid },
    spec: { function: fn },
    status: { phase, ...Object.fromEntries(known) },
  };
  return markSummary(markArchived(execution));
}
