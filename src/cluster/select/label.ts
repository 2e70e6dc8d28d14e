import type { Stored } from '../object.ts';
import { badRequest } from '../status.ts';

export type Test = (object: Stored) => boolean;

type Labels = Readonly<Record<string, string>>;

const KEY = '[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)?';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==?|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const ORDER = new RegExp(`^(${KEY})\\s*([<>])\\s*(-?\\d+)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

/** A label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a>1`, `a`, `!a`, joined by commas. */
export function labelTest(selector: string): Test {
  if (selector.trim() === '') return () => true;
  const requirements = split(selector).map((text) => requirement(text.trim(), selector));
  return (object) => {
    const labels = object.metadata.labels ?? {};
    return requirements.every((holds) => holds(labels));
  };
}

/** Splits at commas outside parentheses. */
function split(selector: string): readonly string[] {
  return selector.split(/,(?![^(]*\))/);
}

function requirement(text: string, selector: string): (labels: Labels) => boolean {
  const [, key = '', operator, value] = EQUALITY.exec(text) ?? [];
  if (operator === '!=') return (labels) => labels[key] !== value;
  if (operator !== undefined) return (labels) => labels[key] === value;
  const [, inKey = '', word, list = ''] = SET.exec(text) ?? [];
  if (word !== undefined) {
    const values = list.split(',').map((item) => item.trim());
    if (values.every((item) => WHOLE_VALUE.test(item))) {
      return (labels) => {
        const own = labels[inKey];
        return word === 'in'
          ? own !== undefined && values.includes(own)
          : !values.includes(own ?? '\0');
      };
    }
  }
  const [, orderKey = '', order, bound] = ORDER.exec(text) ?? [];
  if (order !== undefined) {
    return (labels) => {
      const own = labels[orderKey];
      if (own === undefined || !/^-?\d+$/.test(own)) return false;
      return order === '>' ? Number(own) > Number(bound) : Number(own) < Number(bound);
    };
  }
  const [, not, existing] = EXISTENCE.exec(text) ?? [];
  if (existing !== undefined) return (labels) => existing in labels === (not === '');
  throw badRequest(
    `unable to parse requirement: found '${text}', expected: a label, =, !=, in or notin, ` +
      `in the label selector '${selector}'`,
  );
}
