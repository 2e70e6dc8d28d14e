import { isObject } from '../schema/validate.ts';
import type { FieldSet } from './field-set.ts';
import { deduceType, type FieldType } from './field-type.ts';
import { type ListType, partsOf, stepOf } from './parts.ts';

/** What is there, with everything over it that is applied. */
export function mergeConfig(type: FieldType, live: unknown, config: unknown): unknown {
  const known = deduceType(type, config);
  if (known.is === 'map' && isObject(live) && isObject(config)) {
    const entries = Object.entries(config).map(([name, part]) => {
      const partType = known.field(name) ?? known.others ?? { is: 'any' };
      return [name, mergeConfig(partType, live[name], part)] as const;
    });
    return { ...live, ...Object.fromEntries(entries) };
  }
  if (known.is === 'list' && Array.isArray(live) && Array.isArray(config)) {
    return mergeItems(known, live, config);
  }
  return config;
}

/** The items of both lists: those that are applied come in their order, after the others. */
function mergeItems(
  type: ListType,
  live: readonly unknown[],
  config: readonly unknown[],
): readonly unknown[] {
  const known = new Map(live.map((item) => [stepOf(type, item), item]));
  const steps = new Set(config.map((item) => stepOf(type, item)));
  return [
    ...live.filter((item) => !steps.has(stepOf(type, item))),
    ...config.map((item) => mergeConfig(type.items, known.get(stepOf(type, item)), item)),
  ];
}

/**
 * A value without what its applier owned and no longer says: `last` is what it owned, `owned` what
 * anyone owns now.
 */
export function removeDropped(
  type: FieldType,
  value: unknown,
  last: FieldSet,
  owned: FieldSet | undefined,
): unknown {
  const parts = partsOf(type, value);
  if (!parts) return value;
  const left: [string, unknown][] = [];
  for (const [step, part] of parts) {
    const mine = last.children.get(step);
    const theirs = owned?.children.get(step);
    if (!mine || (theirs && mine.children.size === 0)) {
      left.push([step, part.value]);
      continue;
    }
    const isOwnedWhole = !partsOf(part.type, part.value) || (mine.self && !part.isDeclared);
    if (!theirs && isOwnedWhole) continue;
    const rest = removeDropped(part.type, part.value, mine, theirs);
    if (theirs || !isVoid(rest)) left.push([step, rest]);
  }
  if (Array.isArray(value)) return left.map(([, item]) => item);
  return Object.fromEntries(left.map(([step, part]) => [step.slice(2), part]));
}

function isVoid(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
