import { single } from 'fuzzysort';
import { attemptNumber, finishedAt, firstStartedAt } from '../../../api/attempts.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { parseLabelSelector } from '../../../api/label-selector.ts';
import { nearest } from '../../../api/nearest.ts';
import { PHASES, phaseOf } from '../../../api/phase.ts';
import { type CompileRegex, parsePattern } from '../regex.ts';
import type { TableFilter } from '../table/table.ts';
import { WAITING_KINDS, type WaitingContext, waitingKind } from './waiting-on.ts';

type Test = (execution: Execution, around: WaitingContext) => boolean;

/** A filter of executions. */
export type Filter = TableFilter<Execution>;
type TurnsAt = NonNullable<Filter['turnsAt']>;

/** What a filter is read with. */
export interface FilterContext {
  readonly compile: CompileRegex | undefined;
  /** Phases that executions of this cluster are in, besides those that are known. */
  readonly phases: Iterable<string>;
}

const FIELDS: Readonly<Record<string, (execution: Execution) => string>> = {
  fn: (e) => e.spec.function,
  function: (e) => e.spec.function,
  name: (e) => e.metadata.name,
  ns: (e) => e.metadata.namespace ?? '',
  worker: (e) => e.status?.workerName ?? '',
  message: (e) => e.status?.message ?? '',
};

/** The columns whose text a word is looked for in, names first. */
const SHOWN = ['name', 'function', 'ns', 'message', 'worker'] as const;

/** A number that can be compared. */
interface Quantity {
  readonly read: (execution: Execution, now: number) => number | undefined;
  /** Where the number grows with time: the instant at which it is 0. */
  readonly growsFrom?: (execution: Execution) => number | undefined;
}

const NUMBERS: Readonly<Record<string, Quantity>> = {
  attempt: { read: (e) => attemptNumber(e) },
  age: {
    read: (e, now) => since(createdAt(e), now),
    growsFrom: createdAt,
  },
  duration: {
    read: (e, now) => since(firstStartedAt(e), finishedAt(e) ?? now),
    growsFrom: (e) => (finishedAt(e) === undefined ? firstStartedAt(e) : undefined),
  },
};

const NAMES = [...Object.keys(FIELDS), ...Object.keys(NUMBERS), 'phase', 'waiting', 'label'];

/** A field, an operator and a value; a text with a colon escapes it: `http\:`. */
const TERM = /^(label\.[\w./-]+|[A-Za-z]+)([:<>])(.*)$/;

/** A label selector after `-l`: its commas and sets may have spaces around them. */
const SELECTOR =
  /^\s*(?:[^\s,()]+(?:\s+(?:not)?in\s*\([^)]*\)?|\([^)]*\)?|\s*[!=]=?\s*[^\s,()]+)?)(?:\s*,\s*(?:[^\s,()]+(?:\s+(?:not)?in\s*\([^)]*\)?|\([^)]*\)?|\s*[!=]=?\s*[^\s,()]+)?)?)*/;

/**
 * Reads a filter: terms with spaces between them, all of which must hold. `word` is looked for in each
 * of the columns name, function, namespace, phase, message and worker, as a text or a regular
 * expression; `!word` must be in none. `fn:deploy`, `ns:pay`, `name:`, `worker:` and `message:` look in
 * one; `phase:failed,backoff`, `phase:!completed`, `waiting:human`, `attempt>2`, `age<1h`,
 * `label.team:pay`; `-f dplcl` is fuzzy: letters of the name in this order; `-l` takes labels as kubectl
 * does.
 * @returns the filter, or one sentence that says what is wrong.
 */
export function parseFilter(text: string, context: FilterContext): Filter | string {
  const terms: Term[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const { term, length } = readTerm(rest, context);
    if (typeof term === 'string') return term;
    terms.push(term);
    rest = rest.slice(length).trimStart();
  }
  const tests = terms.map(({ test }) => test);
  const turns = terms.flatMap(({ turnsAt }) => turnsAt ?? []);
  return {
    text: text.trim(),
    test: (e, around) => tests.every((t) => t(e, around)),
    turnsAt: turns.length === 0 ? undefined : (e) => turns.flatMap((turnsAt) => turnsAt(e)),
    readsOthers: terms.some(({ readsOthers }) => readsOthers),
  };
}

interface Term {
  readonly test: Test;
  readonly turnsAt?: TurnsAt;
  readonly readsOthers?: boolean;
}

function readTerm(
  rest: string,
  context: FilterContext,
): { readonly term: Term | string; readonly length: number } {
  const [word = ''] = /^\S+/.exec(rest) ?? [];
  if (word === '-l') {
    const [selector = ''] = SELECTOR.exec(rest.slice(word.length)) ?? [];
    return { term: labelTerm(selector), length: word.length + selector.length };
  }
  if (word === '-f') {
    const [whole, letters] = /^-f\s*(\S*)/.exec(rest) ?? ['', ''];
    return { term: fuzzyTerm(letters), length: whole.length };
  }
  return { term: termOf(word, context), length: word.length };
}

