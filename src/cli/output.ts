import { writeProblem } from '../monitor/write-problem.ts';
import { InterruptedError } from './interruption.ts';

/** Where a command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** Watches whether the output of a command was written. */
export interface OutputWatch {
  /**
   * Waits until everything is written. If a write failed, prints one sentence about it and turns
   * exit code 0 into 1.
   */
  settle(code: number): Promise<number>;
}

/**
 * Keeps a failed write from ending the process. It is not a failure if a reader leaves before the
 * end, as `head` does: later output is dropped.
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

/** Resolves when everything is written and failures have been reported. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength > 0) await print(stream, '');
  // An event reports a failed write a little later.
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Prints, and resolves when the text is written or the write has failed: {@link watchOutput}
 * reports failures.
 */
export function print(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

/**
 * Prints one sentence about a failure, without a stack; it may quote the cluster. Returns the exit
 * code: 1, or that of the signal that ended the command.
 */
export async function reportFailure(error: unknown, output: Output): Promise<number> {
  const { sanitize: clean } = await import('../text/sanitize.ts');
  const lines = messageOf(error)
    .split('\n')
    .map((line) => clean(line));
  output.stderr.write(`kontinue: ${lines.join('\n')}\n`);
  return error instanceof InterruptedError ? error.exitCode : 1;
}

/** The message of a failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
