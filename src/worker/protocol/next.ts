import { type Act, mayAct } from './act.ts';
import type { Journal } from './journal/journal.ts';
import { decideJournal, type Ownership } from './own.ts';
import type { Write } from './write.ts';

/** What the owner of an execution does next. */
export type Next<A extends Act> =
  /** These may begin. */
  | { readonly is: 'act'; readonly acts: readonly A[] }
  /** The journal must be on the server before anything else begins. */
  | { readonly is: 'write'; readonly write: Write }
  /** What a retry replaces must be deleted, by a fresh list, before anything else begins. */
  | { readonly is: 'clear' }
  /** Nothing, until an outcome arrives. */
  | { readonly is: 'wait' };

/**
 * What the owner of an execution does next: the order in which deciders are called. `journal`: what
 * the function has got to. `acts`: what it awaits and what has not begun.
 */
export function decideNext<A extends Act>(
  own: Ownership,
  journal: Journal,
  acts: readonly A[],
): Next<A> {
  const ready = acts.filter((act) => mayAct(act, own.recorded));
  if (ready.length > 0) return { is: 'act', acts: ready };
  const write = decideJournal(own, journal);
  if (write !== undefined) return { is: 'write', write };
  return (own.recorded?.gone.length ?? 0) > 0 ? { is: 'clear' } : { is: 'wait' };
}
