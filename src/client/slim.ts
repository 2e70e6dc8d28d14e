import type { Execution } from '../api/execution.ts';
import type { KontinueFunction } from '../api/function.ts';
import type { Job } from '../api/job.ts';
import type { KubeObject, ObjectMeta } from '../api/metadata.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Lease } from './lease.ts';
import { markSlimmed } from './provenance.ts';

/** kubectl keeps a copy of what it applied here. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What every object loses on arrival: the server's and kubectl's own bookkeeping. */
function slimMetadata(raw: ObjectMeta & { readonly managedFields?: unknown }): ObjectMeta {
  const { managedFields: _, annotations, ...metadata } = raw;
  if (annotations === undefined) return metadata;
  const { [LAST_APPLIED]: __, ...kept } = annotations;
  return { ...metadata, annotations: kept };
}

/** Something with a name, as a watch brings it; what has none is left out. */
function read<T extends KubeObject>(raw: unknown): T | undefined {
  const object = raw as T | undefined;
  return typeof object?.metadata?.name === 'string' ? object : undefined;
}

/** An execution without `status.state` and `status.result`: lists do not show them, and they can be large. */
export function slimExecution(raw: unknown): Execution | undefined {
  const object = read<Execution>(raw);
  if (!object) return undefined;
  const metadata = slimMetadata(object.metadata);
  if (object.status === undefined) return { ...object, metadata };
  const { state: _, result, ...status } = object.status;
  const slim = { ...object, metadata, status };
  return result === undefined ? slim : markSlimmed(slim);
}

/** A suspension. */
export function slimSuspension(raw: unknown): Suspension | undefined {
  const object = read<Suspension>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata) };
}

/** A job: of its spec only what kontinue reads, not its pods' template. */
export function slimJob(raw: unknown): Job | undefined {
  const object = read<Job>(raw);
  if (!object) return undefined;
  const { suspend, backoffLimit, completions, parallelism } = object.spec ?? {};
  const spec = {
    ...(suspend !== undefined && { suspend }),
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(completions !== undefined && { completions }),
    ...(parallelism !== undefined && { parallelism }),
  };
  return { ...object, metadata: slimMetadata(object.metadata), spec };
}

/** A function. */
export function slimFunction(raw: unknown): KontinueFunction | undefined {
  const object = read<KontinueFunction>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata) };
}

/** A worker's Lease. */
export function slimLease(raw: unknown): Lease | undefined {
  const object = read<Lease>(raw);
  return object && { ...object, metadata: slimMetadata(object.metadata) };
}
