import { timestamp } from '../clock.ts';
import {
  decodeJsonPatch,
  decodeMergePatch,
  decodeObject,
  mediaType,
  unsupportedType,
} from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { storedUnder } from '../kinds/kind.ts';
import { trackUpdate } from '../managed/track.ts';
import { canonicalJson, type Draft, type Stored } from '../object.ts';
import { applyJsonPatch, mergePatch } from '../patch.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, conflict, notFound, StatusError } from '../status.ts';
import { strategicPatch } from '../strategic-patch.ts';
import { intake, type Refusal, wholeRefusal } from './admission.ts';
import { apply } from './apply.ts';
import { isDryRun } from './dry-run.ts';
import { readAs } from './selection.ts';
import { write, wrongField } from './write.ts';
import { writerOf } from './writer.ts';

/** Answers a PUT: the object sent takes the place of the one stored. */
export function replace(exchange: ResourceRequestContext): void {
  const { kind, body, request, query } = exchange;
  const before = requireExisting(exchange);
  const sent = decodeObject(body, mediaType(request), kind.resource.kind);
  const draft = intake(exchange, sent, wholeRefusal(kind));
  const { uid } = draft.metadata;
  if (uid && uid !== before.metadata.uid) {
    const uids = `UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    throw conflict(kind.resource, before.metadata.name, `Precondition failed: ${uids}`);
  }
  update(exchange, before, draft, isDryRun(query, 'UpdateOptions'));
}

/** Answers a PATCH: a merge patch, a JSON patch or an apply; on built-in kinds a strategic one as well. */
export function patch(exchange: ResourceRequestContext): void {
  if (mediaType(exchange.request) === 'application/apply-patch+yaml') {
    apply(exchange);
    return;
  }
  const { kind, subresource, query } = exchange;
  const applied = patchForm(exchange);
  const before = requireExisting(exchange);
  const { object: patched, duplicates } = applied(readAs(kind, before));
  if (!isObject(patched)) throw badRequest('the patch does not leave an object');
  const draft = intake(exchange, { object: patched, duplicates }, patchRefusal(patched));
  const { uid } = draft.metadata;
  if (uid && uid !== before.metadata.uid && subresource === undefined) {
    throw wrongField(kind.resource, before, 'metadata.uid', `"${uid}": field is immutable`);
  }
  update(exchange, before, draft, isDryRun(query, 'PatchOptions'));
}

function requireExisting({ kind, namespace, name = '', parts }: ResourceRequestContext): Stored {
  const found = parts.storage.get(storedUnder(kind), namespace, name);
  if (!found) throw notFound(kind.resource, name);
  return found;
}

/** Stores an object as it has been sent or patched: what it changes is the writer's from now on. */
function update(
  exchange: ResourceRequestContext,
  before: Stored,
  draft: Draft,
  isTry: boolean,
): void {
  const { kind, parts } = exchange;
  const writer = writerOf(exchange, 'Update');
  const now = timestamp(parts.clock.now());
  const manage = (next: Stored) => trackUpdate(kind, readAs(kind, before), next, writer, now);
  write(exchange, before, draft, { manage, isTry });
}

/** An object as a patch makes it, and what stands twice in the patch. */
interface Patched {
  readonly object: unknown;
  readonly duplicates: readonly string[];
}

/** How the patch that was sent changes an object. In another form it is refused before one is sought. */
function patchForm({ kind, request, body }: ResourceRequestContext): (target: Stored) => Patched {
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
      return mergeForm(
        (target, patch) => strategicPatch(kind.goType ?? kind.resource.kind, target, patch),
        body,
      );
  }
  throw unsupportedType([
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(kind.schema ? [] : ['application/strategic-merge-patch+json']),
    'application/apply-patch+yaml',
  ]);
}

function mergeForm(merge: (target: unknown, patch: unknown) => unknown, body: Buffer) {
  return (target: Stored): Patched => {
    const { object, duplicates } = decodeMergePatch(body);
    return { object: merge(target, object), duplicates };
  };
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
