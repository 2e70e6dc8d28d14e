import type { Client } from '../../client/client.ts';
import { isOutOfSight } from '../../client/errors.ts';
import type { Environment } from '../../kube/environment.ts';
import { clean } from '../../monitor/core/clean.ts';
import { inOneNamespace } from '../connection-flags.ts';
import { jsonText, withoutManagedFields, yamlText } from '../document.ts';
import { readFunctions } from '../functions.ts';
import { executionsTable } from '../list/table.ts';
import { print } from '../output.ts';
import { painted, paintFor } from '../paint.ts';
import type { Sight } from '../panes.ts';
import { withClient } from '../with-client.ts';
import type { ShowFlags } from './flags.ts';
import { pageLines } from './page.ts';

/** Where no terminal says how wide a page may be, nothing is cut. */
const WIDTH = 8_192;

/** Prints one execution, live or archived. */
export async function show(
  name: string,
  flags: ShowFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const text = await withClient(inOneNamespace(flags), environment, host, async (client) => {
    const paint = paintFor(host.stdout, environment);
    if (flags.output === 'page') {
      const sight = await look(client, name, flags);
      const lines = pageLines(sight, host.stdout.columns ?? WIDTH);
      return `${lines.map((line) => painted(line, paint)).join('\n')}\n`;
    }
    const execution = await client.get(name);
    switch (flags.output) {
      case 'name':
        return `${clean(execution.metadata.name)}\n`;
      case 'json':
        return jsonText(withoutManagedFields(execution));
      case 'yaml':
        return yamlText(withoutManagedFields(execution));
      case 'table':
      case 'wide':
        return executionsTable([execution], {
          wide: flags.output === 'wide',
          namespaces: false,
          functions: await readFunctions(client, [client.namespace]),
          now: client.now(),
          paint,
          width: host.stdout.columns,
        });
    }
  });
  await print(host.stdout, text);
  return 0;
}

async function look(client: Client, name: string, flags: ShowFlags): Promise<Sight> {
  const [tree, functions] = await Promise.all([
    client.getTree(name),
    readFunctions(client, [client.namespace]),
  ]);
  const mutex = tree.root().execution()?.spec.mutex;
  const isPending = tree.root().phase === 'Pending';
  const others = mutex && isPending ? await client.list().catch(noneIfHidden) : [];
  return { tree, functions, others, now: client.now(), zone: flags.utc ? 'utc' : 'local' };
}

function noneIfHidden(error: unknown): readonly [] {
  if (isOutOfSight(error)) return [];
  throw error;
}
