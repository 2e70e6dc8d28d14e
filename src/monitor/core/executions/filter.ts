import { single } from 'fuzzysort';
import { attemptNumber, finishedAt, firstStartedAt } from '../../../api/attempts.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { phaseOf } from '../../../api/phase.ts';
import { type Surroundings, waitingOn } from './waiting-on.ts';

type Test = (execution: Execution, around: Surroundings) => boolean;

/** A filter as typed, and what it lets through. */
export interface Filter {
  readonly text: string;
  readonly test: Test;
  /** Whether its answer changes with time alone, or with objects other than the execution. */
  readonly drifts: boolean;
}

export const NO_FILTER: Filter = { text: '', test: () => true, drifts: false };

const FIELDS: Readonly<Record<string, (execution: Execution) => string>> = {
  phase: (e) => phaseOf(e),
  fn: (e) => e.spec.function,
  function: (e) => e.spec.function,
  name: (e) => e.metadata.name,
  ns: (e) => e.metadata.namespace ?? '',
  worker: (e) => e.status?.workerName ?? '',
  message: (e) => e.status?.message ?? '',
};

const NUMBERS: Readonly<Record<string, (execution: Execution, now: number) => number | undefined>> =
  {
    attempt: (e) => attemptNumber(e),
    age: (e, now) => since(parseInstant(e.metadata.creationTimestamp), now),
    duration: (e, now) => since(firstStartedAt(e), finishedAt(e) ?? now),
  };

/**
 * Reads a filter: words apart by spaces, all of which must hold. `word` is a regular expression over
 * name, function, phase and message, `!word` its inverse; `phase:failed`, `phase:!completed`,
 * `fn:deploy`, `label.team:pay`, `waiting:human`, `attempt>2`, `age<1h`; `-f dplcl` is fuzzy: letters of
 * the name in this order; `-l a=b,c!=d,e,!f` labels, as kubectl has them.
 * @returns the filter, or one sentence that says what is wrong.
 */
export function parseFilter(text: string): Filter | string {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const tests: Test[] = [];
  let drifts = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const flag = word === '-l' ? labelTerm : word === '-f' ? fuzzyTerm : undefined;
    const term = flag === undefined ? termOf(word) : flag(words[++i]);
    if (typeof term === 'string') return term;
    tests.push(term.test);
    drifts ||= term.drifts;
  }
  return { text: text.trim(), drifts, test: (e, around) => tests.every((t) => t(e, around)) };
}

interface Term {
  readonly test: Test;
  readonly drifts: boolean;
}

function termOf(word: string): Term | string {
  const [, field, operator, value] = /^([\w./-]+?)([:<>])(.+)$/.exec(word) ?? [];
  if (field !== undefined && operator !== undefined && value !== undefined) {
    if (operator !== ':') return comparison(field, operator, value);
    if (field === 'waiting') return waiting(value);
    if (field.startsWith('label.')) return labelled(field.slice('label.'.length), value);
    const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (read) return matching(value, (e) => read(e));
  }
  return matching(word, (e) =>
    [e.metadata.name, e.spec.function, phaseOf(e), e.status?.message ?? ''].join('\n'),
  );
}

function matching(pattern: string, read: (execution: Execution) => string): Term | string {
  const inverse = pattern.startsWith('!');
  try {
    const regex = new RegExp(inverse ? pattern.slice(1) : pattern, 'i');
    return { test: (e) => regex.test(read(e)) !== inverse, drifts: false };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function comparison(field: string, operator: string, value: string): Term | string {
  const read = Object.hasOwn(NUMBERS, field) ? NUMBERS[field] : undefined;
  if (!read) return `no number called ${field}: attempt, age and duration can be compared`;
  const limit = field === 'attempt' ? Number(value) : parseDuration(value);
  if (limit === undefined || Number.isNaN(limit)) {
    return `${field}${operator} takes ${field === 'attempt' ? 'a number' : 'a duration such as 90s or 1h'}`;
  }
  return {
    drifts: field !== 'attempt',
    test: (e, { now }) => {
      const actual = read(e, now);
      return actual !== undefined && (operator === '<' ? actual < limit : actual > limit);
    },
  };
}

function waiting(value: string): Term {
  return { drifts: true, test: (e, around) => waitingOn(e, around)?.kind === value };
}

function labelled(key: string, value: string): Term {
  return { drifts: false, test: (e) => e.metadata.labels?.[key] === value };
}

function fuzzyTerm(letters: string | undefined): Term | string {
  if (!letters) return '-f takes letters of a name, such as dplcl';
  return { drifts: false, test: (e) => single(letters, e.metadata.name) !== null };
}

const LABEL = /^(!?)([^=!]+)(?:(!?)={1,2}(.*))?$/;

function labelTerm(selector: string | undefined): Term | string {
  if (!selector) return '-l takes labels such as team=pay';
  const tests: Test[] = [];
  for (const part of selector.split(',')) {
    const [whole, absent, key = '', differs, value] = LABEL.exec(part) ?? [];
    if (whole === undefined || (absent === '!' && value !== undefined)) {
      return `-l cannot read ${part}: team=pay, team!=pay, team and !team can be asked for`;
    }
    const label = (e: Execution) => e.metadata.labels?.[key];
    tests.push(
      value === undefined
        ? (e) => (label(e) !== undefined) === (absent === '')
        : (e) => (label(e) === value) === (differs === ''),
    );
  }
  return { drifts: false, test: (e, around) => tests.every((test) => test(e, around)) };
}

function since(start: number | undefined, end: number): number | undefined {
  return start === undefined ? undefined : end - start;
}
