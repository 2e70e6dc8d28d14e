/** Where a command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** One sentence on what went wrong, without a stack. Exit code 1. */
export function failed(error: unknown, output: Output): number {
  const words = error instanceof Error ? error.message : String(error);
  output.stderr.write(`kontinue: ${words}\n`);
  return 1;
}