function termOf(word: string, context: FilterContext): Term | string {
  const [, field, operator, value = ''] = TERM.exec(word) ?? [];
  // `error:` and `https://…` are texts to look for.
  const isText = value === '' ? field && !NAMES.includes(field) : value.startsWith('//');
  if (field === undefined || operator === undefined || isText) return textTerm(word, context);
  if (value === '') return `${field}${operator} takes a value, such as ${EXAMPLES[field]}`;
  if (operator !== ':') return comparison(field, operator, value);
  if (field.startsWith('label.')) return labelled(field.slice('label.'.length), value);
  if (field === 'phase') return phaseTerm(value, context);
  if (field === 'waiting') return waitingTerm(value);
  const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (read) return matching(value, (e) => [read(e)], context);
  if (Object.hasOwn(NUMBERS, field))
    return `${field} needs a comparison, such as ${EXAMPLES[field]}`;
  return `no field ${field}${meant(field, NAMES)}; write \\: for a colon in a text`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  fn: 'fn:deploy',
  function: 'function:deploy',
  name: 'name:deploy-7',
  ns: 'ns:payments',
  worker: 'worker:worker-1',
  message: 'message:timeout',
  attempt: 'attempt>2',
  age: 'age<1h',
  duration: 'duration>90s',
  phase: 'phase:failed,backoff',
  waiting: 'waiting:human',
  label: 'label.team:pay',
};

function textTerm(word: string, context: FilterContext): Term | string {
  const columns = (e: Execution) => [...SHOWN.map((name) => FIELDS[name]?.(e) ?? ''), phaseOf(e)];
  return matching(word, columns, context);
}

/** Each column is looked at for itself, so that `^` and `$` mean its beginning and end. */
function matching(
  pattern: string,
  read: (execution: Execution) => readonly string[],
  { compile }: FilterContext,
): Term | string {
  const inverse = pattern.startsWith('!') && pattern.length > 1;
  const regex = parsePattern(inverse ? pattern.slice(1) : pattern, compile);
  if (typeof regex === 'string') return regex;
  return { test: (e) => regex.testAny(read(e)) !== inverse };
}

function phaseTerm(value: string, { phases }: FilterContext): Term | string {
  const known = [...new Set([...PHASES, ...phases])];
  const choice = choose(value, known, 'phase');
  if (typeof choice === 'string') return choice;
  return { test: (e) => choice.chosen.has(phaseOf(e)) !== choice.inverse };
}

function waitingTerm(value: string): Term | string {
  const choice = choose(value, WAITING_KINDS, 'kind of waiting');
  if (typeof choice === 'string') return choice;
  const test: Test = (e, around) => {
    const kind = waitingKind(e, around);
    return (kind !== undefined && choice.chosen.has(kind)) !== choice.inverse;
  };
  return { test, readsOthers: true };
}

interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly inverse: boolean;
}

/** `failed,back` of all that there are: each by its beginning. */
function choose(value: string, known: readonly string[], what: string): Choice | string {
  const inverse = value.startsWith('!');
  const words = value
    .slice(inverse ? 1 : 0)
    .split(',')
    .filter(Boolean);
  if (words.length === 0) return `${what}: use one of ${known.join(', ')}`;
  const chosen = new Set<string>();
  for (const word of words) {
    const lowered = word.toLowerCase();
    const meantHere = known.filter((name) => name.toLowerCase().startsWith(lowered));
    if (meantHere.length === 0) return `no ${what} ${word}${meant(word, known)}`;
    for (const name of meantHere) chosen.add(name);
  }
  return { chosen, inverse };
}

/** The nearest of those that there are, as a question. */
function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `: use one of ${known.join(', ')}` : `: did you mean ${near}?`;
}

function comparison(field: string, operator: string, value: string): Term | string {
  const quantity = Object.hasOwn(NUMBERS, field) ? NUMBERS[field] : undefined;
  if (!quantity) return `${field} cannot be compared: only attempt, age and duration can`;
  const limit = field === 'attempt' ? Number(value) : parseDuration(value);
  if (limit === undefined || Number.isNaN(limit)) {
    return `${field}${operator} takes ${field === 'attempt' ? 'a number' : 'a duration such as 90s or 1h'}`;
  }
  const { read, growsFrom } = quantity;
  return {
    test: (e, { now }) => {
      const actual = read(e, now);
      return actual !== undefined && (operator === '<' ? actual < limit : actual > limit);
    },
    ...(growsFrom && {
      turnsAt: (e) => {
        const from = growsFrom(e);
        return from === undefined ? [] : [from + limit];
      },
    }),
  };
}

function createdAt(execution: Execution): number | undefined {
  return parseInstant(execution.metadata.creationTimestamp);
}

function labelled(key: string, value: string): Term {
  return { test: (e) => e.metadata.labels?.[key] === value };
}

function fuzzyTerm(letters: string | undefined): Term | string {
  if (!letters) return '-f takes some letters of a name, such as dplcl';
  return { test: (e) => single(letters, e.metadata.name) !== null };
}

function labelTerm(text: string): Term | string {
  if (text.trim() === '') return '-l takes a label selector as in kubectl, such as team=pay';
  const selector = parseLabelSelector(text);
  if (typeof selector === 'string') return selector;
  return { test: (e) => selector.matches(e.metadata.labels) };
}

function since(start: number | undefined, end: number): number | undefined {
  return start === undefined ? undefined : end - start;
}
