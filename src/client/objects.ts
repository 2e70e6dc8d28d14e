import type { KubeObject } from '../api/metadata.ts';
import type { Resource } from '../api/resources.ts';
import { pathOf } from '../kube/http/paths.ts';
import type { Answer, Request } from '../kube/http/transport.ts';
import { type ListOptions, listAll } from '../kube/watch/list.ts';
import { abortedError, isClosed, requireOpen } from './ending.ts';
import { AbortedError } from './errors/call-errors.ts';
import { errorObject } from './errors/kontinue-error.ts';
import { NotFoundError } from './errors/object-errors.ts';
import { type Asked, actionText, asKontinueError, notFound } from './failure.ts';
import { withUnknownOutcome } from './outcome.ts';
import type { Scope } from './scope.ts';

/** Which object to read or write. */
export interface ObjectRequest {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: string | undefined;
}

/** Which objects. An empty namespace means all. */
export interface ListRequest {
  readonly resource: Resource;
  readonly namespace: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** One change of one object. A merge patch is an object, a JSON patch a list of operations. */
export interface PatchRequest extends ObjectRequest {
  readonly patch: object;
  readonly dryRun?: boolean | undefined;
}

const AS_METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The manager of our writes in managedFields (contract: Field manager). */
const FIELD_MANAGER = 'kontinue';

/** Reads one object, with all its fields. */
export async function getObject<T extends KubeObject>(
  scope: Scope,
  asked: ObjectRequest,
): Promise<T> {
  // Without a name the path would be that of the collection, which returns all objects.
  if (asked.name === '') {
    throw new NotFoundError(notFound({ verb: 'get', ...asked }), {
      object: errorObject(asked.resource.kind, asked),
    });
  }
  const answer = await ask<T>(
    scope,
    { verb: 'get', ...asked },
    {
      method: 'GET',
      path: pathOf(asked.resource, asked.namespace, asked.name, asked.subresource),
    },
  );
  return answer.body;
}

/** Lists all objects that match. */
export function listObjects<T>(scope: Scope, request: ListRequest): Promise<readonly T[]> {
  return list<T>(scope, request, {});
}

/**
 * Lists the metadata of all objects that match. It takes no rate limit token, because it is one
 * half of a question whose other half `listObjects` asks.
 */
export function listMetadata(scope: Scope, request: ListRequest): Promise<readonly KubeObject[]> {
  return list<KubeObject>(scope, request, { accept: AS_METADATA, bypassRateLimit: true });
}

async function list<T>(
  scope: Scope,
  { resource, namespace, labelSelector, fieldSelector }: ListRequest,
  how: ListOptions,
): Promise<readonly T[]> {
  const query = { labelSelector, fieldSelector };
  const { signal, priority } = scope;
  const asked: Asked = { verb: 'list', resource, namespace };
  requireOpen(scope, () => actionText(asked));
  try {
    const path = pathOf(resource, namespace);
    const options = { signal, priority, ...how };
    return (await listAll<T>(scope.core.transport, path, query, options)).items;
  } catch (error) {
    throw failureOf(scope, error, asked);
  }
}

/** Creates an object and returns it as stored. */
export function createObject<T extends KubeObject>(
  scope: Scope,
  resource: Resource,
  object: Creation,
  options: { readonly dryRun?: boolean | undefined } = {},
): Promise<Answer<T>> {
  const { namespace, name } = object.metadata;
  return ask<T>(
    scope,
    { verb: 'create', resource, namespace, name },
    {
      method: 'POST',
      path: pathOf(resource, namespace),
      query: { fieldManager: FIELD_MANAGER, dryRun: options.dryRun ? 'All' : undefined },
      body: object,
    },
  );
}

/** An object to create: the server may choose its name. */
export interface Creation extends Omit<KubeObject, 'metadata'> {
  readonly metadata: Partial<KubeObject['metadata']>;
  readonly [field: string]: unknown;
}

/** Patches an object and returns it as stored. */
export function patchObject<T extends KubeObject>(
  scope: Scope,
  asked: PatchRequest,
): Promise<Answer<T>> {
  return ask<T>(
    scope,
    { verb: 'patch', ...asked },
    {
      method: 'PATCH',
      path: pathOf(asked.resource, asked.namespace, asked.name, asked.subresource),
      query: { fieldManager: FIELD_MANAGER, dryRun: asked.dryRun ? 'All' : undefined },
      body: asked.patch,
      contentType: Array.isArray(asked.patch)
        ? 'application/json-patch+json'
        : 'application/merge-patch+json',
    },
  );
}

/** Deletes exactly this object, and in the background the objects that it owns. */
export async function deleteObject(
  scope: Scope,
  resource: Resource,
  object: KubeObject,
  options: { readonly dryRun?: boolean | undefined } = {},
): Promise<void> {
  const { namespace, name, uid } = object.metadata;
  await ask(
    scope,
    { verb: 'delete', resource, namespace, name },
    {
      method: 'DELETE',
      path: pathOf(resource, namespace, name),
      // The server reads the one in the body.
      query: { dryRun: options.dryRun ? 'All' : undefined },
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(uid !== undefined && { preconditions: { uid } }),
        ...(options.dryRun && { dryRun: ['All'] }),
      },
    },
  );
}

/** Sends a request; failures become errors of this library. */
export async function ask<T>(scope: Scope, asked: Asked, request: Request): Promise<Answer<T>> {
  const { transport, time, clock } = scope.core;
  const { priority, signal } = scope;
  requireOpen(scope, () => actionText(asked));
  const sentAt = clock.now();
  try {
    const answer = await transport.send<T>({ ...request, priority, signal });
    time.learn(sentAt, answer.serverTime);
    return answer;
  } catch (error) {
    throw failureOf(scope, error, asked);
  }
}

/**
 * The error of this library for a failed request. If `close` ended the request, the message says
 * so.
 */
export function failureOf(scope: Scope, error: unknown, asked: Asked): unknown {
  const failure = asKontinueError(error, asked);
  if (!(failure instanceof AbortedError && isClosed(scope))) return failure;
  const closed = abortedError(scope, actionText(asked));
  return failure.outcome === 'unknown' ? withUnknownOutcome(closed) : closed;
}
