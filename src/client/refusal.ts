import type { Refusal } from '../api/refusal.ts';
import type { Resource } from '../api/resources.ts';
import type { ExecutionTree } from '../api/tree.ts';
import { errorObject, ForbiddenError } from './errors.ts';
import { fromKubeError } from './failure.ts';
import { hiddenMessage, objectText } from './messages.ts';
import type { Informer } from './watch/informers.ts';

/** The refusal alone, as data. */
export function refusalOf({ verb, resource, namespace, user }: ForbiddenError): Refusal {
  return { verb, resource, namespace, user };
}

/** That a kind may not be listed, if its watches say so. */
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
 * Fails with the right that is missing if one of these kinds is hidden from a tree: what is not seen must
 * not count as not there.
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
