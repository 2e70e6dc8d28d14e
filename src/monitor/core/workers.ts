/** Which workers were seen to be alive in a namespace, by their Leases. */
export type WorkerSight =
  /** No Leases at all: nothing is known, which does not mean dead. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'seen';
      /** Names of live workers by worker group. */
      readonly live: ReadonlyMap<string, readonly string[]>;
    };
