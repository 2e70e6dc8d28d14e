import { assertKey, isNumber, JournalError, readGroup } from './key.ts';

interface Keyed {
  /** A name, or the number of an unnamed child (`3`); in a folded line the numbers of several (`2..41`). */
  readonly key: string;
  /** The attempt that asked for it first, where it is an earlier one whose object or outcome was kept. */
  readonly attempt?: number;
}

/** A child execution. */
export interface ExecutionOperation extends Keyed {
  readonly kind: 'execution';
  /** The function's name. */
  readonly function: string;
  /** The hash of the arguments, 8 hex digits. Absent where lines were folded: the child's spec has them. */
  readonly hash?: string;
}

/** A wait for a time. */
export interface SleepOperation extends Keyed {
  readonly kind: 'sleep';
  /** RFC 3339, UTC; fixed when it was first asked for. */
  readonly until: string;
}

/** A wait for a person. */
export interface SuspensionOperation extends Keyed {
  readonly kind: 'suspension';
}

/** A Kubernetes Job, or a single pod. */
export interface JobOperation extends Keyed {
  readonly kind: 'job' | 'pod';
  /** The hash of its spec, 8 hex digits. */
  readonly hash: string;
}

/** A call whose outcome is stored. */
export interface StepOperation extends Keyed {
  readonly kind: 'step';
  /** How many tries have ended; 0 before the first did. */
  readonly tries: number;
  /** Whether it returned null or nothing, so that no value stands under its name. Default false. */
  readonly empty?: boolean;
  /** Whether the value under its name is what `step.store` kept: the step has not ended. Default false. */
  readonly stored?: boolean;
  /** Whether it threw an error that no retry may follow. Default false. */
  readonly nonRetryable?: boolean;
  /** When a poll gives up: RFC 3339, UTC; fixed when it was first asked for. */
  readonly until?: string;
}

/** What a function asked for: one line of `status.state.$.ops` (ours). */
export type Operation =
  | ExecutionOperation
  | SleepOperation
  | SuspensionOperation
  | JobOperation
  | StepOperation;

const HASH = /^[0-9a-f]{8}$/;
const LETTERS = { execution: 'x', sleep: 'z', suspension: 'w', job: 'j', pod: 'p' } as const;

/** The line of an operation: `eu x deploy 90ab12cd a1`. */
export function printOperation(operation: Operation): string {
  const suffix = operation.attempt === undefined ? '' : ` a${operation.attempt}`;
  return `${operation.key} ${printBody(operation)}${suffix}`;
}

function printBody(operation: Operation): string {
  switch (operation.kind) {
    case 'execution':
      return `${LETTERS.execution} ${operation.function} ${operation.hash ?? 'l'}`;
    case 'sleep':
      return `${LETTERS.sleep} ${operation.until}`;
    case 'suspension':
      return LETTERS.suspension;
    case 'job':
    case 'pod':
      return `${LETTERS[operation.kind]} ${operation.hash}`;
    case 'step':
      return [`r${operation.tries}`, ...stepFlags(operation)].join(' ');
  }
}

function stepFlags({ empty, stored, nonRetryable, until }: StepOperation): readonly string[] {
  return [
    ...(empty ? ['e'] : []),
    ...(stored ? ['s'] : []),
    ...(nonRetryable ? ['n'] : []),
    ...(until === undefined ? [] : [`u${until}`]),
  ];
}

/**
 * The operation of a line.
 * @throws JournalError if the line has another form.
 */
export function parseOperation(line: string): Operation {
  const parts = line.split(' ');
  const key = parts.shift() ?? '';
  assertKey(key);
  const attempt = readAttempt(parts);
  const operation = parseBody(key, parts);
  if (operation === undefined || parts.length > 0 || !allowsKey(operation)) {
    throw new JournalError(`line "${line}" of status.state.$.ops has an unknown form`);
  }
  return attempt === undefined ? operation : { ...operation, attempt };
}

function readAttempt(parts: string[]): number | undefined {
  const [, digits] = /^a([1-9]\d{0,5})$/.exec(parts.at(-1) ?? '') ?? [];
  if (digits === undefined || parts.length < 2) return undefined;
  // A function may be called a1: its line has the hash behind it.
  parts.pop();
  return Number(digits);
}

function parseBody(key: string, parts: string[]): Operation | undefined {
  const letter = parts.shift() ?? '';
  const [, tries] = /^r(0|[1-9]\d{0,5})$/.exec(letter) ?? [];
  if (tries !== undefined) return parseStep({ kind: 'step', key, tries: Number(tries) }, parts);
  switch (letter) {
    case 'x': {
      const [name = '', hash = ''] = parts.splice(0, 2);
      if (name === '' || !(hash === 'l' || HASH.test(hash))) return undefined;
      return { kind: 'execution', key, function: name, ...(hash !== 'l' && { hash }) };
    }
    case 'z': {
      const until = parts.shift() ?? '';
      return Number.isNaN(Date.parse(until)) ? undefined : { kind: 'sleep', key, until };
    }
    case 'w':
      return { kind: 'suspension', key };
    case 'j':
    case 'p': {
      const hash = parts.shift() ?? '';
      const kind = letter === 'j' ? 'job' : 'pod';
      return HASH.test(hash) ? { kind, key, hash } : undefined;
    }
    default:
      return undefined;
  }
}

/** Reads the flags of a step, in the order in which they are printed. */
function parseStep(step: StepOperation, parts: string[]): StepOperation | undefined {
  const take = (flag: string) => parts[0] === flag && parts.shift() !== undefined;
  const read = {
    ...step,
    ...(take('e') && { empty: true }),
    ...(take('s') && { stored: true }),
    ...(take('n') && { nonRetryable: true }),
  };
  if (!parts[0]?.startsWith('u')) return read;
  const until = parts.shift()?.slice(1) ?? '';
  return Number.isNaN(Date.parse(until)) ? undefined : { ...read, until };
}

/** Steps have names, and only lines of executions are folded: those have no hash. */
function allowsKey(operation: Operation): boolean {
  if (readGroup(operation.key))
    return operation.kind === 'execution' && operation.hash === undefined;
  return operation.kind !== 'step' || !isNumber(operation.key);
}
