import type { Execution, ExecutionStatus } from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import type { Job } from '../../api/job.ts';
import type { KubeObject, ObjectMeta } from '../../api/metadata.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { Lease } from '../kinds/lease.ts';
import { LEFT_OUT, type LeftOut } from './provenance.ts';
import type { StringPool } from './string-pool.ts';

/** kubectl keeps a copy of what it applied here. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The same object without some of its fields. Written by hand, because a spread takes twice the
 * space, entries take twice the time, and thousands of objects come in a second.
 */
function omit<T extends object>(object: T, names: readonly string[]): T {
  const kept: Record<string, unknown> = {};
  for (const name in object) {
    // A field of that name would become the prototype.
    if (!names.includes(name) && name !== '__proto__') kept[name] = object[name];
  }
  return kept as T;
}

/** The metadata without the bookkeeping of the server and of kubectl. */
function slimMetadata(raw: ObjectMeta, pool: StringPool): ObjectMeta {
  const metadata: Mutable<ObjectMeta> = omit(raw, ['managedFields']);
  const { namespace, labels, annotations, ownerReferences } = metadata;
  if (namespace !== undefined) metadata.namespace = pool.text(namespace);
  if (annotations?.[LAST_APPLIED] !== undefined) {
    metadata.annotations = omit(annotations, [LAST_APPLIED]);
  }
  // Name and uid do not recur. The pool looks only at these fields.
  pool.textsOf(labels);
  pool.textsOf(metadata.annotations);
  pool.textsOf(ownerReferences);
  return metadata;
}

/** An object from a watch; undefined if it has no name. */
function readNamed<T extends KubeObject>(raw: unknown): T | undefined {
  const object = raw as T | undefined;
  return typeof object?.metadata?.name === 'string' ? object : undefined;
}

/** An execution without `status.state` and `status.result`: lists do not show them, and they can be large. */
export function slimExecution(raw: unknown, pool: StringPool): Execution | undefined {
  const object = readNamed<Execution>(raw);
  if (!object) return undefined;
  const metadata = slimMetadata(object.metadata, pool);
  const { apiVersion, kind, spec, status } = object;
  pool.textsOf(spec);
  if (status === undefined) return { ...object, metadata };
  // All fields in one literal: fields that are added later take a fifth more space.
  return {
    apiVersion: pool.text(apiVersion),
    kind: pool.text(kind),
    metadata,
    spec,
    status: pool.textsOf(omit(status, ['state', 'result'])),
    [LEFT_OUT]: leftOutOf(status),
  } as Execution;
}

function leftOutOf({ result, state }: ExecutionStatus): LeftOut | undefined {
  if (result !== undefined) return 'result';
  return state === undefined ? undefined : 'state';
}

/** A suspension. */
export function slimSuspension(raw: unknown, pool: StringPool): Suspension | undefined {
  const object = readNamed<Suspension>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata, pool) };
}

/** A job, whose spec has only the fields that kontinue reads and no pod template. */
export function slimJob(raw: unknown, pool: StringPool): Job | undefined {
  const object = readNamed<Job>(raw);
  if (!object) return undefined;
  const { suspend, backoffLimit, completions, parallelism } = object.spec ?? {};
  const spec = {
    ...(suspend !== undefined && { suspend }),
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(completions !== undefined && { completions }),
    ...(parallelism !== undefined && { parallelism }),
  };
  return { ...object, metadata: slimMetadata(object.metadata, pool), spec };
}

/** A function. */
export function slimFunction(raw: unknown, pool: StringPool): KontinueFunction | undefined {
  const object = readNamed<KontinueFunction>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata, pool) };
}

/** A worker's Lease. */
export function slimLease(raw: unknown, pool: StringPool): Lease | undefined {
  const object = readNamed<Lease>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata, pool) };
}
