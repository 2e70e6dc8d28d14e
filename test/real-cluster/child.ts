import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Reaper } from './reaper.ts';

/** How long a program may take to end by itself. The API server drains for seconds. */
const GRACE_MS = 1_500;

/** One started program. Its output goes to a file, so that a full pipe never stops it. */
export class Child {
  readonly name: string;
  readonly pid: number;
  /** Resolved when the process has ended. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #log: string;
  #running = true;

  constructor(program: string, args: readonly string[], logFile: string, reaper: Reaper) {
    this.name = basename(program);
    this.#log = logFile;
    const log = openSync(logFile, 'a');
    // In a process group of its own: ctrl-c is for us, who then stop it in order.
    this.#process = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#process.on('error', () => undefined); // Said below, or by its end.
    if (this.#process.pid === undefined) throw new Error(`${program} could not be started`);
    this.pid = this.#process.pid;
    reaper.watch(this.pid);
    this.ended = new Promise((resolve) => {
      this.#process.once('close', () => {
        this.#running = false;
        resolve();
      });
    });
  }

  /** Throws with the end of its output when it has ended, which it should not have. */
  assertRunning(): void {
    if (!this.#running) throw new Error(`${this.name} ended:\n${this.output()}`);
  }

  /** The last lines it wrote. */
  output(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-15).join('\n');
  }

  /** Asks it to end, insists after a grace, and waits until it has. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    const insist = setTimeout(() => this.#process.kill('SIGKILL'), GRACE_MS);
    await this.ended;
    clearTimeout(insist);
  }

  /** Ends it at once, as a crash would, and waits until it has. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }
}
