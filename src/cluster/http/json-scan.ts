/**
 * How deep a body may nest. The real server takes 10,000 levels; this one takes as many as every
 * later step (merging, comparing, writing) surely has the stack for.
 */
export const MAX_DEPTH = 1_000;

/** A text that is not JSON, in the message of Go's encoding/json. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;

const LITERALS: ReadonlyMap<number, string> = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
]);
const ESCAPES: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((char) => char.charCodeAt(0)));

/**
 * Reads a JSON text without making a value of it: throws JsonSyntaxError for what is not JSON and for
 * what nests too deep. Returns the paths of fields that stand twice in their object, such as
 * `spec.arguments[0].name`, in the order of the text.
 */
export function scanJson(text: Uint8Array): readonly string[] {
  return new JsonScan(text).run();
}

class JsonScan {
  readonly #text: Uint8Array;
  readonly #duplicates: string[] = [];
  /** Where it is: names of fields and indexes of items. */
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: Uint8Array) {
    this.#text = text;
  }

  run(): readonly string[] {
    this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
    return this.#duplicates;
  }

  #value(): void {
    this.#skipSpace();
    const char = this.#text[this.#at];
    if (char === QUOTE) this.#string();
    else if (char === OPEN_BRACE) this.#object();
    else if (char === OPEN_BRACKET) this.#array();
    else if (char === MINUS || isDigit(char)) this.#number();
    else this.#literal();
  }

  #object(): void {
    this.#open('');
    const names = new Set<string>();
    this.#skipSpace();
    if (!this.#take(CLOSE_BRACE)) {
      for (;;) {
        this.#field(names);
        if (this.#take(CLOSE_BRACE)) break;
        if (!this.#take(COMMA)) throw this.#unexpected('after object key:value pair');
      }
    }
    this.#path.pop();
  }

  /** One field of an object that has these already, and the space after it. */
  #field(names: Set<string>): void {
    this.#skipSpace();
    if (this.#text[this.#at] !== QUOTE) {
      throw this.#unexpected('looking for beginning of object key string');
    }
    const start = this.#at;
    this.#string();
    const name = this.#textFrom(start);
    this.#path[this.#path.length - 1] = name;
    if (names.has(name)) this.#duplicates.push(pathText(this.#path));
    names.add(name);
    this.#skipSpace();
    if (!this.#take(COLON)) throw this.#unexpected('after object key');
    this.#value();
    this.#skipSpace();
  }

  #array(): void {
    this.#open(0);
    this.#skipSpace();
    if (!this.#take(CLOSE_BRACKET)) {
      for (let index = 0; ; index += 1) {
        this.#path[this.#path.length - 1] = index;
        this.#value();
        this.#skipSpace();
        if (this.#take(CLOSE_BRACKET)) break;
        if (!this.#take(COMMA)) throw this.#unexpected('after array element');
      }
    }
    this.#path.pop();
  }

  #open(first: string | number): void {
    if (this.#path.length >= MAX_DEPTH) throw this.#unexpected('exceeded max depth');
    this.#path.push(first);
    this.#at += 1;
  }

  /** Reads a string, of which the first byte is a quote. */
  #string(): void {
    this.#at += 1;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char < 0x20) throw this.#unexpected('in string literal');
      this.#at += 1;
      if (char === QUOTE) return;
      if (char === BACKSLASH) this.#escape();
    }
  }

  /** What the string that began there and ends here says. */
  #textFrom(start: number): string {
    const { buffer, byteOffset } = this.#text;
    const raw = Buffer.from(buffer, byteOffset + start, this.#at - start).toString('utf8');
    return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
  }

  #escape(): void {
    const char = this.#text[this.#at];
    if (char !== undefined && ESCAPES.has(char)) {
      this.#at += 1;
      return;
    }
    if (char !== 0x75) throw this.#unexpected('in string escape code');
    this.#at += 1;
    for (let digit = 0; digit < 4; digit += 1) {
      if (!isHexDigit(this.#text[this.#at])) {
        throw this.#unexpected(String.raw`in \u hexadecimal character escape`);
      }
      this.#at += 1;
    }
  }

  #number(): void {
    this.#take(MINUS);
    if (!this.#take(ZERO)) this.#digits('in numeric literal');
    if (this.#take(DOT)) this.#digits('after decimal point in numeric literal');
    if (this.#take(0x65) || this.#take(0x45)) {
      if (!this.#take(0x2b)) this.#take(MINUS);
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(where: string): void {
    if (!isDigit(this.#text[this.#at])) throw this.#unexpected(where);
    while (isDigit(this.#text[this.#at])) this.#at += 1;
  }

  #literal(): void {
    const word = LITERALS.get(this.#text[this.#at] ?? 0);
    if (word === undefined) throw this.#unexpected('looking for beginning of value');
    for (const char of word) {
      if (this.#text[this.#at] !== char.charCodeAt(0)) {
        throw this.#unexpected(`in literal ${word} (expecting '${char}')`);
      }
      this.#at += 1;
    }
  }

  #take(char: number): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const char = this.#text[this.#at];
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return;
      this.#at += 1;
    }
  }

  #unexpected(where: string): JsonSyntaxError {
    const char = this.#text[this.#at];
    if (char === undefined) return new JsonSyntaxError('unexpected end of JSON input');
    return new JsonSyntaxError(`invalid character ${quoteByte(char)} ${where}`);
  }
}

function pathText(path: readonly (string | number)[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return parts.join('').replace(/^\./, '');
}

function isDigit(char: number | undefined): boolean {
  return char !== undefined && char >= ZERO && char <= 0x39;
}

function isHexDigit(char: number | undefined): boolean {
  return isDigit(char) || (char !== undefined && /[a-fA-F]/.test(String.fromCharCode(char)));
}

/** One byte as Go quotes it. */
function quoteByte(char: number): string {
  if (char === 0x27) return String.raw`'\''`;
  if (char === QUOTE) return `'"'`;
  return `'${JSON.stringify(String.fromCharCode(char)).slice(1, -1)}'`;
}
