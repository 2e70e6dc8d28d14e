import type { Execution } from '../../../api/execution.ts';
import { phaseOf } from '../../../api/phase.ts';

type Holder = (namespace: string, mutex: string) => Execution | undefined;

/** A mutex is held from the claim to the end, Suspended and Backoff included (contract: workers). */
const HOLDING: ReadonlySet<string> = new Set(['Executing', 'Suspended', 'Backoff']);

const known = new WeakMap<readonly Execution[], Holder>();

/** Who is seen to hold each mutex. Counted once for a set of executions, and only when asked. */
export function mutexHolders(all: readonly Execution[]): Holder {
  const before = known.get(all);
  if (before) return before;
  let holders: Map<string, Execution> | undefined;
  const holder: Holder = (namespace, mutex) => {
    holders ??= new Map(
      all
        .filter((e) => e.spec.mutex !== undefined && HOLDING.has(phaseOf(e)))
        .map((e) => [`${e.metadata.namespace ?? ''}/${e.spec.mutex?.name}`, e]),
    );
    return holders.get(`${namespace}/${mutex}`);
  };
  known.set(all, holder);
  return holder;
}
