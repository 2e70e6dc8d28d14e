/** One condition on a label, as kubectl's `-l` has it (Kubernetes: label selectors). */
interface Requirement {
  readonly key: string;
  readonly operator: 'exists' | 'absent' | 'in' | 'notin' | 'above' | 'below';
  readonly values: readonly string[];
}

/** A label selector that was read: its text in one form, and what it lets through. */
export interface LabelSelector {
  /** As the API server takes it: `team in (billing,pay),!canary`. */
  readonly text: string;
  /** Whether the labels of an object meet all conditions; an object without labels has none. */
  matches(labels: Readonly<Record<string, string>> | undefined): boolean;
}

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const MAX_LABEL_CHARS = 63;
const MAX_PREFIX_CHARS = 253;

/** What a selector is made of: signs, and words between them. */
const TOKEN = /\s*(==|!=|=|!|,|\(|\)|<|>|[^\s=!,()<>]+)/y;

/**
 * Reads a label selector in kubectl's grammar: conditions with commas between them, each one of
 * `key`, `!key`, `key=value`, `key==value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`, `key>1`
 * and `key<1`. As in kubectl, `!=` and `notin` also let through what has no such label.
 * @returns the selector, or one sentence that says what is wrong with it.
 */
export function parseLabelSelector(text: string): LabelSelector | string {
  const tokens = tokensOf(text);
  const requirements: Requirement[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = readRequirement(tokens, at);
    if (typeof read === 'string')
      return `the label selector ${text.trim()} cannot be read: ${read}`;
    requirements.push(read.requirement);
    at = read.end;
    if (at === tokens.length) break;
    if (tokens[at] !== ',') {
      return `the label selector ${text.trim()} cannot be read: a comma is missing before ${tokens[at]}`;
    }
    at += 1;
    if (at === tokens.length) {
      return `the label selector ${text.trim()} cannot be read: nothing follows the last comma`;
    }
  }
  return {
    text: requirements.map(textOf).join(','),
    matches: (labels) => requirements.every((requirement) => meets(requirement, labels)),
  };
}

/** What is wrong with the key of a label; undefined if nothing is. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > MAX_PREFIX_CHARS || !PREFIX.test(prefix))) {
    return `${key} is no label key: before the slash stands a DNS name in lower case`;
  }
  if (name.length > MAX_LABEL_CHARS || !NAME.test(name)) {
    return (
      `${key || 'an empty text'} is no label key: it has 1 to ${MAX_LABEL_CHARS} letters, digits, ` +
      '"-", "_" or ".", and begins and ends with a letter or digit'
    );
  }
  return undefined;
}

/** What is wrong with the value of a label; undefined if nothing is. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || (value.length <= MAX_LABEL_CHARS && NAME.test(value))) return undefined;
  return (
    `${value} is no label value: it has up to ${MAX_LABEL_CHARS} letters, digits, "-", "_" or ".", ` +
    'and begins and ends with a letter or digit'
  );
}

interface Read {
  readonly requirement: Requirement;
  readonly end: number;
}

function readRequirement(tokens: readonly string[], at: number): Read | string {
  const isNegated = tokens[at] === '!';
  const keyAt = isNegated ? at + 1 : at;
  const key = tokens[keyAt] ?? '';
  if (!isWord(key)) return key === '' ? 'a label key is missing' : `${key} is no label key`;
  const problem = labelKeyProblem(key);
  if (problem) return problem;
  const operator = tokens[keyAt + 1];
  if (operator === undefined || operator === ',') {
    const requirement = { key, operator: isNegated ? 'absent' : 'exists', values: [] } as const;
    return { requirement, end: keyAt + 1 };
  }
  if (isNegated) return `!${key} takes no value`;
  switch (operator) {
    case '=':
    case '==':
    case '!=':
      return readEquality(tokens, keyAt + 2, key, operator === '!=' ? 'notin' : 'in');
    case 'in':
    case 'notin':
      return readSet(tokens, keyAt + 2, key, operator);
    case '<':
    case '>': {
      const number = tokens[keyAt + 2] ?? '';
      if (!/^-?\d+$/.test(number)) return `${key}${operator} takes a whole number`;
      const above = operator === '>' ? 'above' : 'below';
      return { requirement: { key, operator: above, values: [number] }, end: keyAt + 3 };
    }
    default:
      return `after ${key} comes one of =, ==, !=, in, notin, < and >, not ${operator}`;
  }
}

function readEquality(
  tokens: readonly string[],
  at: number,
  key: string,
  operator: 'in' | 'notin',
): Read | string {
  const next = tokens[at];
  const isEmpty = next === undefined || next === ',';
  if (!isEmpty && !isWord(next)) return `${next} is no label value`;
  const value = isEmpty ? '' : next;
  const problem = labelValueProblem(value);
  if (problem) return problem;
  return { requirement: { key, operator, values: [value] }, end: isEmpty ? at : at + 1 };
}

function readSet(
  tokens: readonly string[],
  at: number,
  key: string,
  operator: 'in' | 'notin',
): Read | string {
  if (tokens[at] !== '(') return `after ${key} ${operator} comes a set such as (a, b)`;
  const end = tokens.indexOf(')', at);
  if (end < 0) return `the set after ${key} ${operator} has no end: ) is missing`;
  const values: string[] = [];
  let isDue = true;
  for (const token of tokens.slice(at + 1, end)) {
    if (token === ',') {
      if (isDue) values.push('');
      isDue = true;
    } else if (!isDue || !isWord(token)) {
      return `${token} in the set after ${key} ${operator} is out of place`;
    } else {
      values.push(token);
      isDue = false;
    }
  }
  if (isDue) values.push('');
  const problem = values.map(labelValueProblem).find((found) => found !== undefined);
  if (problem) return problem;
  return { requirement: { key, operator, values }, end: end + 1 };
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  return tokens;
}

function isWord(token: string): boolean {
  return token !== '' && !/^[=!,()<>]/.test(token);
}

function textOf({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case 'absent':
      return `!${key}`;
    case 'above':
      return `${key}>${values[0]}`;
    case 'below':
      return `${key}<${values[0]}`;
    case 'in':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'notin':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
  }
}

function meets(
  { key, operator, values }: Requirement,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'above':
    case 'below': {
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      const [number = '0'] = values;
      return operator === 'above' ? BigInt(value) > BigInt(number) : BigInt(value) < BigInt(number);
    }
  }
}
