import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { type ArchiveContents, readArchive } from '../archives/archive.ts';
import { about, ForbiddenError, isInaccessible, NotFoundError } from '../errors.ts';
import { named, notFoundMessages } from '../messages.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** An execution where it was found: live, or as the root of an archive. */
export type Found =
  | { readonly kind: 'live'; readonly execution: Execution }
  | {
      readonly kind: 'archived';
      readonly execution: Execution;
      readonly contents: ArchiveContents;
    };

/** An execution by name, live or archived (seed: GetNamespaced). */
export async function getExecution(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<Execution> {
  return (await findExecution(scope, namespace, name)).execution;
}

/** Where an execution is now: live, else archived, else a NotFoundError. */
export async function findExecution(scope: Scope, namespace: string, name: string): Promise<Found> {
  try {
    const asked = { resource: EXECUTIONS, namespace, name };
    return { kind: 'live', execution: await getObject<Execution>(scope, asked) };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  try {
    const contents = await readArchive(scope, namespace, name);
    return { kind: 'archived', execution: contents.root, contents };
  } catch (error) {
    const told = missing(named('Execution', namespace, name), error);
    throw told instanceof NotFoundError ? about(told, 'Execution', { namespace, name }) : told;
  }
}

/** Why an execution that is not live is not found in an archive either. */
function missing(what: string, error: unknown): unknown {
  if (error instanceof ForbiddenError) {
    return new NotFoundError(notFoundMessages.executionArchivesHidden(what, error.message), error);
  }
  const absent = error instanceof NotFoundError || isInaccessible(error);
  return absent ? new NotFoundError(notFoundMessages.execution(what), error) : error;
}
