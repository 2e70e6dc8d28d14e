import type { Stored } from '../object.ts';
import { keyFaults, labelValueFaults } from '../schema/labels.ts';
import { badRequest } from '../status.ts';

export type Test = (object: Stored) => boolean;

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const WORD = /^[^\s=!(),<>]/;
const TOKENS = /==|!=|[=!(),<>]|[^\s=!(),<>]+/g;

/** A label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a>1`, `a`, `!a`, joined by commas. */
export function labelTest(selector: string): Test {
  const requirements = parse(new Tokens(selector.match(TOKENS) ?? []));
  return (object) => {
    const labels = object.metadata.labels ?? {};
    return requirements.every((holds) => holds(labels));
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
    throw found(tokens.next, `, expected: !, identifier, or 'end of string'`);
  for (;;) {
    requirements.push(requirement(tokens));
    const end = tokens.take();
    if (end === '') return requirements;
    if (end !== ',') throw found(end, `, expected: ',' or 'end of string'`);
    if (!beginsOne(tokens.next)) throw found(tokens.next, `, expected: identifier after ','`);
  }
}

function beginsOne(token: string): boolean {
  return token === '!' || WORD.test(token);
}

function requirement(tokens: Tokens): Requirement {
  const isAbsence = tokens.next === '!';
  if (isAbsence) tokens.take();
  const key = word(tokens);
  refuse('<nil>', key, keyFaults(key));
  if (isAbsence) return (labels) => !(key in labels);
  if (tokens.next === '' || tokens.next === ',') return (labels) => key in labels;
  const operator = tokens.take();
  switch (operator) {
    case '=':
    case '==':
    case '!=': {
      const [value] = checked(key, [exactValue(tokens)]);
      return (labels) => (labels[key] === value) === (operator !== '!=');
    }
    case 'in':
    case 'notin': {
      const values = checked(key, listedValues(tokens));
      return (labels) => {
        const own = labels[key];
        return (own !== undefined && values.includes(own)) === (operator === 'in');
      };
    }
    case '<':
    case '>':
      return order(key, operator, exactValue(tokens));
  }
  throw unparsable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
}

function order(key: string, operator: '<' | '>', bound: string): Requirement {
  const isInteger = (text: string | undefined) => /^[-+]?\d+$/.test(text ?? '');
  const rule = "for 'Gt', 'Lt' operators, the value must be an integer";
  refuse('values[0]', bound, isInteger(bound) ? [] : [rule]);
  return (labels) => {
    if (!isInteger(labels[key])) return false;
    const [own, than] = [Number(labels[key]), Number(bound)];
    return operator === '>' ? own > than : own < than;
  };
}

function word(tokens: Tokens): string {
  const token = tokens.take();
  if (!WORD.test(token)) throw unparsable(`found '${token}', expected: identifier`);
  return token;
}

/** Nothing is a value, too. */
function exactValue(tokens: Tokens): string {
  return tokens.next === '' || tokens.next === ',' ? '' : word(tokens);
}

/** `(a,b)`: between commas may be nothing. */
function listedValues(tokens: Tokens): readonly string[] {
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

function checked(key: string, values: readonly string[]): readonly string[] {
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

function found(token: string, expected: string) {
  return badRequest(`found '${token}'${expected}`);
}

function unparsable(why: string) {
  return badRequest(`unable to parse requirement: ${why}`);
}
