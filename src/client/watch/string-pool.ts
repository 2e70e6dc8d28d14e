import { stringifyJson } from '../../json/stringify.ts';

/** The maximum length of a pooled text: longer texts hardly ever recur. */
const LONGEST = 128;
/** The maximum depth in an object: arguments may be nested deeply. */
const DEEPEST = 16;
/** The maximum number of texts, and of parts. */
const CAPACITY = 1_024;

/**
 * Keeps recurring values once: texts such as namespaces, functions, messages and times, and whole
 * parts of objects. It remembers only the latest ones, which affects nothing but memory.
 */
export class StringPool {
  readonly #texts = new Map<string, string>();
  readonly #parts = new Map<string, object>();

  /** Returns the pooled text that equals a text. */
  text<T extends string | undefined>(text: T): T {
    if (text === undefined || text.length > LONGEST) return text;
    return once(this.#texts as Map<string, NonNullable<T>>, text, text);
  }

  /** Replaces the texts of an object by pooled texts. The object stays equal. */
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

  /** Returns the pooled part that equals a part. For plain data whose fields have a fixed order. */
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
