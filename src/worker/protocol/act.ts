import type { Execution } from '../../api/execution.ts';
import type { Journal } from './journal/journal.ts';
import type { Operation } from './journal/operation.ts';
import { type Delete, deleteSeen } from './write.ts';

/** What an act needs to know of its ask. */
export interface Act {
  readonly operation: Operation;
  /** How many entries of the order must be on the server before it. */
  readonly after: number;
}

/**
 * Whether an act may begin (rule W): the server holds its ask, if it makes an object, and all
 * outcomes before it; and everything that a retry replaces is deleted.
 */
export function mayAct({ operation, after }: Act, recorded: Journal | undefined): boolean {
  if (recorded === undefined) return operation.kind === 'step' && after === 0;
  if (recorded.gone.length > 0) return false;
  const isAsked = recorded.operations.some(({ key }) => key === operation.key);
  return (isAsked || operation.kind === 'step') && recorded.order.length >= after;
}

/** The deletes of what a retry replaces, by uid. None left: `gone` may be emptied. */
export function decideGone(journal: Journal, children: readonly Execution[]): readonly Delete[] {
  return children
    .filter(({ metadata }) => journal.gone.includes(metadata.uid ?? ''))
    .map((child) => deleteSeen('Execution', child));
}
