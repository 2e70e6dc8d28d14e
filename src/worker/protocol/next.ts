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
  // The ask of a step that runs rides along with its outcome.
  const isDue = acts.length > 0 || decideJournal(own, withoutAsks(journal, own)) !== undefined;
  const write = isDue ? decideJournal(own, journal) : undefined;
  if (write !== undefined) return { is: 'write', write };
  return (own.recorded?.gone.length ?? 0) > 0 ? { is: 'clear' } : { is: 'wait' };
}

/** The journal without the asks of steps that the server need not know yet. */
function withoutAsks(journal: Journal, { recorded }: Ownership): Journal {
  const known = new Set(recorded?.operations.map(({ key }) => key));
  const operations = journal.operations.filter(
    ({ key, ...operation }) =>
      known.has(key) || operation.kind !== 'step' || operation.tries > 0 || operation.stored,
  );
  return { ...journal, operations };
}
