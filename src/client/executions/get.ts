import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { type ArchiveContents, readArchive } from '../archives/archive.ts';
import { ForbiddenError } from '../errors/access-errors.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { isInaccessible } from '../errors/recognize.ts';
import { notFoundMessages, objectText } from '../messages.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** An execution, and where it was found: live, or as the root of an archive. */
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

/** Finds an execution: live, else archived, else a NotFoundError. */
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
    throw missingError(namespace, name, error);
  }
}

/** The error for an execution that is not live and not found in an archive either. */
function missingError(namespace: string, name: string, error: unknown): unknown {
  const what = objectText('Execution', namespace, name);
  const details = { object: errorObject('Execution', { namespace, name }), cause: error };
  if (error instanceof ForbiddenError) {
    const message = notFoundMessages.executionArchivesHidden(what, error.message);
    return new NotFoundError(message, details);
  }
  const isAbsent = error instanceof NotFoundError || isInaccessible(error);
  return isAbsent ? new NotFoundError(notFoundMessages.execution(what), details) : error;
}
