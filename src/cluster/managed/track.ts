import type { Kind } from '../kinds/kind.ts';
import { apiVersionOf, isSameJson } from '../object.ts';
import { type Comparison, compare, fieldsOf } from './compare.ts';
import { conflictOf } from './conflict.ts';
import { FieldSet } from './field-set.ts';
import { fieldTypeOf } from './field-type.ts';
import { findTakenOver, setLastApplied } from './last-applied.ts';
import {
  isSameWriter,
  type Manager,
  nothing,
  readManagers,
  selectOwnable,
  type Writer,
  writeManagers,
} from './managers.ts';
import { mergeConfig, removeDropped } from './merge.ts';

/** An object that may have managedFields. */
interface Managed {
  readonly metadata: object;
}

function managedFieldsOf({ metadata }: Managed): unknown {
  return (metadata as { readonly managedFields?: unknown }).managedFields;
}

/**
 * The managedFields of an object after an update: the writer owns what it changed. An object that
 * that was never applied and has no known manager stays without.
 */
export function trackUpdate(
  kind: Kind,
  before: Managed | undefined,
  after: Managed,
  writer: Writer,
  now: string,
): readonly object[] {
  const managers = knownManagers(before, after, writer);
  if (before && managers.length === 0) return [];
  const changes = compare(fieldTypeOf(kind), before ?? nothing(kind), after);
  const taken = selectOwnable(kind, changes.added.union(changes.modified), writer.subresource);
  const own = managers.find((manager) => isSameWriter(manager, writer));
  const others = managers.filter((manager) => manager !== own);
  const rest = withoutLost(others, changes);
  const kept = own?.fields.difference(changes.removed);
  const fields = kept ? kept.union(taken) : taken;
  const time = taken.isEmpty ? own?.time : now;
  return writeManagers([...rest, { ...writer, fields, ...(time === undefined ? {} : { time }) }]);
}

/** The managers that the object names if the writer may say so, else those that it had. */
function knownManagers(
  before: Managed | undefined,
  after: Managed,
  { subresource }: Writer,
): readonly Manager[] {
  const live = (before && readManagers(managedFieldsOf(before))) ?? [];
  if (subresource !== undefined) return live;
  const sent = managedFieldsOf(after);
  // An empty entry at the beginning is how a writer gives up all management.
  if (Array.isArray(sent) && isSameJson(sent[0], {})) return [];
  return readManagers(sent) ?? live;
}

/** The managers without the fields that a change takes from them, or that are gone. */
function withoutLost(managers: readonly Manager[], changes: Comparison): readonly Manager[] {
  const lost = changes.added.union(changes.modified).union(changes.removed);
  return managers.map((manager) => ({ ...manager, fields: manager.fields.difference(lost) }));
}

/** An object as an applied configuration makes it. */
export interface Applied {
  readonly object: Readonly<Record<string, unknown>>;
  readonly managedFields: readonly object[];
}

/**
 * Applies a configuration: its fields take their values, and fields that the applier said before and
 * no longer says go, unless another owns them. Throws a conflict for fields that others own, unless it
 * is to take them by force.
 */
export function applyConfig(
  kind: Kind,
  live: Managed | undefined,
  config: Applied['object'],
  options: { readonly writer: Writer; readonly force: boolean; readonly now: string },
): Applied {
  const { writer, force, now } = options;
  const type = fieldTypeOf(kind);
  const managers = live ? managersBeforeApply(kind, live, now) : [];
  const last = managers.find((manager) => isSameWriter(manager, writer));
  const others = managers.filter((manager) => manager !== last);
  const fields = selectOwnable(kind, fieldsOf(type, config), writer.subresource);
  const owned = others.reduce((set, manager) => set.union(manager.fields), fields);
  const base = live ?? nothing(kind);
  const merged = mergeConfig(type, base, config);
  const object = (
    last ? removeDropped(type, merged, last.fields, owned) : merged
  ) as Applied['object'];
  const changes = compare(type, base, object);
  const taken = changes.added.union(changes.modified);
  if (!force)
    refuseConflicts(others, live ? taken.difference(findTakenOver(type, live, writer)) : taken);
  const time = isSameJson(base, object) ? last?.time : now;
  const own = { ...writer, fields, ...(time === undefined ? {} : { time }) };
  const managedFields = writeManagers([...withoutLost(others, changes), own]);
  return { object: setLastApplied(object, config, writer), managedFields };
}

/** The managers of an object. If none is known, one owns all that was there before the first apply. */
function managersBeforeApply(kind: Kind, live: Managed, now: string): readonly Manager[] {
  const known = readManagers(managedFieldsOf(live));
  if (known) return known;
  const { added } = compare(fieldTypeOf(kind), nothing(kind), live);
  const status = new FieldSet();
  for (const [step, below] of added.children)
    if (step === 'f:status') status.children.set(step, below);
  return [
    {
      manager: 'before-first-apply',
      operation: 'Update',
      apiVersion: apiVersionOf(kind.resource),
      time: now,
      fields: selectOwnable(kind, added, undefined).union(status),
    },
  ];
}

function refuseConflicts(others: readonly Manager[], taken: FieldSet): void {
  const conflicts = others
    .map((manager) => ({ manager, fields: manager.fields.intersection(taken) }))
    .filter(({ fields }) => !fields.isEmpty);
  if (conflicts.length > 0) throw conflictOf(conflicts);
}
