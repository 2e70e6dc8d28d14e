import type { Json } from '../../../api/execution.ts';
import { parseOperations } from './fold.ts';
import { JournalError } from './key.ts';
import type { Operation } from './operation.ts';
import { type Delivery, parseOrder } from './order.ts';
import { parseTime, type TimeSeen } from './time.ts';

/** The form of `status.state.$` that this code reads and writes. */
export const JOURNAL_FORM = 1;
/** The key of `status.state` under which the journal stands, beside the values of steps. */
export const JOURNAL_KEY = '$';

/** What an execution remembers of an attempt: `status.state` read (ours). */
export interface Journal {
  /** How many writes of it the server accepted: finds a write whose answer was lost. */
  readonly writes: number;
  /** The attempt it belongs to, from 1. */
  readonly attempt: number;
  /** The build that began the attempt. */
  readonly build: string;
  /** What the function asked for, in order. */
  readonly operations: readonly Operation[];
  /** The outcomes it was given, in order. */
  readonly order: readonly Delivery[];
  /** The messages of outcomes that were thrown, by key. */
  readonly errors: Readonly<Record<string, string>>;
  /** The uids of children that a retry is still to delete. */
  readonly gone: readonly string[];
  /** The ids to which `ctx.patched` answered yes. */
  readonly patched: readonly string[];
  /** The instants that `ctx.now` gave, at most one a turn. */
  readonly times: readonly TimeSeen[];
  /** How many workers died while they ran the function, since this was last written by one. */
  readonly crashes: number;
  /** The values of steps and the outcomes of jobs, by key. */
  readonly values: Readonly<Record<string, Json>>;
}

/** The journal of an attempt that has asked for nothing. */
export function beginJournal(attempt: number, build: string): Journal {
  return {
    writes: 0,
    attempt,
    build,
    operations: [],
    order: [],
    errors: {},
    gone: [],
    patched: [],
    times: [],
    crashes: 0,
    values: {},
  };
}

type Fields = Readonly<Record<string, Json>>;

/**
 * The journal that stands in `status.state`; undefined if there is none.
 * @throws JournalError if it has another form, or contradicts itself.
 */
export function parseJournal(state: Fields | undefined): Journal | undefined {
  if (state === undefined || !Object.hasOwn(state, JOURNAL_KEY)) return undefined;
  const { [JOURNAL_KEY]: part, ...values } = state;
  if (!isFields(part)) throw new JournalError('status.state.$ is not an object');
  if (part.v !== JOURNAL_FORM) {
    throw new JournalError(
      `status.state.$ has form ${JSON.stringify(part.v) ?? 'none'}; this worker reads form ${JOURNAL_FORM}`,
    );
  }
  const journal: Journal = {
    writes: readCount(part, 'n', 0),
    attempt: readCount(part, 'a', 1),
    build: readText(part, 'by'),
    operations: parseOperations(readTexts(part, 'ops')),
    order: parseOrder(readText(part, 'got')),
    errors: readErrors(part),
    gone: readTexts(part, 'gone'),
    patched: readTexts(part, 'patch'),
    times: readTexts(part, 'now').map(parseTime),
    crashes: Object.hasOwn(part, 'c') ? readCount(part, 'c', 1) : 0,
    values,
  };
  assertConsistent(journal);
  return journal;
}

function assertConsistent({ operations, order, errors, values }: Journal): void {
  const known = new Map<string, Operation>();
  for (const operation of operations) {
    if (known.has(operation.key))
      throw new JournalError(`${operation.key} stands twice in status.state.$.ops`);
    known.set(operation.key, operation);
  }
  const given = new Set<string>();
  for (const { key, ending } of order) {
    const operation = known.get(key);
    if (operation === undefined)
      throw new JournalError(`status.state.$.got names ${key}, which was not asked for`);
    if (given.has(key)) throw new JournalError(`${key} stands twice in status.state.$.got`);
    given.add(key);
    const lacksValue = holdsValue(operation) && !Object.hasOwn(values, key);
    if (ending === 'done' && lacksValue)
      throw new JournalError(`the value of ${operation.kind} ${key} is missing in status.state`);
    if (ending === 'failed' && !Object.hasOwn(errors, key)) {
      throw new JournalError(`the error of ${key} is missing in status.state.$.err`);
    }
  }
  const stray = Object.keys(errors).find((key) => !known.has(key));
  if (stray !== undefined)
    throw new JournalError(`status.state.$.err names ${stray}, which was not asked for`);
}

/** Whether the outcome of an operation that is done stands under its key. */
function holdsValue(operation: Operation): boolean {
  if (operation.kind === 'step') return !operation.empty;
  return operation.kind === 'job' || operation.kind === 'pod';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readCount(part: Fields, key: string, least: number): number {
  const value = part[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new JournalError(`status.state.$.${key} is not a count`);
}

function readText(part: Fields, key: string): string {
  const value = Object.hasOwn(part, key) ? part[key] : '';
  if (typeof value === 'string') return value;
  throw new JournalError(`status.state.$.${key} is not a text`);
}

function readTexts(part: Fields, key: string): readonly string[] {
  const value = Object.hasOwn(part, key) ? part[key] : [];
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (isList) return value;
  throw new JournalError(`status.state.$.${key} is not a list of texts`);
}

function readErrors(part: Fields): Readonly<Record<string, string>> {
  const value = Object.hasOwn(part, 'err') ? part.err : {};
  if (!isFields(value)) throw new JournalError('status.state.$.err is not an object');
  const errors: Record<string, string> = {};
  for (const [key, message] of Object.entries(value)) {
    if (typeof message !== 'string')
      throw new JournalError(`status.state.$.err.${key} is not a text`);
    errors[key] = message;
  }
  return errors;
}

/** The values of `journal` that a user or another program wrote, and no operation of it. */
export function foreignKeys(journal: Journal): readonly string[] {
  const known = new Set(journal.operations.map(({ key }) => key));
  return Object.keys(journal.values).filter((key) => !known.has(key));
}
