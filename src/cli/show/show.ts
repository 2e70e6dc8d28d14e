import { ARCHIVED_EXECUTIONS, EXECUTIONS } from '../../api/resources.ts';
import type { Client } from '../../client/client.ts';
import { emptyIfInaccessible } from '../../client/errors/recognize.ts';
import type { Environment } from '../../kube/connection/environment.ts';
import { sanitize } from '../../text/sanitize.ts';
import { withArchivedMark } from '../archived-mark.ts';
import { textFor } from '../ascii.ts';
import { jsonText, withoutManagedFields, yamlText } from '../document.ts';
import { readFunctions } from '../functions.ts';
import { executionsTable } from '../list/table.ts';
import { readObject } from '../object-name.ts';
import { print } from '../output.ts';
import { paintFor, paintLine } from '../paint.ts';
import type { ExecutionDetails } from '../panes.ts';
import { withClient } from '../with-client.ts';
import type { ShowFlags } from './flags.ts';
import { pageLines } from './page.ts';

/** The width without a terminal: nothing is cut. */
const WIDTH = 8_192;

/** Prints one execution, live or archived. */
export async function show(
  argument: string,
  given: ShowFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const { name, flags } = readObject(argument, [EXECUTIONS, ARCHIVED_EXECUTIONS], given);
  const text = await withClient(flags, environment, host, async (client) => {
    const paint = paintFor(host.stdout, environment);
    if (flags.output === 'page') {
      const details = await readDetails(client, name, flags);
      const lines = pageLines(details, host.stdout.columns ?? WIDTH);
      return textFor(flags)(`${lines.map((line) => paintLine(line, paint)).join('\n')}\n`);
    }
    const execution = await client.get(name);
    switch (flags.output) {
      case 'name':
        return `${sanitize(execution.metadata.name)}\n`;
      case 'json':
        return jsonText(withoutManagedFields(withArchivedMark(execution)));
      case 'yaml':
        return yamlText(withoutManagedFields(withArchivedMark(execution)));
      case 'table':
      case 'wide':
        return executionsTable([execution], {
          wide: flags.output === 'wide',
          ascii: flags.ascii ?? false,
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

async function readDetails(
  client: Client,
  name: string,
  flags: ShowFlags,
): Promise<ExecutionDetails> {
  const [tree, functions] = await Promise.all([
    client.getTree(name),
    readFunctions(client, [client.namespace]),
  ]);
  const mutex = tree.root().execution()?.spec.mutex;
  const isPending = tree.root().phase === 'Pending';
  const others = mutex && isPending ? await client.list().catch(emptyIfInaccessible) : [];
  const { utc = false, ascii = false } = flags;
  return { tree, functions, others, now: client.now(), zone: utc ? 'utc' : 'local', ascii };
}
