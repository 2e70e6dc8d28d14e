import type { Client } from '../../client/client.ts';
import { isOutOfSight } from '../../client/errors.ts';
import type { Environment } from '../../kube/environment.ts';
import { clean } from '../../monitor/core/clean.ts';
import { jsonText, withoutManagedFields, yamlText } from '../document.ts';
import { readFunctions } from '../functions.ts';
import { print } from '../output.ts';
import { painted, paintFor } from '../paint.ts';
import type { Sight } from '../panes.ts';
import { withClient } from '../with-client.ts';
import type { ShowFlags } from './flags.ts';
import { pageLines } from './page.ts';

/** How wide a page is where no terminal says. */
const WIDTH = 120;

/** Prints one execution, live or archived. */
export async function show(
  name: string,
  flags: ShowFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const text = await withClient(flags, environment, host, async (client) => {
    if (flags.output === 'page') {
      const sight = await look(client, name, flags);
      const paint = paintFor(host.stdout, environment);
      const lines = pageLines(sight, host.stdout.columns ?? WIDTH);
      return `${lines.map((line) => painted(line, paint)).join('\n')}\n`;
    }
    const execution = withoutManagedFields(await client.get(name));
    if (flags.output === 'name') return `${clean(execution.metadata.name)}\n`;
    return flags.output === 'json' ? jsonText(execution) : yamlText(execution);
  });
  await print(host.stdout, text);
  return 0;
}

async function look(client: Client, name: string, { utc }: ShowFlags): Promise<Sight> {
  const [tree, functions] = await Promise.all([
    client.getTree(name),
    readFunctions(client, [client.namespace]),
  ]);
  const mutex = tree.root().execution()?.spec.mutex;
  const isPending = tree.root().phase === 'Pending';
  const others = mutex && isPending ? await client.list().catch(noneIfHidden) : [];
  return { tree, functions, others, now: client.now(), zone: utc ? 'utc' : 'local' };
}

function noneIfHidden(error: unknown): readonly [] {
  if (isOutOfSight(error)) return [];
  throw error;
}
