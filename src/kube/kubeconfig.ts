import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { KubeError } from './errors.ts';
import { configWords } from './words.ts';

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

const PATHS_OF_CLUSTER = ['certificate-authority'];
const PATHS_OF_USER = ['client-certificate', 'client-key', 'tokenFile'];

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
    merge(merged, parseKubeconfig(file, text), dirname(resolve(file)));
    merged.files.push(file);
  }
  return merged;
}

/** Reads one that somebody else has loaded. */
export function readLoadedKubeconfig(loaded: LoadedKubeconfig): Kubeconfig {
  const config = emptyKubeconfig();
  merge(config, parseKubeconfig('What the program gave', loaded.exportConfig()), resolve('.'));
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

function merge(into: ReturnType<typeof emptyKubeconfig>, content: Entry, folder: string): void {
  keepFirst(into.clusters, content, 'clusters', 'cluster', folder, PATHS_OF_CLUSTER);
  keepFirst(into.users, content, 'users', 'user', folder, PATHS_OF_USER);
  keepFirst(into.contexts, content, 'contexts', 'context', folder, []);
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
    const why = code === 'ENOENT' ? 'it does not exist' : code;
    throw new KubeError('Config', configWords.unreadable(file, why), { cause });
  }
}

function parseKubeconfig(file: string, text: string): Entry {
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    // Only the place and the kind of mistake: the text around it may be a secret.
    const why = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : '';
    throw new KubeError('Config', configWords.malformed(file, why.replace(/[:.]$/, '')));
  }
  if (content === null || content === undefined) return {};
  if (
    !isEntry(content) ||
    !('clusters' in content || 'contexts' in content || 'users' in content)
  ) {
    throw new KubeError(
      'Config',
      configWords.malformed(file, 'it has no clusters, users or contexts'),
    );
  }
  return content;
}

function keepFirst(
  into: Map<string, Entry>,
  content: Entry,
  list: string,
  field: string,
  folder: string,
  paths: readonly string[],
): void {
  for (const named of entriesOf(content, list)) {
    const name = textOf(named, 'name') ?? '';
    if (into.has(name)) continue;
    const entry: Record<string, unknown> = { ...entryOf(named, field) };
    for (const key of paths) {
      const path = textOf(entry, key);
      if (path !== undefined) entry[key] = resolve(folder, path);
    }
    if (field === 'user') entry.exec = withCommandFrom(folder, entry.exec);
    into.set(name, entry);
  }
}

/** A plugin given as a relative path lies beside the kubeconfig; a bare name is on the PATH. */
function withCommandFrom(folder: string, exec: unknown): unknown {
  if (!isEntry(exec)) return exec;
  const command = textOf(exec, 'command');
  return command?.includes('/') ? { ...exec, command: resolve(folder, command) } : exec;
}
