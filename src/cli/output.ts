/** Where a command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** One sentence on what went wrong, without a stack; it may quote the cluster. Exit code 1. */
export async function failed(error: unknown, output: Output): Promise<number> {
  const { clean } = await import('../monitor/core/clean.ts');
  const words = error instanceof Error ? error.message : String(error);
  const lines = words.split('\n').map((line) => clean(line));
  output.stderr.write(`kontinue: ${lines.join('\n')}\n`);
  return 1;
}
