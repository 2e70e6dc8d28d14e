import { assertKey, isNumber, JournalError, readGroup } from './key.ts';

interface Keyed {
  /** A name, the number of an unnamed child (`3`), or the numbers of a group (`2..41`). */
  readonly key: string;
  /** The attempt that made the object, where it is an earlier one whose object was kept. */
  readonly attempt?: number;
}

/** A child execution, or a group of them that was asked for at once. */
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
  /** How many times it was tried; 0 before its first outcome. */
  readonly tries: number;
  /** Whether it returned null or nothing, so that no value stands under its name. Default false. */
  readonly empty?: boolean;
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
      return `r${operation.tries}${operation.empty ? ' e' : ''}`;
  }
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
  if (tries !== undefined) {
    const step = { kind: 'step', key, tries: Number(tries) } as const;
    return parts[0] === 'e' && parts.shift() ? { ...step, empty: true } : step;
  }
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

/** Steps have names, and only executions come in groups. */
function allowsKey(operation: Operation): boolean {
  if (readGroup(operation.key)) return operation.kind === 'execution';
  return operation.kind !== 'step' || !isNumber(operation.key);
}
