/** Where a command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** From now on a reader of this stream may leave: what is written afterwards goes nowhere. */
export function outliveReader(stream: Pick<NodeJS.WritableStream, 'on'>): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Prints to a reader who may leave before the end, as `head` does: that is no failure. */
export function print(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') resolve();
      else reject(error);
    };
    stream.once('error', onError);
    stream.write(text, (error) => {
      // A failure comes as an event, too, right after this.
      if (error) return;
      stream.off('error', onError);
      resolve();
    });
  });
}

/** One sentence on what went wrong, without a stack; it may quote the cluster. Exit code 1. */
export async function failed(error: unknown, output: Output): Promise<number> {
  const { clean } = await import('../monitor/core/clean.ts');
  const lines = wordsOf(error)
    .split('\n')
    .map((line) => clean(line));
  output.stderr.write(`kontinue: ${lines.join('\n')}\n`);
  return 1;
}

/** What a failure says. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
