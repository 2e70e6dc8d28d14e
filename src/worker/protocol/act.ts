import { type Children, listChildren } from './children.ts';
import type { Journal } from './journal/journal.ts';
import type { Operation } from './journal/operation.ts';
import { type Delete, deleteSeen } from './write.ts';

/** What an act needs to know of its ask. */
export interface Act {
  readonly operation: Operation;
  /** How many entries of the order must be on the server before it. */
  readonly after: number;
  /** How many entries of the times must be on the server before it. */
  readonly times: number;
}

/**
 * Whether an act may begin (rule W): the server holds its ask, if it makes an object or has an end,
 * all outcomes, instants and tries before it; and everything that a retry replaces is deleted.
 */
export function mayAct({ operation, after, times }: Act, recorded: Journal | undefined): boolean {
  const isBareStep = operation.kind === 'step' && operation.until === undefined;
  if (recorded === undefined)
    return isBareStep && operation.tries === 0 && after === 0 && times === 0;
  if (recorded.gone.length > 0) return false;
  const asked = recorded.operations.find(({ key }) => key === operation.key);
  const tries = asked?.kind === 'step' ? asked.tries : 0;
  if (operation.kind === 'step' && tries < operation.tries) return false;
  return (
    (asked !== undefined || isBareStep) &&
    recorded.order.length >= after &&
    recorded.times.length >= times
  );
}

/** The deletes of what a retry replaces, by uid. None left: `gone` may be emptied. */
export function decideGone(journal: Journal, children: Children): readonly Delete[] {
  const gone = new Set(journal.gone);
  return listChildren(children)
    .filter(({ object }) => gone.has(object.metadata.uid ?? ''))
    .map(({ kind, object }) => deleteSeen(kind, object));
}
