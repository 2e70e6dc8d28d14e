import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a worker needs of `kontinue/worker`. */
type Library = Pick<typeof import('../../worker/functions/define-function.ts'), 'isDefinition'> &
  Pick<typeof import('../../worker/loop/worker.ts'), 'Worker'>;
type Definition =
  Parameters<typeof import('../../worker/loop/publish.ts').publishFunctions>[2] extends Iterable<
    infer T
  >
    ? T
    : never;

/** The functions that files export, and the library that defined them. */
export interface LoadedFunctions {
  readonly functions: readonly Definition[];
  readonly library: Library;
}

/**
 * Loads the functions that files export.
 * @throws Error if a file cannot be loaded, or no file exports a function.
 */
export async function loadFunctions(
  files: readonly string[],
  folder: string,
): Promise<LoadedFunctions> {
  const paths = files.map((file) => resolve(folder, file));
  const library = await loadLibrary(paths[0] ?? folder);
  const functions = new Set<Definition>();
  for (const path of paths) {
    for (const exported of Object.values(await load(path)))
      if (library.isDefinition(exported)) functions.add(exported);
  }
  if (functions.size > 0) return { functions: [...functions], library };
  throw new Error(
    `${files.join(', ')} exports no function: export what defineFunction of kontinue/worker gives.`,
  );
}

/** The library that the functions import: errors of another copy would not be known. */
async function loadLibrary(from: string): Promise<Library> {
  const find = (place: string) => createRequire(place).resolve('kontinue/worker');
  let path: string;
  try {
    path = find(from);
  } catch {
    // The file has no kontinue of its own.
    path = find(import.meta.url);
  }
  return (await import(pathToFileURL(path).href)) as Library;
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || isTypeScript(path, error))
      throw new Error(
        `Node ${process.versions.node} cannot load ${path}: compile it to JavaScript, use Node 22.18 or newer, or start node with a loader such as \`--import tsx\`.`,
        { cause: error },
      );
    if (code === 'ERR_MODULE_NOT_FOUND' && error instanceof Error)
      throw new Error(`Cannot load ${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function isTypeScript(path: string, error: unknown): boolean {
  return /\.[cm]?tsx?$/.test(path) && error instanceof SyntaxError;
}
