import type { ChildPolicy, Json } from '../../api/execution.ts';
import { type Child, type Children, findChild, listChildren } from './children.ts';
import { beginJournal, foreignKeys, type Journal } from './journal/journal.ts';
import type { Operation, StepOperation } from './journal/operation.ts';
import type { Ending } from './journal/order.ts';

/**
 * The journal with which an attempt begins: what `policy` keeps of the one before, and in `gone` the
 * uids of the children that it replaces. `children`: a fresh list of the execution's own.
 */
export function beginAttempt(
  before: Journal,
  attempt: number,
  build: string,
  policy: ChildPolicy,
  execution: string,
  children: Children,
): Journal {
  const fresh = { ...beginJournal(attempt, build), writes: before.writes + 1 };
  const own = listChildren(children);
  if (policy === 'RetryAll') {
    return {
      ...fresh,
      values: pick(before.values, foreignKeys(before)),
      gone: uidsOf(own, before),
    };
  }
  const childOf = findChild(own, execution);
  const endings = new Map(before.order.map(({ key, ending }) => [key, ending]));
  const keep = (operation: Operation): Operation | undefined => {
    if (operation.kind === 'step') return keepStep(operation, before);
    if (isReplaced(operation, childOf(operation), policy, endings.get(operation.key)))
      return undefined;
    return operation;
  };
  const operations = before.operations
    .flatMap((operation) => keep(operation) ?? [])
    .map((operation) => ({ ...operation, attempt: operation.attempt ?? before.attempt }));
  const kept = new Set(operations.map(({ key }) => key));
  const replaced = before.operations
    .filter(({ key }) => !kept.has(key))
    .flatMap((operation) => childOf(operation) ?? []);
  const order = before.order.filter(({ key }) => kept.has(key) && !hasFailed(before, key));
  const given = new Set(order.map(({ key }) => key));
  return {
    ...fresh,
    operations,
    order,
    errors: pick(
      before.errors,
      [...given].filter((key) => Object.hasOwn(before.errors, key)),
    ),
    gone: uidsOf(replaced, before),
    patched: before.patched,
    times: before.times.filter(({ after }) => after === '' || given.has(after)),
    values: pick(before.values, [...foreignKeys(before), ...kept]),
  };
}

/**
 * What a retry keeps of a step: its value, and how far it said it is. A failure, and the tries of a
 * step that has not ended, are dropped.
 */
function keepStep(step: StepOperation, journal: Journal): StepOperation | undefined {
  const { key } = step;
  const isDone =
    !Object.hasOwn(journal.errors, key) &&
    !step.stored &&
    (step.empty === true || (step.tries > 0 && Object.hasOwn(journal.values, key)));
  if (isDone) return step;
  return step.stored ? { kind: 'step', key, tries: 0, stored: true } : undefined;
}

/** Whether the failure of a step was recorded, which no attempt replays. */
function hasFailed({ operations, errors }: Journal, key: string): boolean {
  const operation = operations.find((recorded) => recorded.key === key);
  return operation?.kind === 'step' && Object.hasOwn(errors, key);
}

/**
 * Whether a retry replaces a child. RetryFailed: one that failed, was canceled, or is gone, unless it
 * is a wait or a job whose good end was recorded. None: a wait that was canceled because the attempt
 * had ended, so that the function was never given its outcome.
 */
function isReplaced(
  operation: Operation,
  child: Child | undefined,
  policy: ChildPolicy,
  ending: Ending | undefined,
): boolean {
  const isWait = operation.kind === 'suspension' || operation.kind === 'sleep';
  if (policy === 'None') return isWait && child?.phase === 'Canceled' && ending === undefined;
  if (operation.kind !== 'execution' && ending === 'done') return false;
  return child === undefined || child.phase === 'Failed' || child.phase === 'Canceled';
}

function pick<T extends Json>(
  from: Readonly<Record<string, T>>,
  keys: readonly string[],
): Record<string, T> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = from[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function uidsOf(children: readonly Child[], { gone }: Journal): string[] {
  return [...new Set([...gone, ...children.map(({ object }) => object.metadata.uid ?? '')])];
}
