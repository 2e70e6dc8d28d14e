import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { COMMAND } from './program.ts';

/** How a command ended that needs no terminal. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the built command with this on standard input, or nothing. Its audit is in a folder that is
 * deleted afterwards, unless `--audit` names a file.
 */
export async function runCommand(args: readonly string[], input = ''): Promise<Ran> {
  await using state = await temporaryFolder();
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: state.path },
  });
  // A command that does not read closes its end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
