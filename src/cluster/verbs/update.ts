import { LEASES, type Resource } from '../../api/resources.ts';
import { answerObject } from '../http/answer.ts';
import {
  decodeJsonPatch,
  decodeMergePatch,
  decodeObject,
  mediaType,
  unsupportedType,
} from '../http/body.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { successor } from '../lifecycle.ts';
import { canonicalJson, type Draft, type Stored } from '../object.ts';
import { applyJsonPatch, mergePatch, strategicPatch } from '../patch.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, conflict, invalid, notFound, StatusError } from '../status.ts';
import {
  intake,
  type Refusal,
  requireValid,
  requireValidStatus,
  wholeRefusal,
} from './admission.ts';
import { isDryRun } from './dry-run.ts';
import { seenAs } from './selection.ts';

/** Answers a PUT: the object sent takes the place of the one stored. */
export function replace(exchange: ResourceExchange): void {
  const { kind, body, request, query } = exchange;
  const before = existing(exchange);
  const sent = decodeObject(body, mediaType(request), kind.resource.kind);
  const draft = intake(exchange, sent, wholeRefusal(kind));
  const { uid } = draft.metadata;
  if (uid && uid !== before.metadata.uid) {
    const uids = `UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    throw conflict(kind.resource, before.metadata.name, `Precondition failed: ${uids}`);
  }
  write(exchange, before, draft, isDryRun(query, 'UpdateOptions'));
}

/** Answers a PATCH: a merge patch, or a JSON patch; on built-in kinds a strategic one as well. */
export function patch(exchange: ResourceExchange): void {
  const { kind, subresource, query } = exchange;
  const applied = patchForm(exchange);
  const before = existing(exchange);
  const { object: patched, duplicates } = applied(seenAs(kind, before));
  if (!isObject(patched)) throw badRequest('the patch does not leave an object');
  const draft = intake(exchange, { object: patched, duplicates }, patchRefusal(patched));
  const { uid } = draft.metadata;
  if (uid && uid !== before.metadata.uid && subresource === undefined) {
    throw wrongField(kind.resource, before, 'metadata.uid', `"${uid}": field is immutable`);
  }
  write(exchange, before, draft, isDryRun(query, 'PatchOptions'));
}

function existing({ kind, namespace, name = '', parts }: ResourceExchange): Stored {
  const found = parts.storage.get(storedUnder(kind), namespace, name);
  if (!found) throw notFound(kind.resource, name);
  return found;
}

/** An object as a patch makes it, and what stands twice in the patch. */
interface Patched {
  readonly object: unknown;
  readonly duplicates: readonly string[];
}

/** How the patch that was sent changes an object. In another form it is refused before one is sought. */
function patchForm({ kind, request, body }: ResourceExchange): (target: Stored) => Patched {
  switch (mediaType(request)) {
    case 'application/merge-patch+json':
      return mergeForm(mergePatch, body);
    case 'application/json-patch+json':
      return (target) => ({
        object: applyJsonPatch(target, decodeJsonPatch(body)),
        duplicates: [],
      });
    case 'application/strategic-merge-patch+json':
      if (kind.schema) break;
      return mergeForm(strategicPatch, body);
    case 'application/apply-patch+yaml':
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        'this server does not support server-side apply: use kubectl apply without --server-side, ' +
          'or a merge patch',
      );
  }
  throw unsupportedType(['application/json-patch+json', 'application/merge-patch+json']);
}

function mergeForm(merge: (target: unknown, patch: unknown) => unknown, body: Buffer) {
  return (target: Stored): Patched => {
    const { object, duplicates } = decodeMergePatch(body);
    return { object: merge(target, object), duplicates };
  };
}

/** The one way by which an object changes over HTTP. */
function write(exchange: ResourceExchange, before: Stored, draft: Draft, isDryRun: boolean): void {
  const { kind, namespace, subresource, parts } = exchange;
  requireSameObject(kind, before, draft.metadata);
  const sent = kind.view ? kind.view.write(draft) : draft;
  const next = successor(before, merged(kind, subresource, before, sent));
  if (subresource === 'status') requireValidStatus(kind, next);
  else requireValid(kind, seenAs(kind, next));
  const stored = isDryRun
    ? next
    : parts.storage.update(storedUnder(kind), namespace, before.metadata.name, () => next);
  answerObject(exchange, 200, stored ?? next);
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

function wrongField(resource: Resource, object: Stored, field: string, why: string): StatusError {
  const message = `Invalid value: ${why}`;
  return invalid(resource, object.metadata.name, [{ reason: 'FieldValueInvalid', message, field }]);
}

/** What a write may change: the status alone, or all but the status where that is a subresource. */
function merged(
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

/** How a patch is refused whose object cannot be read: with that object. */
function patchRefusal(patched: object): Refusal {
  return (why) => {
    const message = `Invalid value: ${JSON.stringify(canonicalJson(patched))}: ${why}`;
    return new StatusError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
      causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
    });
  };
}
