import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { KubeError } from '../errors.ts';
import { configMessages } from '../messages.ts';

/** The settings of a cluster, a user or a context, by their kubeconfig names. */
export type Entry = Readonly<Record<string, unknown>>;

/** A kubeconfig that is loaded already (ours): the `KubeConfig` of `@kubernetes/client-node` is one. */
export interface LoadedKubeconfig {
  /** All of it, as JSON or YAML. Relative paths in it are those of this process. */
  exportConfig(): string;
}

/** One kubeconfig, or several merged as kubectl does it. All paths are absolute. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly currentContext: string;
  /** The files that were there. */
  readonly files: readonly string[];
}

/** One of the three lists of a kubeconfig. What is no text in these settings, kubectl refuses. */
interface Kind {
  readonly list: 'clusters' | 'users' | 'contexts';
  readonly field: 'cluster' | 'user' | 'context';
  /** Texts that are paths: a relative one starts from the folder of its file. */
  readonly paths: readonly string[];
  readonly texts: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    list: 'clusters',
    field: 'cluster',
    paths: ['certificate-authority'],
    texts: ['server', 'tls-server-name', 'proxy-url', 'certificate-authority-data'],
  },
  {
    list: 'users',
    field: 'user',
    paths: ['client-certificate', 'client-key', 'tokenFile'],
    texts: 'client-certificate-data client-key-data token username password as as-uid'.split(' '),
  },
  { list: 'contexts', field: 'context', paths: [], texts: ['cluster', 'user', 'namespace'] },
];

/**
 * Reads files in order; of each cluster, user and context the first file that names it wins, and
 * the first current context. Missing files are skipped, unless `required`.
 */
export async function readKubeconfig(
  files: readonly string[],
  required: boolean,
): Promise<Kubeconfig> {
  const merged = emptyKubeconfig();
  for (const file of files) {
    const text = await readText(file, required);
    if (text === undefined) continue;
    merge(merged, parseKubeconfig(file, text), file, dirname(resolve(file)));
    merged.files.push(file);
  }
  return merged;
}

/** Reads a kubeconfig that the caller has loaded. */
export function readLoadedKubeconfig(loaded: LoadedKubeconfig): Kubeconfig {
  const config = emptyKubeconfig();
  const name = 'What the program gave';
  merge(config, parseKubeconfig(name, loaded.exportConfig()), name, resolve('.'));
  return config;
}

function emptyKubeconfig() {
  return {
    clusters: new Map<string, Entry>(),
    users: new Map<string, Entry>(),
    contexts: new Map<string, Entry>(),
    currentContext: '',
    files: [] as string[],
  };
}

function merge(
  into: ReturnType<typeof emptyKubeconfig>,
  content: Entry,
  file: string,
  folder: string,
): void {
  for (const kind of KINDS) {
    for (const [name, entry] of readList(file, content, kind)) {
      if (!into[kind.list].has(name)) into[kind.list].set(name, withPathsFrom(folder, entry, kind));
    }
  }
  into.currentContext ||= textOf(content, 'current-context') ?? '';
}

/** The text of a setting; undefined if it is absent, empty, or something else. */
export function textOf(entry: Entry, name: string): string | undefined {
  const value = entry[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A setting that has settings of its own; empty if it is absent. */
export function entryOf(entry: Entry, name: string): Entry {
  const value = entry[name];
  return isEntry(value) ? value : {};
}

/** The entries of a list. */
export function entriesOf(entry: Entry, name: string): readonly Entry[] {
  const value = entry[name];
  return Array.isArray(value) ? value.filter(isEntry) : [];
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readText(file: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' && !required) return undefined;
    throw new KubeError('Config', configMessages.unreadable(file, code), { cause });
  }
}

function parseKubeconfig(file: string, text: string): Entry {
  // Like kubectl: the first document counts, and aliases may be merged.
  const [document] = parseAllDocuments(text, { merge: true, logLevel: 'error' });
  let content: unknown;
  try {
    if (document?.errors[0]) throw document.errors[0];
    content = document?.toJS();
  } catch (cause) {
    // Only the place and the kind of mistake: the text around it may be a secret.
    const why = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : '';
    throw malformedError(file, why.replace(/[:.]$/, ''));
  }
  if (content === null || content === undefined) return {};
  const known = ['clusters', 'contexts', 'users', 'current-context'];
  if (isEntry(content) && (content.kind === 'Config' || known.some((key) => key in content))) {
    return content;
  }
  throw malformedError(file, 'it has no clusters, users or contexts');
}

function malformedError(file: string, why: string): KubeError {
  return new KubeError('Config', configMessages.malformed(file, why));
}

/** The entries of one list by name; one that kubectl would refuse is refused. */
function readList(file: string, content: Entry, kind: Kind): ReadonlyMap<string, Entry> {
  const list = content[kind.list] ?? [];
  if (!Array.isArray(list)) throw malformedError(file, `its ${kind.list} are not a list`);
  const read = new Map<string, Entry>();
  for (const named of list.filter(isEntry)) {
    const { name = '' } = named;
    const entry = entryOf(named, kind.field);
    const what = `the ${kind.field} ${name}`;
    if (typeof name !== 'string') throw malformedError(file, configMessages.notText('name', what));
    if (read.has(name)) throw malformedError(file, `it has ${what} twice`);
    const odd = [...kind.paths, ...kind.texts].find((key) => isOdd(entry[key]));
    if (odd !== undefined) throw malformedError(file, configMessages.notText(odd, what));
    read.set(name, entry);
  }
  return read;
}

function isOdd(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'string';
}

function withPathsFrom(folder: string, entry: Entry, { field, paths }: Kind): Entry {
  const found: Record<string, unknown> = { ...entry };
  for (const key of paths) {
    const path = textOf(entry, key);
    if (path !== undefined) found[key] = resolve(folder, path);
  }
  if (field === 'user') found.exec = withCommandFrom(folder, entry.exec);
  return found;
}

/** A plugin given as a relative path lies beside the kubeconfig; a bare name is on the PATH. */
function withCommandFrom(folder: string, exec: unknown): unknown {
  if (!isEntry(exec)) return exec;
  const command = textOf(exec, 'command');
  return command?.includes('/') ? { ...exec, command: resolve(folder, command) } : exec;
}
