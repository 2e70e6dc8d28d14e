import { writeProblem } from '../monitor/write-problem.ts';
import { InterruptedError } from './interruption.ts';

/** Where a command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** What became of everything that a command printed. */
export interface OutputWatch {
  /**
   * Waits until all is written. If something could not be, says so in one sentence and turns the exit
   * code 0 into 1.
   */
  settle(code: number): Promise<number>;
}

/**
 * From now on a failed write ends nothing by itself. A reader that leaves before the end, as `head`
 * does, is no failure: what is written afterwards goes nowhere.
 */
export function watchOutput({ stdout, stderr }: Streams): OutputWatch {
  const failures: string[] = [];
  const streams = { 'standard output': stdout, 'standard error': stderr };
  for (const [name, stream] of Object.entries(streams)) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE')
        failures.push(`${name} cannot be written: ${writeProblem(error)}`);
    });
  }
  return {
    async settle(code) {
      for (const stream of Object.values(streams)) await flush(stream);
      const [first] = failures;
      if (first === undefined) return code;
      stderr.write(`kontinue: ${first}\n`);
      await flush(stderr);
      return code === 0 ? 1 : code;
    },
  };
}

/** Resolves when nothing waits to be written any more, and failures were told. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength > 0) await print(stream, '');
  // A failed write is told by an event of its own, a little later.
  await new Promise((resolve) => setImmediate(resolve));
}

/** Prints, and resolves when it is written or has failed: {@link watchOutput} tells failures. */
export function print(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

/**
 * One sentence on what went wrong, without a stack; it may quote the cluster. Gives the exit code: 1, or
 * that of the signal which ended the command.
 */
export async function reportFailure(error: unknown, output: Output): Promise<number> {
  const { sanitize: clean } = await import('../text/sanitize.ts');
  const lines = messageOf(error)
    .split('\n')
    .map((line) => clean(line));
  output.stderr.write(`kontinue: ${lines.join('\n')}\n`);
  return error instanceof InterruptedError ? error.exitCode : 1;
}

/** What a failure says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
