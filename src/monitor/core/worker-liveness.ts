/** Which workers of a namespace are seen to be alive, by their Leases. */
export type WorkerLiveness =
  /** No Leases at all: nothing is known, which does not mean dead. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'seen';
      /** Names of live workers by worker group. */
      readonly live: ReadonlyMap<string, readonly string[]>;
      /** Groups with a worker that was not watched long enough to tell. */
      readonly unsure: ReadonlySet<string>;
    };
