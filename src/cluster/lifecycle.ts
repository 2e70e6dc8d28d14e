import { randomUUID } from 'node:crypto';
import type { ObjectMeta } from '../api/metadata.ts';
import type { Resource } from '../api/resources.ts';
import { timestamp } from './clock.ts';
import { withDefaults } from './defaults.ts';
import { DEFINITIONS } from './kinds/resources.ts';
import { makeName } from './names.ts';
import { apiVersionOf, type Draft, isSameJson, type Stored } from './object.ts';

/** What becomes of an object's dependents when it is deleted (Kubernetes: DeletionPropagation). */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** The finalizers that the garbage collector takes off when it has done its part. */
export const FOREGROUND_FINALIZER = 'foregroundDeletion';
export const ORPHAN_FINALIZER = 'orphan';
/** The finalizer of a definition under deletion: its objects go first. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

const WITHOUT_GENERATION: ReadonlySet<string> = new Set(['Namespace', 'Event', 'Lease', 'Node']);

/** An object that is not stored yet, and so has no version. */
export type CreatedObject = Omit<Stored, 'metadata'> & {
  readonly metadata: Omit<Stored['metadata'], 'resourceVersion'>;
};

/** What the server alone writes into metadata when a deletion begins. */
interface Deletion {
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
}

/** A draft as it is first stored: named, with uid, time and generation. */
export function prepareForCreate(resource: Resource, draft: Draft, now: number): CreatedObject {
  const name = draft.metadata.name || makeName(draft.metadata.generateName ?? '');
  const named = { ...draft, metadata: { ...draft.metadata, name } };
  const { apiVersion: _, kind: __, metadata, ...fields } = withDefaults(resource, named, now);
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: {
      ...keepChosen(metadata),
      name,
      uid: randomUUID(),
      ...(WITHOUT_GENERATION.has(resource.kind) ? {} : { generation: 1 }),
      creationTimestamp: timestamp(now),
    },
    ...fields,
  };
}

/**
 * The next state of an object: its identity stays, a change outside metadata and status raises its
 * generation. Returns `before` itself when nothing changed, for such a write makes no version.
 */
export function prepareForUpdate(before: Stored, after: Draft): Stored {
  const { apiVersion: _, kind: __, metadata, ...fields } = after;
  const { deletionTimestamp, deletionGracePeriodSeconds }: Deletion = before.metadata;
  const next: Stored = {
    apiVersion: before.apiVersion,
    kind: before.kind,
    metadata: {
      ...keepChosen(metadata),
      ...identity(before.metadata),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    },
    ...fields,
  };
  if (isSameJson(next, before)) return before;
  if (before.metadata.generation === undefined || sameDesire(before, next)) return next;
  return raiseGeneration(next, before.metadata.generation);
}

/** An object whose deletion has begun and waits for its finalizers; `before` itself if it had. */
export function beginDeletion(before: Stored, propagation: Propagation, now: number): Stored {
  const finalizers = withPropagation(before.metadata.finalizers ?? [], propagation);
  if (before.metadata.deletionTimestamp !== undefined) {
    return prepareForUpdate(before, { ...before, metadata: { ...before.metadata, finalizers } });
  }
  const isNamespace = before.kind === 'Namespace';
  const held = before.kind === DEFINITIONS.kind ? [...finalizers, CLEANUP_FINALIZER] : finalizers;
  const next = {
    ...before,
    ...(isNamespace ? { status: { phase: 'Terminating' } } : {}),
    metadata: {
      ...before.metadata,
      deletionTimestamp: timestamp(now),
      ...(isNamespace ? {} : { deletionGracePeriodSeconds: 0 }),
      ...(held.length === 0 ? {} : { finalizers: held }),
    },
  };
  return before.metadata.generation === undefined
    ? next
    : raiseGeneration(next, before.metadata.generation);
}

/** Whether an object stays although its deletion has begun: a finalizer is left. */
export function isHeld(object: Stored & { readonly spec?: unknown }): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  const { finalizers = [] } = (object.spec ?? {}) as { finalizers?: readonly unknown[] };
  return object.kind === 'Namespace' && finalizers.length > 0;
}

/** The finalizers under a propagation: that of another propagation goes. */
function withPropagation(
  finalizers: readonly string[],
  propagation: Propagation,
): readonly string[] {
  const own = { Background: [], Foreground: [FOREGROUND_FINALIZER], Orphan: [ORPHAN_FINALIZER] };
  const others = finalizers.filter((f) => f !== FOREGROUND_FINALIZER && f !== ORPHAN_FINALIZER);
  return [...others, ...own[propagation]];
}

/** What a writer may choose of the metadata: not that it is deleted. Empty lists and maps say nothing. */
function keepChosen(metadata: Partial<ObjectMeta> & Deletion): Partial<ObjectMeta> {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, ...rest } = metadata;
  const said = Object.entries(rest).filter(
    ([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0,
  );
  return Object.fromEntries(said);
}

function identity(metadata: Stored['metadata']) {
  const { name, namespace, uid, resourceVersion, generation, creationTimestamp } = metadata;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid,
    resourceVersion,
    ...(generation === undefined ? {} : { generation }),
    creationTimestamp,
  } satisfies ObjectMeta;
}

/** Whether two states differ in metadata and status at most. */
function sameDesire(before: Stored, next: Stored): boolean {
  const desire = (object: Stored): unknown => ({ ...object, metadata: null, status: null });
  return isSameJson(desire(before), desire(next));
}

function raiseGeneration(object: Stored, generation: number): Stored {
  return { ...object, metadata: { ...object.metadata, generation: generation + 1 } };
}
