/** What was refused, by the server's rules for this user (ours). */
export interface Refusal {
  /** `get`, `list`, `watch`, `create`, `patch` or `delete`. */
  readonly verb: string;
  /** With its subresource: `executions/status`. */
  readonly resource: string;
  /** Undefined: all, or none. */
  readonly namespace: string | undefined;
  /** As the server knows the user; undefined if it did not say. */
  readonly user: string | undefined;
}
