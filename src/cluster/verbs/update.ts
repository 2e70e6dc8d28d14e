import { answerObject } from '../http/answer.ts';
import { decode, decodeObject, mediaType, unsupportedType } from '../http/body.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { successor } from '../lifecycle.ts';
import type { Draft, Stored } from '../object.ts';
import { applyJsonPatch, mergePatch, strategicPatch } from '../patch.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, conflict, invalid, notFound, StatusError } from '../status.ts';
import { intake, requireValid, strictRefusal } from './admission.ts';
import { isDryRun } from './dry-run.ts';
import { seenAs } from './selection.ts';

/** Answers a PUT: the object sent takes the place of the one stored. */
export function replace(exchange: ResourceExchange): void {
  const { kind, name } = exchange;
  const before = existing(exchange);
  const sent = decodeObject(exchange.body, mediaType(exchange.request));
  const draft = intake(exchange, sent, strictRefusal(kind));
  const { metadata } = draft;
  if (metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name ?? ''}) does not match the name on the URL (${name})`,
    );
  }
  if (!metadata.resourceVersion && kind.schema) {
    const message = 'Invalid value: 0: must be specified for an update';
    const field = 'metadata.resourceVersion';
    throw invalid(kind.resource, before.metadata.name, [
      { reason: 'FieldValueInvalid', message, field },
    ]);
  }
  if (metadata.uid && metadata.uid !== before.metadata.uid) {
    const uids = `UID in precondition: ${metadata.uid}, UID in object meta: ${before.metadata.uid}`;
    throw conflict(kind.resource, before.metadata.name, `Precondition failed: ${uids}`);
  }
  write(exchange, before, draft);
}

/** Answers a PATCH: a merge patch, or a JSON patch; on built-in kinds a strategic one as well. */
export function patch(exchange: ResourceExchange): void {
  const { kind, subresource } = exchange;
  const before = existing(exchange);
  const patched = patchedBy(exchange, seenAs(kind, before));
  if (!isObject(patched)) throw badRequest('the patch does not leave an object');
  const draft = intake(exchange, patched, patchRefusal(exchange.body));
  const { uid } = draft.metadata;
  if (uid && uid !== before.metadata.uid && subresource === undefined) {
    const message = `Invalid value: "${uid}": field is immutable`;
    throw invalid(kind.resource, before.metadata.name, [
      { reason: 'FieldValueInvalid', message, field: 'metadata.uid' },
    ]);
  }
  write(exchange, before, draft);
}

function existing({ kind, namespace, name = '', parts }: ResourceExchange): Stored {
  const found = parts.storage.get(storedUnder(kind), namespace, name);
  if (!found) throw notFound(kind.resource, name);
  return found;
}

function patchedBy({ kind, request, body }: ResourceExchange, target: Stored): unknown {
  const json = () => decode(body, 'application/json');
  switch (mediaType(request)) {
    case 'application/merge-patch+json':
      return mergePatch(target, decodeObject(body, 'application/json'));
    case 'application/json-patch+json':
      return applyJsonPatch(target, json());
    case 'application/strategic-merge-patch+json':
      if (!kind.schema) return strategicPatch(target, json());
      break;
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

/** The one way by which an object changes over HTTP. */
function write(exchange: ResourceExchange, before: Stored, draft: Draft): void {
  const { kind, namespace, query, parts } = exchange;
  const { name, resourceVersion } = before.metadata;
  const based = draft.metadata.resourceVersion;
  if (based && based !== resourceVersion) {
    throw conflict(
      kind.resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
  const sent = kind.view ? kind.view.write(draft) : draft;
  const next = successor(before, merged(kind, exchange.subresource, before, sent));
  requireValid(kind, seenAs(kind, next));
  const stored = isDryRun(query)
    ? next
    : parts.storage.update(storedUnder(kind), namespace, name, () => next);
  answerObject(exchange, 200, stored ?? next);
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

/** How a patch that adds unknown fields is refused. */
function patchRefusal(body: Buffer): (words: readonly string[]) => Error {
  return (words) => {
    const message = `Invalid value: ${JSON.stringify(body.toString('utf8'))}: strict decoding error: ${words.join(', ')}`;
    return new StatusError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
      causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
    });
  };
}
