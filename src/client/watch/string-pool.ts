import { stringifyJson } from '../../json/stringify.ts';

/** Longer texts hardly ever recur. */
const LONGEST = 128;
/** How far into an object: arguments may be as deep as somebody likes. */
const DEEPEST = 16;
/** How many texts, and how many parts, are remembered at most. */
const CAPACITY = 1_024;

/**
 * What recurs from object to object is kept once: texts such as namespaces, functions, messages and
 * times, and whole parts. Only so many of the latest are remembered; which those are makes no
 * difference but in space.
 */
export class StringPool {
  readonly #texts = new Map<string, string>();
  readonly #parts = new Map<string, object>();

  /** An equal text, the same each time. */
  text<T extends string | undefined>(text: T): T {
    if (text === undefined || text.length > LONGEST) return text;
    return once(this.#texts as Map<string, NonNullable<T>>, text, text);
  }

  /** Puts such texts in the place of equal ones. Nothing that can be seen changes. */
  textsOf<T>(value: T, depth: number = DEEPEST): T {
    if (typeof value !== 'object' || value === null || depth === 0) return value;
    const fields = value as Record<string, unknown>;
    for (const key in fields) {
      const field = fields[key];
      if (typeof field === 'string') fields[key] = this.text(field);
      else this.textsOf(field, depth - 1);
    }
    return value;
  }

  /** An equal part, the same each time. Of plain data whose fields come in a fixed order. */
  part<T extends object>(part: T): T {
    return once(this.#parts as Map<string, T>, stringifyJson(part) ?? '', part);
  }
}

function once<T>(known: Map<string, T>, key: string, value: T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= CAPACITY) known.clear();
  known.set(key, value);
  return value;
}
