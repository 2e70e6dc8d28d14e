import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeProblem } from '../monitor/write-problem.ts';

/** The first line of every kubeconfig that an embedded cluster has written and may replace. */
const MARK = '# Of an embedded cluster: it ends with the program that wrote this file.\n';

/**
 * Writes a kubeconfig and returns its path. The file is deleted when the program ends. Default: a
 * temporary file. A file of another origin is not replaced: it could be the user's way to their
 * clusters.
 */
export async function writeKubeconfig(
  text: string,
  asked: string | undefined,
  host: NodeJS.Process,
): Promise<string> {
  const file = asked ?? join(await mkdtemp(join(tmpdir(), 'kontinue-')), 'kubeconfig');
  if (asked !== undefined) await requireOurs(asked);
  try {
    await writeFile(file, MARK + text, { mode: 0o600 });
  } catch (cause) {
    throw new Error(`the kubeconfig cannot be written to ${file}: ${writeProblem(cause)}`, {
      cause,
    });
  }
  const ours = asked ?? dirname(file);
  host.once('exit', () => rmSync(ours, { recursive: asked === undefined, force: true }));
  return file;
}

async function requireOurs(file: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => MARK); // Writing will tell.
  if (found === '' || found.startsWith(MARK)) return;
  throw new Error(
    `${file} was not written by an embedded cluster and is left as it is: name another file`,
  );
}
