import type { KontinueFunction } from '../api/function.ts';
import type { Client } from '../client/client.ts';
import { isInaccessible } from '../client/errors/recognize.ts';
import type { Functions } from '../monitor/core/function-lookup.ts';

/** The functions of some namespaces. A namespace whose functions may not be read is absent. */
export async function readFunctions(
  client: Client,
  namespaces: readonly string[],
): Promise<Functions> {
  const lists = await Promise.all(
    namespaces.map(async (namespace) => {
      try {
        const functions = await client.functionsNamespaced(namespace, { includeHidden: true });
        return byNamespace(functions, namespace);
      } catch (error) {
        if (isInaccessible(error)) return [];
        throw error;
      }
    }),
  );
  return new Map(lists.flat());
}

/** A namespace without functions has an empty list. */
function byNamespace(functions: readonly KontinueFunction[], asked: string) {
  const groups = new Map<string, KontinueFunction[]>(asked === '' ? [] : [[asked, []]]);
  for (const fn of functions) {
    const { namespace = '' } = fn.metadata;
    const group = groups.get(namespace);
    if (group) group.push(fn);
    else groups.set(namespace, [fn]);
  }
  return [...groups];
}
