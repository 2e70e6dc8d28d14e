import type { Execution } from '../../api/execution.ts';
import { parseLabelSelector } from '../../api/label-selector.ts';
import { PHASES, type Phase } from '../../api/phase.ts';
import type { Client } from '../../client/client.ts';
import type { ListOptions } from '../../client/executions/list.ts';
import { isSlimmed } from '../../client/watch/provenance.ts';
import type { Environment } from '../../kube/connection/environment.ts';
import { sanitize } from '../../text/sanitize.ts';
import { withArchivedMark } from '../archived-mark.ts';
import { shownNamespaces } from '../connection-flags.ts';
import { jsonText, withoutManagedFields, yamlText } from '../document.ts';
import { readFunctions } from '../functions.ts';
import { qualifiedName } from '../object-name.ts';
import { print } from '../output.ts';
import { type Paint, paintFor } from '../paint.ts';
import { withClient } from '../with-client.ts';
import type { ListFlags } from './flags.ts';
import { executionsTable } from './table.ts';

/** Prints the executions that the flags select. The exit code is 0 even if there are none. */
export async function list(
  flags: ListFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const options = listOptions(flags);
  const text = await withClient(flags, environment, host, async (client) => {
    const shown = shownNamespaces(flags, client.namespace);
    const namespaces = shown.length === 0 ? [''] : shown;
    const text = await listText(
      client,
      namespaces,
      options,
      flags,
      paintFor(host.stdout, environment),
      host.stdout.columns,
      (sentence) => host.stderr.write(`kontinue: ${sanitize(sentence)}\n`),
    );
    if (text === '') host.stderr.write(`No executions found in ${placeText(shown)}.\n`);
    return text;
  });
  await print(host.stdout, text);
  return 0;
}

async function listText(
  client: Client,
  namespaces: readonly string[],
  options: ListOptions,
  { output, ascii = false }: ListFlags,
  paint: Paint,
  width: number | undefined,
  warn: (sentence: string) => void,
): Promise<string> {
  const isTable = output === 'table' || output === 'wide';
  const isDocument = output === 'json' || output === 'yaml';
  const asked = { ...options, openArchives: isDocument, onWarning: warn };
  const [lists, functions] = await Promise.all([
    Promise.all(namespaces.map((namespace) => client.listNamespaced(namespace, asked))),
    isTable ? readFunctions(client, namespaces) : new Map(),
  ]);
  const empty = namespaces.filter((namespace, i) => namespace !== '' && lists[i]?.length === 0);
  for (const namespace of empty) await refuseMissing(client, namespace);
  const executions = namespaces[0] === '' ? lists.flat().toSorted(byNamespace) : lists.flat();
  const several = namespaces.length > 1 || namespaces[0] === '';
  switch (output) {
    case 'json':
    case 'yaml': {
      for (const { metadata } of executions.filter(isSlimmed)) {
        const name = qualifiedName(metadata.namespace ?? '', metadata.name);
        warn(`The archive of execution ${name} cannot be opened: only its summary is printed.`);
      }
      const items = executions.map(withArchivedMark).map(withoutManagedFields);
      const document = { apiVersion: 'v1', kind: 'List', items };
      return output === 'json' ? jsonText(document) : yamlText(document);
    }
    case 'name':
      return executions
        .map(({ metadata: { namespace = '', name } }) =>
          several ? qualifiedName(namespace, name) : name,
        )
        .map((name) => `${sanitize(name)}\n`)
        .join('');
    case 'table':
    case 'wide':
      return executionsTable(executions, {
        wide: output === 'wide',
        ascii,
        namespaces: several,
        functions,
        now: client.now(),
        paint,
        width,
      });
  }
}

/** Fails if the namespace does not exist: an existing one without executions is a valid answer. */
async function refuseMissing(client: Client, namespace: string): Promise<void> {
  if ((await client.namespaceExists(namespace)) !== false) return;
  throw new Error(`There is no namespace ${namespace}. Check --namespace, or that of the context.`);
}

/** Orders by namespace: a list of all namespaces has the archived executions last. */
function byNamespace(a: Execution, b: Execution): number {
  const [one = '', other = ''] = [a.metadata.namespace, b.metadata.namespace];
  return one < other ? -1 : Number(one > other);
}

/** The flags as options of the library. */
export function listOptions(flags: ListFlags): ListOptions {
  return {
    function: flags.function,
    root: flags.root,
    schedule: flags.schedule,
    workerGroup: flags.workerGroup,
    onlyRoot: flags.onlyRoot,
    phases: flags.phase && phasesOf(flags.phase),
    labelSelector: flags.selector && selectorOf(flags.selector),
  };
}

function phasesOf(flags: readonly string[]): readonly Phase[] {
  return flags
    .flatMap((flag) => flag.split(','))
    .map((text) => {
      const phase = PHASES.find((known) => known.toLowerCase() === text.trim().toLowerCase());
      if (phase !== undefined) return phase;
      throw new Error(`--phase takes ${PHASES.join(', ')}, not ${text}`);
    });
}

function placeText(namespaces: readonly string[]): string {
  return namespaces.length === 0 ? 'any namespace' : `namespace ${namespaces.join(', ')}`;
}

/** A label selector as kubectl's `-l` takes it; repeated flags must all match. */
function selectorOf(flags: readonly string[]): string {
  const selector = parseLabelSelector(flags.join(','));
  if (typeof selector === 'string') throw new Error(`-l: ${selector}`);
  return selector.text;
}
