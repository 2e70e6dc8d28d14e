import type { Refusal } from '../api/refusal.ts';
import type { Resource } from '../api/resources.ts';
import type { ExecutionTree } from '../api/tree.ts';
import { ForbiddenError } from './errors/access-errors.ts';
import { errorObject } from './errors/kontinue-error.ts';
import { fromKubeError } from './failure.ts';
import { hiddenMessage, objectText } from './messages.ts';
import type { Informer } from './watch/informers.ts';

/** The refusal as plain data. */
export function refusalOf({ verb, resource, namespace, user }: ForbiddenError): Refusal {
  return { verb, resource, namespace, user };
}

/** The refusal of a kind whose watches say that it may not be listed. */
export function refusalsOf(
  resource: Resource,
  namespace: string,
  informers: readonly Pick<Informer<never>, 'reflector'>[],
): readonly Refusal[] {
  for (const { reflector } of informers) {
    const { phase, lastError } = reflector.state;
    if (phase !== 'forbidden' || !lastError) continue;
    const error = fromKubeError(lastError, { verb: 'list', resource, namespace });
    if (error instanceof ForbiddenError) return [refusalOf(error)];
  }
  return [];
}

/**
 * Fails with the missing right if one of these kinds is hidden from a tree: a hidden object must
 * not count as a missing one.
 */
export function assertVisible(tree: ExecutionTree, resources: readonly Resource[]): void {
  const plurals = resources.map(({ plural }) => plural);
  const refusal = tree.hidden.find(({ resource }) => plurals.includes(resource));
  if (refusal === undefined) return;
  const { namespace, name } = tree.root();
  const message = hiddenMessage(refusal, objectText('Execution', namespace, name));
  throw new ForbiddenError(message, {
    ...refusal,
    object: errorObject('Execution', { namespace, name }),
  });
}
