import { CORE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { MAX_DEPTH } from './json-scan.ts';

/** A text that is not YAML, or asks too much of who reads it, in the real server's message. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

/** A document, and which of its keys stand twice in their map. */
export interface YamlDocument {
  readonly value: unknown;
  readonly duplicates: readonly string[];
}

/** YAML 1.1, which the real server reads, has more names for yes and no. */
const YES = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const NO = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const BOOLEAN = new Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (text: unknown) => YES.test(String(text)) || NO.test(String(text)),
  construct: (text: unknown) => YES.test(String(text)),
});
/** `<<`: the fields of another map. */
const MERGE = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (text: unknown) => text === '<<',
});
/** Whole numbers. Those of 64 bits that JavaScript would change are kept as they are. */
const INTEGER = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: unknown) => WHOLE.test(String(text)),
  construct: (text: unknown) => wholeNumber(String(text)),
});
const WHOLE = /^[-+]?(?:0|[1-9][\d_]*|0o?[0-7_]+|0x[\da-fA-F_]+|0b[01_]+)$/;

function wholeNumber(text: string): number | bigint {
  const [, sign, octal, digits = ''] =
    /^([-+]?)(0o?(?=[0-7]))?(.*)$/.exec(text.replaceAll('_', '')) ?? [];
  const size = BigInt(octal === undefined ? digits : `0o${digits}`);
  const whole = sign === '-' ? -size : size;
  const isLong = whole >= -(2n ** 63n) && whole < 2n ** 63n && !Number.isSafeInteger(Number(whole));
  return isLong ? whole : Number(whole);
}

const SCHEMA = CORE_SCHEMA.extend({ implicit: [BOOLEAN, INTEGER, MERGE] });
const LIMITS = { schema: SCHEMA, maxDepth: MAX_DEPTH };

/** The one document of a YAML text that is at most `limit` bytes long. */
export function parseYaml(text: string, limit: number): YamlDocument {
  const document = loadDocument(text);
  // Without aliases no document says more than its text.
  new Measure(2 * limit).add(document.value, 0);
  return document;
}

function loadDocument(text: string): YamlDocument {
  try {
    return { value: load(text, LIMITS), duplicates: [] };
  } catch (error) {
    const duplicate = duplicateKey(error, text);
    if (duplicate === undefined) throw refusal(error);
    return { value: loadLastOfEach(text), duplicates: [duplicate] };
  }
}

/** The document in which the last of equal keys holds, as in JSON. */
function loadLastOfEach(text: string): unknown {
  try {
    return load(text, { ...LIMITS, json: true });
  } catch (error) {
    throw refusal(error);
  }
}

function duplicateKey(error: unknown, text: string): string | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') return;
  const { line, position } = error.mark;
  const key = /^(?:(["'])(.*?)\1|[^:,}\n]*)/.exec(text.slice(position));
  const name = JSON.stringify((key?.[2] ?? key?.[0] ?? '').trim());
  return `yaml: unmarshal errors:\n  line ${line + 1}: key ${name} already set in map`;
}

function refusal(error: unknown): YamlError {
  if (error instanceof RangeError) return tooDeep();
  if (!(error instanceof YAMLException)) throw error;
  if (error.reason.startsWith('nesting exceeded')) return tooDeep();
  if (error.reason.startsWith('merge keys exceeded')) return tooManyAliases();
  return new YamlError(`yaml: line ${(error.mark?.line ?? 0) + 1}: ${error.reason}`);
}

function tooDeep(): YamlError {
  return new YamlError(`yaml: exceeded max depth of ${MAX_DEPTH}`);
}

function tooManyAliases(): YamlError {
  return new YamlError('yaml: document contains excessive aliasing');
}

/** How much a value is once every alias in it is written out. */
class Measure {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  add(value: unknown, depth: number): void {
    this.#left -= 1 + (typeof value === 'string' ? value.length : 0);
    if (this.#left < 0) throw tooManyAliases();
    if (depth > MAX_DEPTH) throw tooDeep();
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new YamlError(`error converting YAML to JSON: json: unsupported value: ${value}`);
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      this.#left -= key.length;
      this.add(part, depth + 1);
    }
  }
}
