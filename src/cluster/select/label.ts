import type { Stored } from '../object.ts';
import { keyFaults, labelValueFaults } from '../schema/labels.ts';
import { badRequest } from '../status.ts';

export type Test = (object: Stored) => boolean;

/** The value of an object's label; undefined if it has none of this key. */
type LabelOf = (key: string) => string | undefined;
type Requirement = (labelOf: LabelOf) => boolean;

const WORD = /^[^\s=!(),<>]/;
const TOKENS = /==|!=|[=!(),<>]|[^\s=!(),<>]+/g;

/** A label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a>1`, `a`, `!a`, joined by commas. */
export function labelTest(selector: string): Test {
  const requirements = parse(new Tokens(selector.match(TOKENS) ?? []));
  return (object) => {
    const { labels = {} } = object.metadata;
    // Every object of JavaScript inherits a `constructor`, which is a label key like any other.
    const labelOf: LabelOf = (key) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
    return requirements.every((holds) => holds(labelOf));
  };
}

/** What is left of a selector; the end is an empty token. */
class Tokens {
  readonly #all: readonly string[];
  #at = 0;

  constructor(all: readonly string[]) {
    this.#all = all;
  }

  get next(): string {
    return this.#all[this.#at] ?? '';
  }

  take(): string {
    const token = this.next;
    this.#at += 1;
    return token;
  }
}

function parse(tokens: Tokens): readonly Requirement[] {
  const requirements: Requirement[] = [];
  if (tokens.next === '') return requirements;
  if (!beginsOne(tokens.next))
    throw unexpectedToken(tokens.next, `, expected: !, identifier, or 'end of string'`);
  for (;;) {
    requirements.push(readRequirement(tokens));
    const end = tokens.take();
    if (end === '') return requirements;
    if (end !== ',') throw unexpectedToken(end, `, expected: ',' or 'end of string'`);
    if (!beginsOne(tokens.next))
      throw unexpectedToken(tokens.next, `, expected: identifier after ','`);
  }
}

function beginsOne(token: string): boolean {
  return token === '!' || WORD.test(token);
}

function readRequirement(tokens: Tokens): Requirement {
  const isAbsence = tokens.next === '!';
  if (isAbsence) tokens.take();
  const key = readWord(tokens);
  refuse('<nil>', key, keyFaults(key));
  if (isAbsence) return (labelOf) => labelOf(key) === undefined;
  if (tokens.next === '' || tokens.next === ',') return (labelOf) => labelOf(key) !== undefined;
  const operator = tokens.take();
  switch (operator) {
    case '=':
    case '==':
    case '!=': {
      const [value] = checkValues(key, [readExactValue(tokens)]);
      return (labelOf) => (labelOf(key) === value) === (operator !== '!=');
    }
    case 'in':
    case 'notin': {
      const values = checkValues(key, readListedValues(tokens));
      return (labelOf) => {
        const own = labelOf(key);
        return (own !== undefined && values.includes(own)) === (operator === 'in');
      };
    }
    case '<':
    case '>':
      return compareWith(key, operator, readExactValue(tokens));
  }
  throw unparsable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
}

function compareWith(key: string, operator: '<' | '>', bound: string): Requirement {
  const isInteger = (text: string | undefined) => /^[-+]?\d+$/.test(text ?? '');
  const rule = "for 'Gt', 'Lt' operators, the value must be an integer";
  refuse('values[0]', bound, isInteger(bound) ? [] : [rule]);
  return (labelOf) => {
    const label = labelOf(key);
    if (!isInteger(label)) return false;
    const [own, than] = [Number(label), Number(bound)];
    return operator === '>' ? own > than : own < than;
  };
}

function readWord(tokens: Tokens): string {
  const token = tokens.take();
  if (!WORD.test(token)) throw unparsable(`found '${token}', expected: identifier`);
  return token;
}

/** Nothing is a value, too. */
function readExactValue(tokens: Tokens): string {
  return tokens.next === '' || tokens.next === ',' ? '' : readWord(tokens);
}

/** `(a,b)`: between commas may be nothing. */
function readListedValues(tokens: Tokens): readonly string[] {
  const open = tokens.take();
  if (open !== '(') throw unparsable(`found '${open}' expected: '('`);
  const values: string[] = [];
  for (;;) {
    values.push(WORD.test(tokens.next) ? tokens.take() : '');
    const end = tokens.take();
    if (end === ')') return values;
    if (end !== ',') throw unparsable(`found '${end}', expected: ',' or ')'`);
  }
}

function checkValues(key: string, values: readonly string[]): readonly string[] {
  for (const [i, value] of [...values].sort().entries()) {
    refuse(`values[${i}][${key}]`, value, labelValueFaults(value));
  }
  return values;
}

function refuse(field: string, value: string, faults: readonly string[]): void {
  const messages = faults.map((why) => `${field}: Invalid value: ${JSON.stringify(value)}: ${why}`);
  if (messages.length === 1) throw unparsable(messages.join());
  if (messages.length > 1) throw unparsable(`[${messages.join(', ')}]`);
}

function unexpectedToken(token: string, expected: string) {
  return badRequest(`found '${token}'${expected}`);
}

function unparsable(why: string) {
  return badRequest(`unable to parse requirement: ${why}`);
}
