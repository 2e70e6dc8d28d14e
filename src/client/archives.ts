import type { Execution } from '../api/execution.ts';
import type { ObjectMeta } from '../api/metadata.ts';
import { API_VERSION, ARCHIVED_EXECUTIONS, EXECUTIONS } from '../api/resources.ts';
import { pathOf } from '../kube/paths.ts';
import { ask } from './objects.ts';
import { markArchived, markSlimmed } from './provenance.ts';
import type { Scope } from './scope.ts';

/** A list as a Table: the printer columns only, so that no tree travels with it. */
interface Table {
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly object: { readonly metadata: ObjectMeta };
  }[];
}

const AS_TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

/**
 * The archived root executions of a namespace, by their summaries: without arguments, attempts and
 * result (contract: ArchivedExecution). What a summary does not say is left out.
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

function executionsOf(table: Table): Execution[] {
  const names = table.columnDefinitions.map((column) => column.name);
  return table.rows.map(({ cells, object }) => {
    const cell = (name: string) => {
      const value = cells[names.indexOf(name)];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const message = cell('Message');
    const startedAt = cell('Started');
    const finishedAt = cell('Finished');
    const execution: Execution = {
      apiVersion: API_VERSION,
      kind: EXECUTIONS.kind,
      metadata: { ...object.metadata, uid: cell('UID') ?? object.metadata.uid ?? '' },
      spec: { function: cell('Function') ?? '' },
      status: {
        phase: cell('Phase') ?? 'Unknown',
        ...(message !== undefined && { message }),
        ...(startedAt !== undefined && { startedAt }),
        ...(finishedAt !== undefined && { finishedAt }),
      },
    };
    return markSlimmed(markArchived(execution));
  });
}
