import { type GoType, goStruct } from './schema/go-types.ts';
import { isObject } from './schema/validate.ts';
import { badRequest, StatusError } from './status.ts';

type Fields = Record<string, unknown>;
type List = readonly unknown[];

/** How a list is merged: by item, each known by this field of it, or without a field by itself. */
interface ListMerge {
  readonly key: string | undefined;
  readonly items: GoType;
}

const DIRECTIVE = '$patch';
const RETAINED = '$retainKeys';
const ORDER = '$setElementOrder/';
const REMOVED = '$deleteFromPrimitiveList/';

/** Lists whose tag `patchMergeKey` is another than the first key by which appliers own their items. */
const MERGE_KEYS: Readonly<Record<string, string | undefined>> = {
  'CustomResourceDefinitionStatus.conditions': undefined,
  'JSONSchemaProps.x-kubernetes-validations': undefined,
  'JobStatus.conditions': 'type',
  'PodStatus.hostIPs': 'ip',
  'ResourceRequirements.claims': undefined,
  'ResourceStatus.resources': undefined,
};
/** Lists of scalars that are merged. */
const MERGED_SETS: ReadonlySet<string> = new Set(['NodeSpec.podCIDRs', 'ObjectMeta.finalizers']);

/**
 * Applies a strategic merge patch to an object of a built-in kind, as apimachinery does: a merge patch
 * that edits lists by item and follows the directives `$patch`, `$retainKeys`, `$setElementOrder` and
 * `$deleteFromPrimitiveList`.
 * @param struct the Go type of the object, such as `Pod`.
 */
export function strategicPatch(struct: string, target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  return mergeFields(isObject(target) ? target : {}, patch, { is: 'struct', name: struct });
}

function mergeFields(original: Fields, patch: Fields, type: GoType): Fields {
  const { [DIRECTIVE]: directive, ...replacement } = patch;
  if (directive === 'replace') return replacement;
  if (directive === 'delete') return {};
  if (directive !== undefined) throw unreadable(`unknown patch type: ${directive}`);
  const merged = retainFields(original, patch);
  for (const [name, value] of Object.entries(patch)) {
    if (name === RETAINED || name.startsWith(ORDER)) continue;
    if (name.startsWith(REMOVED)) {
      const list = name.slice(REMOVED.length);
      const before = merged[list];
      if (Array.isArray(before))
        merged[list] = before.filter((item) => !listOf(value).includes(item));
    } else if (value === null) delete merged[name];
    else merged[name] = mergeValue(merged[name], value, type, name);
  }
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(ORDER)) continue;
    const list = name.slice(ORDER.length);
    const items = merged[list];
    if (!Array.isArray(items)) continue;
    const key = listMergeOf(type, list)?.key;
    merged[list] = orderItems(items, listOf(order), listOf(original[list]), key);
  }
  return merged;
}

function mergeValue(before: unknown, value: unknown, owner: GoType, name: string): unknown {
  if (isObject(before) && isObject(value)) {
    return mergeFields(before, value, fieldType(owner, name) ?? ANYTHING);
  }
  if (Array.isArray(before) && Array.isArray(value)) {
    const merge = listMergeOf(owner, name);
    return merge ? mergeList(before, value, merge) : value;
  }
  return withoutDirectives(value);
}

/** Items of the patch stand before those that only the server has, unless the server ordered both. */
function mergeList(before: List, patch: List, { key, items }: ListMerge): List {
  if (key === undefined) return orderItems([...new Set([...before, ...patch])], patch, before, key);
  const edits = patch.map((item) => {
    if (isObject(item) && (item[key] !== undefined || item[DIRECTIVE] === 'replace')) return item;
    throw unreadable(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
  });
  const given = edits.filter((item) => item[DIRECTIVE] === undefined);
  if (edits.some((item) => item[DIRECTIVE] === 'replace')) return given;
  const deleted = new Set(
    edits.filter((item) => item[DIRECTIVE] === 'delete').map((item) => item[key]),
  );
  const merged: unknown[] = before.filter((item) => !deleted.has(identityOf(item, key)));
  for (const item of given) {
    const place = merged.findIndex((other) => identityOf(other, key) === item[key]);
    const found = merged[place];
    if (isObject(found)) merged[place] = mergeFields(found, item, items);
    else merged.push(withoutDirectives(item));
  }
  return orderItems(merged, given, before, key);
}

/** Items in the order of the patch, among the others in that of the server. */
function orderItems(items: List, patch: List, server: List, key: string | undefined): List {
  const placesIn = (list: List) => new Map(list.map((item, i) => [identityOf(item, key), i]));
  const [inPatch, inServer] = [placesIn(patch), placesIn(server)];
  const sorted = (some: List, places: ReadonlyMap<unknown, number>) => {
    const placeOf = (item: unknown) => places.get(identityOf(item, key)) ?? 0;
    return some.toSorted((a, b) => placeOf(a) - placeOf(b));
  };
  const isPatched = (item: unknown) => inPatch.has(identityOf(item, key));
  const patched = sorted(items.filter(isPatched), inPatch);
  const others = sorted(
    items.filter((item) => !isPatched(item)),
    inServer,
  );
  const all: unknown[] = [];
  for (const item of patched) {
    const place = inServer.get(identityOf(item, key));
    while (place !== undefined && others.length > 0) {
      const next = inServer.get(identityOf(others[0], key));
      if (next === undefined || next > place) break;
      all.push(others.shift());
    }
    all.push(item);
  }
  return [...all, ...others];
}

/** What a union of fields, such as a volume, keeps of what it was. */
function retainFields(original: Fields, patch: Fields): Fields {
  const retained = patch[RETAINED];
  if (retained === undefined) return { ...original };
  const isKept = (name: string) => listOf(retained).includes(name);
  const others = Object.entries(patch).filter(([name, value]) => {
    return value !== null && !name.startsWith('$') && !isKept(name);
  });
  if (!Array.isArray(retained) || others.length > 0) {
    throw badRequest('invalid patch format of retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([name]) => isKept(name)));
}

/** A value that nothing is merged into: without its nulls, and what is marked to be deleted. */
function withoutDirectives(value: unknown): unknown {
  const isKept = (part: unknown) => !isObject(part) || part[DIRECTIVE] === undefined;
  if (Array.isArray(value)) return value.filter(isKept).map(withoutDirectives);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null && isKept(part));
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutDirectives(part)]));
}

const ANYTHING: GoType = { is: 'scalar', of: 'any' };

function fieldType(owner: GoType, name: string): GoType | undefined {
  if (owner.is === 'map') return owner.values;
  return owner.is === 'struct' ? goStruct(owner.name).fields.get(name) : undefined;
}

/** How a list is merged; undefined: it is replaced. */
function listMergeOf(owner: GoType, name: string): ListMerge | undefined {
  const type = fieldType(owner, name);
  if (owner.is !== 'struct' || type?.is !== 'list') return undefined;
  const path = `${owner.name}.${name}`;
  const key = path in MERGE_KEYS ? MERGE_KEYS[path] : type.keys[0];
  const isMerged = key !== undefined || MERGED_SETS.has(path);
  return isMerged ? { key, items: type.items } : undefined;
}

function identityOf(item: unknown, key: string | undefined): unknown {
  return key !== undefined && isObject(item) ? item[key] : item;
}

function listOf(value: unknown): List {
  return Array.isArray(value) ? value : [];
}

function unreadable(message: string): StatusError {
  return new StatusError(500, '', message);
}
