import { readJson, writeJson } from '../json.ts';
/**
 * A set of fields of an object, as a tree. Its steps are those of FieldsV1: `f:spec` is a field,
 * `k:{"name":"main"}` an item of a list that is known by its keys, `v:"x"` a member of a set.
 */
export class FieldSet {
  /** Whether the place itself is in the set, not only something below it. */
  self = false;
  readonly children = new Map<string, FieldSet>();

  get isEmpty(): boolean {
    return !this.self && this.children.size === 0;
  }

  insert(path: readonly string[]): void {
    const [step, ...rest] = path;
    if (step === undefined) {
      this.self = true;
      return;
    }
    const child = this.children.get(step) ?? new FieldSet();
    this.children.set(step, child);
    child.insert(rest);
  }

  union(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine || theirs);
  }

  intersection(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine && theirs);
  }

  difference(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine && !theirs);
  }

  /** Every path in it: fields before items, each by name. */
  paths(): readonly (readonly string[])[] {
    const below = [...this.children]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([step, child]) => child.paths().map((path) => [step, ...path]));
    return this.self ? [[], ...below] : below;
  }

  /** As it is written in managedFields. */
  toFieldsV1(): object {
    const below = [...this.children]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([step, child]) => [step, child.toFieldsV1()] as const);
    const isInner = this.self && below.length > 0;
    return Object.fromEntries([...(isInner ? [['.', {}] as const] : []), ...below]);
  }
}

/** Reads what `toFieldsV1` wrote. Undefined: it is none. */
export function readFieldsV1(value: unknown): FieldSet | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return readTree(value, true);
}

function readTree(value: object, isRoot: boolean): FieldSet | undefined {
  const set = new FieldSet();
  const entries = Object.entries(value);
  set.self = !isRoot && (entries.length === 0 || Object.hasOwn(value, '.'));
  for (const [step, below] of entries) {
    if (step === '.') continue;
    if (!isStep(step) || typeof below !== 'object' || below === null) return undefined;
    const child = readTree(below, false);
    if (!child) return undefined;
    set.children.set(step, child);
  }
  return set;
}

function isStep(step: string): boolean {
  if (step.startsWith('f:')) return true;
  if (!/^[kv]:/.test(step)) return false;
  try {
    const value: unknown = readJson(step.slice(2));
    return step.startsWith('v:') || (typeof value === 'object' && value !== null);
  } catch {
    return false; // Its text is no JSON.
  }
}

function combine(
  a: FieldSet | undefined,
  b: FieldSet | undefined,
  holds: (mine: boolean, theirs: boolean) => boolean,
): FieldSet {
  const set = new FieldSet();
  set.self = holds(a?.self ?? false, b?.self ?? false);
  for (const step of new Set([...(a?.children.keys() ?? []), ...(b?.children.keys() ?? [])])) {
    const child = combine(a?.children.get(step), b?.children.get(step), holds);
    if (!child.isEmpty) set.children.set(step, child);
  }
  return set;
}

/** A path as messages write it: `.spec.containers[name="main"].image`. */
export function pathText(path: readonly string[]): string {
  return path
    .map((step) => {
      const text = step.slice(2);
      if (step.startsWith('f:')) return `.${text}`;
      if (step.startsWith('v:')) return `[=${text}]`;
      const keys = Object.entries(readJson(text) as Readonly<Record<string, unknown>>);
      return `[${keys.map(([key, value]) => `${key}=${writeJson(value)}`).join(',')}]`;
    })
    .join('');
}
