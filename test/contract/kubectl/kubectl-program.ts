import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { until } from '../../real-cluster/until.ts';

const PROGRAM = 'kubectl';

/** Whether there is a kubectl on the path. */
export function hasKubectl(): boolean {
  return spawnSync(PROGRAM, ['version', '--client'], { stdio: 'ignore' }).status === 0;
}

/** What kubectl says of kubeconfigs: all of them merged, as JSON; nothing if it refuses them. */
export function kubectlConfig(files: readonly string[]): string | undefined {
  const env = { ...process.env, KUBECONFIG: files.join(delimiter) };
  const args = ['config', 'view', '--raw', '-o', 'json'];
  const { status, stdout } = spawnSync(PROGRAM, args, { env, encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}

/** How a kubectl ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** kubectl with one kubeconfig, in one namespace. Its cache goes with the block. */
export class Kubectl implements AsyncDisposable {
  readonly #arguments: readonly string[];
  readonly #cache = mkdtempSync(join(tmpdir(), 'kontinue-kubectl-'));
  readonly #running = new Set<RunningKubectl>();

  constructor(kubeconfig: string, namespace: string) {
    this.#arguments = [
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${namespace}`,
      `--cache-dir=${this.#cache}`,
    ];
  }

  /** Starts it, with text for its standard input. */
  start(args: readonly string[], input = ''): RunningKubectl {
    const running = new RunningKubectl([...this.#arguments, ...args], input);
    this.#running.add(running);
    return running;
  }

  /** Runs it to its end. */
  async run(args: readonly string[], input = ''): Promise<Ended> {
    return this.start(args, input).ended;
  }

  /** Runs it to a good end, and hands out what it said. */
  async say(args: readonly string[], input = ''): Promise<string> {
    const { code, out, err } = await this.run(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${err}${out}`);
    return out;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of this.#running) await running.stop();
    rmSync(this.#cache, { recursive: true });
  }
}

/** A kubectl that goes on: it watches, waits or follows. */
export class RunningKubectl {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #said = { out: '', err: '' };

  constructor(args: readonly string[], input: string) {
    const child = spawn(PROGRAM, args, { stdio: 'pipe' });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said.err += text;
    });
    child.stdin.end(input);
    this.ended = once(child, 'close').then(([code]) => ({ code, ...this.#said }));
  }

  /** Waits until its output, or what it says beside it, matches. */
  async says(pattern: RegExp): Promise<void> {
    const args = this.#child.spawnargs.slice(4).join(' ');
    await until(`kubectl ${args} says ${pattern}`, async () =>
      pattern.test(this.#said.out) || pattern.test(this.#said.err) ? true : undefined,
    );
  }

  /** What it wrote so far. */
  get output(): string {
    return this.#said.out;
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await this.ended;
  }
}
