import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../../..', import.meta.url));

/** Where a `kontinue worker` of a test runs. */
export interface WorkerProcessOptions {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** The source of the file with its functions, which may import `kontinue/worker`. */
  readonly functions: string;
}

/** The built command `kontinue worker`, in a process of its own that can be killed and started again. */
export class WorkerProcess implements AsyncDisposable {
  readonly #folder: string;
  readonly #options: WorkerProcessOptions;
  #child: ChildProcess | undefined;
  #log = '';

  /** Writes the file with the functions into a folder in which `kontinue` is installed. */
  static async prepare(options: WorkerProcessOptions): Promise<WorkerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'kontinue-functions-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(PACKAGE, join(folder, 'node_modules', 'kontinue'));
    await writeFile(join(folder, 'functions.mjs'), options.functions);
    return new WorkerProcess(folder, options);
  }

  private constructor(folder: string, options: WorkerProcessOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  start(): void {
    const { kubeconfig, namespace } = this.#options;
    const command = join(PACKAGE, 'dist/bin/kontinue.js');
    const flags = ['--namespace', namespace, '--name', 'W', '--lease', '1s'];
    this.#child = spawn(
      process.execPath,
      [command, 'worker', './functions.mjs', ...flags, '--kubeconfig', kubeconfig],
      { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#log = '';
    this.#child.stderr?.on('data', (data) => {
      this.#log += data;
    });
  }

  /**
   * Waits until it is killed.
   * @throws Error if it ends by itself.
   */
  async killed(): Promise<void> {
    const child = this.#child;
    if (child && !hasEnded(child)) await once(child, 'close');
    if (child?.signalCode !== 'SIGKILL') {
      throw new Error(`the worker ended with exit code ${child?.exitCode}:\n${this.#log}`);
    }
  }

  /** Kills the one that still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.killed();
    await rm(this.#folder, { recursive: true });
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
