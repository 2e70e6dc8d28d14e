import { timestamp } from '../clock.ts';
import { answerObject } from '../http/answer.ts';
import { decodeObject, mediaType } from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { DEFINITIONS, NAMESPACES } from '../kinds/resources.ts';
import { prepareForCreate } from '../lifecycle.ts';
import { trackUpdate } from '../managed/track.ts';
import { makeName } from '../names.ts';
import { type Draft, qualifiedName, type Stored } from '../object.ts';
import { alreadyExists, badRequest, invalid, notFound, StatusError } from '../status.ts';
import type { Storage } from '../storage.ts';
import { intake, type NamedDraft, requireValid, wholeRefusal } from './admission.ts';
import { isDryRun } from './dry-run.ts';
import { withManagers } from './write.ts';
import { writerOf } from './writer.ts';

/** Answers the creation of an object. */
export function create(exchange: ResourceRequestContext): void {
  const { kind, parts, query } = exchange;
  const writer = writerOf(exchange, 'Update');
  const sent = decodeObject(exchange.body, mediaType(exchange.request), kind.resource.kind);
  const draft = intake(exchange, sent, wholeRefusal(kind));
  const now = timestamp(parts.clock.now());
  storeNew(exchange, draft, {
    manage: (made) => trackUpdate(kind, undefined, made, writer, now),
    isTry: isDryRun(query, 'CreateOptions'),
  });
}

/** How a new object is stored. */
interface CreateOptions {
  /** Its managedFields. */
  readonly manage: (made: NamedDraft) => readonly object[];
  /** Whether it is only tried. */
  readonly isTry: boolean;
}

/** Stores a new object and answers it. Its status is dropped where status is a subresource. */
export function storeNew(
  exchange: ResourceRequestContext,
  sent: Draft,
  { manage, isTry }: CreateOptions,
): void {
  const { kind, namespace, parts } = exchange;
  const { storage, clock } = parts;
  const draft = nameDraft(kind, sent, namespace);
  requireServedKind(storage, kind, draft.metadata.name);
  if (namespace !== undefined) requireNamespace(storage, kind, draft.metadata.name, namespace);
  const { status: _, ...withoutStatus } = draft as NamedDraft & { readonly status?: unknown };
  const made = kind.subresources.includes('status') ? withoutStatus : draft;
  requireValid(kind, made);

  const resource = storedUnder(kind);
  const managed = withManagers(made, manage(made));
  const stored = kind.view ? kind.view.write(managed) : managed;
  const { name } = made.metadata;
  if (storage.get(resource, namespace, name)) throw alreadyExists(kind.resource, name);
  const object = isTry
    ? (prepareForCreate(resource, stored, clock.now()) as Stored) // but for its version: nothing is stored
    : storage.create(resource, stored);
  answerObject(exchange, 201, object);
}

/** The draft in the namespace of the URL, with the name that it has or that is made for it. */
function nameDraft(kind: Kind, draft: Draft, namespace: string | undefined): NamedDraft {
  const { metadata } = draft;
  if (metadata.resourceVersion) {
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  const name = metadata.name || (metadata.generateName && makeName(metadata.generateName));
  if (!name) {
    const message = 'Required value: name or generateName is required';
    throw invalid(kind.resource, '', [
      { reason: 'FieldValueRequired', message, field: 'metadata.name' },
    ]);
  }
  const place = namespace === undefined ? {} : { namespace };
  return { ...draft, metadata: { ...metadata, name, ...place } };
}

/** Nothing is made of a kind whose definition is under deletion. */
function requireServedKind(storage: Storage, { schema, resource }: Kind, name: string): void {
  if (!schema) return;
  const definition = storage.get(DEFINITIONS, undefined, qualifiedName(resource));
  if (definition?.metadata.deletionTimestamp === undefined) return;
  throw new StatusError(
    403,
    'Forbidden',
    `${qualifiedName(resource)} "${name}" is forbidden: create not allowed while custom resource ` +
      'definition is terminating',
    { name, group: resource.group, kind: resource.plural },
  );
}

function requireNamespace(storage: Storage, kind: Kind, name: string, namespace: string): void {
  const found = storage.get(NAMESPACES, undefined, namespace);
  if (!found) throw notFound(NAMESPACES, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `namespace ${namespace} is being terminated`;
  throw new StatusError(
    403,
    'Forbidden',
    `${qualifiedName(kind.resource)} "${name}" is forbidden: unable to create new content in ` +
      `namespace ${namespace} because it is being terminated`,
    {
      name,
      group: kind.resource.group,
      kind: kind.resource.plural,
      causes: [{ reason: 'NamespaceTerminating', message: why, field: 'metadata.namespace' }],
    },
  );
}
