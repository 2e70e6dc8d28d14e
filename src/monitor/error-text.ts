/** What the user reads about a failure. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
