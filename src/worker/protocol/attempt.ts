import type { ChildPolicy, Execution, Json } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import { childName } from './child.ts';
import { beginJournal, foreignKeys, type Journal } from './journal/journal.ts';
import type { Operation } from './journal/operation.ts';

/**
 * The journal with which an attempt begins: what `policy` keeps of the one before, and in `gone` the
 * uids of the children it replaces. `children`: a fresh list of the execution's own.
 */
export function beginAttempt(
  before: Journal,
  attempt: number,
  build: string,
  policy: ChildPolicy,
  execution: string,
  children: readonly Execution[],
): Journal {
  const fresh = { ...beginJournal(attempt, build), writes: before.writes + 1 };
  if (policy === 'RetryAll') {
    const foreign = foreignKeys(before).map((key) => [key, before.values[key] ?? null] as const);
    const values: Record<string, Json> = Object.fromEntries(foreign);
    return { ...fresh, values, gone: uidsOf(children, before.gone), patched: [] };
  }
  const byName = new Map(children.map((child) => [child.metadata.name, child]));
  const childOf = (operation: Operation) => byName.get(childName(execution, operation.key));
  const isKept = (operation: Operation): boolean => {
    if (operation.kind === 'step') return !Object.hasOwn(before.errors, operation.key);
    if (operation.kind !== 'execution' || policy === 'None') return true;
    return isReusable(childOf(operation));
  };
  const operations = before.operations.filter(isKept);
  const kept = new Set(operations.map(({ key }) => key));
  const replaced = before.operations
    .filter(({ key }) => !kept.has(key))
    .flatMap((o) => childOf(o) ?? []);
  return {
    ...fresh,
    operations: operations.map((operation) =>
      operation.kind === 'step'
        ? operation
        : { ...operation, attempt: operation.attempt ?? before.attempt },
    ),
    order: before.order.filter(({ key }) => kept.has(key)),
    errors: Object.fromEntries(Object.entries(before.errors).filter(([key]) => kept.has(key))),
    gone: uidsOf(replaced, before.gone),
    patched: before.patched,
    values: before.values,
  };
}

/** Whether RetryFailed keeps a child: not one that failed, was canceled, or is gone. */
function isReusable(child: Execution | undefined): boolean {
  const phase = child && phaseOf(child);
  return phase !== undefined && phase !== 'Failed' && phase !== 'Canceled';
}

function uidsOf(children: readonly Execution[], before: readonly string[]): string[] {
  return [...new Set([...before, ...children.map(({ metadata }) => metadata.uid ?? '')])];
}
