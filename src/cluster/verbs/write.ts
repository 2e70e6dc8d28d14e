import { LEASES, type Resource } from '../../api/resources.ts';
import { answerObject } from '../http/answer.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { prepareForUpdate } from '../lifecycle.ts';
import type { Draft, Stored } from '../object.ts';
import { badRequest, conflict, invalid, StatusError } from '../status.ts';
import { requireValid, requireValidStatus } from './admission.ts';
import { readAs } from './selection.ts';

/** How a write is made. */
export interface WriteOptions {
  /** The managedFields of the object as it will be. */
  readonly manage: (next: Stored) => readonly object[];
  /** Whether it is only tried. */
  readonly isTry: boolean;
}

/** The one way by which an object changes over HTTP. */
export function write(
  exchange: ResourceRequestContext,
  before: Stored,
  draft: Draft,
  { manage, isTry }: WriteOptions,
): void {
  const { kind, namespace, subresource, parts } = exchange;
  requireSameObject(kind, before, draft.metadata);
  const sent = kind.view ? kind.view.write(draft) : draft;
  const changed = prepareForUpdate(before, mergeSent(kind, subresource, before, sent));
  const next = prepareForUpdate(before, withManagers(changed, manage(readAs(kind, changed))));
  if (subresource === 'status') requireValidStatus(kind, next);
  else requireValid(kind, readAs(kind, next));
  const stored = isTry
    ? next
    : parts.storage.update(storedUnder(kind), namespace, before.metadata.name, () => next);
  answerObject(exchange, 200, stored ?? next);
}

/** An object with its managedFields. */
export function withManagers<T extends Draft>(object: T, managedFields: readonly object[]): T {
  const metadata = { ...object.metadata, managedFields };
  return { ...object, metadata };
}

/** The object must be the one of the URL, in the version that is stored, if it says one. */
function requireSameObject(kind: Kind, before: Stored, metadata: Draft['metadata']): void {
  const { name, namespace, resourceVersion, deletionTimestamp, finalizers = [] } = before.metadata;
  if (!metadata.name) {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (!metadata.resourceVersion && needsVersion(kind)) {
    const plural = { ...kind.resource, kind: kind.resource.plural };
    throw wrongField(
      plural,
      before,
      'metadata.resourceVersion',
      '0: must be specified for an update',
    );
  }
  if (metadata.resourceVersion && !/^\d+$/.test(metadata.resourceVersion)) {
    const why = `parsing ${JSON.stringify(metadata.resourceVersion)}: invalid syntax`;
    throw new StatusError(500, '', `strconv.ParseUint: ${why}`);
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== resourceVersion) {
    throw conflict(
      kind.resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
  if (metadata.deletionTimestamp && metadata.deletionTimestamp !== deletionTimestamp) {
    const why = `"${metadata.deletionTimestamp}": field is immutable`;
    throw wrongField(kind.resource, before, 'metadata.deletionTimestamp', why);
  }
  const added = metadata.finalizers?.filter((finalizer) => !finalizers.includes(finalizer)) ?? [];
  if (deletionTimestamp === undefined || added.length === 0) return;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const why = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  const message = `Forbidden: ${why} []string{${list}}`;
  throw invalid(kind.resource, name, [
    { reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' },
  ]);
}

/** Kinds that are never replaced without looking. */
function needsVersion({ schema, resource }: Kind): boolean {
  return schema !== undefined || resource.kind === LEASES.kind;
}

/** A field that has not the value that it must have. */
export function wrongField(
  resource: Resource,
  object: Stored,
  field: string,
  why: string,
): StatusError {
  const message = `Invalid value: ${why}`;
  return invalid(resource, object.metadata.name, [{ reason: 'FieldValueInvalid', message, field }]);
}

/** What a write may change: the status alone, or all but the status where that is a subresource. */
function mergeSent(
  kind: Kind,
  subresource: string | undefined,
  before: Stored,
  sent: Draft & { readonly status?: unknown },
): Draft {
  const { status, ...others } = before as Stored & { readonly status?: unknown };
  if (subresource === 'status') return withStatus(others, sent.status);
  if (!kind.subresources.includes('status')) return sent;
  const { status: _, ...fields } = sent;
  return withStatus(fields, status);
}

function withStatus(fields: Draft, status: unknown): Draft & { readonly status?: unknown } {
  return status === undefined ? fields : { ...fields, status };
}
