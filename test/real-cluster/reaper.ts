import { type ChildProcess, spawn } from 'node:child_process';

/** Reads ids until its input ends, then kills them and removes the folder it was given. */
const SCRIPT = `
while read -r pid; do pids="$pids $pid"; done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null
rm -rf "$1"
`;

/**
 * Ends our children when we cannot. Its input is a pipe whose other end only this process holds: it
 * closes when this process ends in whatever way, SIGKILL included.
 */
export class Reaper {
  readonly #shell: ChildProcess;

  /** `directory` is removed after the children have been killed. */
  constructor(directory: string) {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'reaper', directory], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // When the reaper itself was killed there is nobody to tell.
    this.#shell.stdin?.on('error', () => undefined);
    this.#shell.unref();
  }

  /** Kills this process too, should we end first. */
  watch(pid: number): void {
    this.#shell.stdin?.write(`${pid}\n`);
  }

  /** Call when every child has ended: their ids may belong to others soon. */
  async dismiss(): Promise<void> {
    const ended = new Promise((resolve) => this.#shell.once('close', resolve));
    this.#shell.ref();
    this.#shell.kill('SIGKILL');
    await ended;
  }
}
