import type { IncomingMessage, ServerResponse } from 'node:http';
import { actingUser } from '../access/impersonation.ts';
import { type AccessRequest, isAllowed, isPathAllowed, refusal } from '../access/rbac.ts';
import { review } from '../access/reviews.ts';
import type { Tokens } from '../access/tokens.ts';
import { discover } from '../discovery/discovery.ts';
import { openapi } from '../discovery/openapi.ts';
import { VERSION_INFO } from '../discovery/version.ts';
import { BUILT_IN } from '../kinds/built-in.ts';
import type { Kind } from '../kinds/kind.ts';
import { badRequest, notFound, StatusError } from '../status.ts';
import { get } from '../verbs/get.ts';
import { list } from '../verbs/list.ts';
import { log } from '../verbs/log.ts';
import { isTrue } from '../verbs/options.ts';
import { watch } from '../verbs/watch.ts';
import { answerFailure, answerJson, answerText } from './answer.ts';
import { loadDecoder, mediaType, readBody } from './body.ts';
import { injectFaults } from './inject-faults.ts';
import { acceptedForm, includedObject } from './negotiation.ts';
import type { RequestContext, ResourceRequestContext, Services } from './request-context.ts';
import { type ResourceRoute, route } from './route.ts';

const HEALTH = ['healthz', 'livez', 'readyz'];

type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

/** Does what is asked. */
async function serveVerb(verb: Verb, exchange: ResourceRequestContext): Promise<void> {
  if (verb === 'get') return exchange.subresource === 'log' ? log(exchange) : get(exchange);
  if (verb === 'list') return list(exchange);
  if (verb === 'watch') return watch(exchange);
  if (verb === 'create' && review(exchange)) return;
  WRITES[verb](await import('../verbs/writes.ts'))(exchange);
}

type Writes = typeof import('../verbs/writes.ts');

const WRITES = {
  create: ({ create }: Writes) => create,
  update: ({ replace }: Writes) => replace,
  patch: ({ patch }: Writes) => patch,
  delete: ({ deleteOne }: Writes) => deleteOne,
  deletecollection: ({ deleteMany }: Writes) => deleteMany,
};

/** Serves one request to its end: faults, who, where, may they, then the verb. */
export async function handle(
  parts: Services,
  tokens: Tokens,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // The date is the cluster's: clients correct their own clocks by it.
  response.sendDate = false;
  response.setHeader('date', new Date(parts.clock.now()).toUTCString());
  try {
    if (await injectFaults(parts, request, response)) return;
    const url = new URL(request.url ?? '/', 'https://cluster');
    const query = url.searchParams;
    const place = route(url.pathname);
    const asked = { parts, request, response, query, warnings: [] };
    if (place.at === 'path') {
      const user = actingUser(request, tokens, url.pathname);
      servePath({ ...asked, user }, url.pathname, place.segments);
    } else {
      const verb = verbOf(request.method ?? 'GET', place.name, isTrue(query.get('watch')));
      const attempt = attemptOf(place, verb);
      const user = actingUser(request, tokens, attempt);
      if (!isAllowed(user, attempt)) throw refusal(user, attempt);
      await serveResource({ ...asked, user }, place, verb);
    }
  } catch (failure) {
    answerFailure({ response }, failure);
  }
}

function servePath(exchange: RequestContext, path: string, segments: readonly string[]): void {
  const { user, response } = exchange;
  if (!isPathAllowed(user, 'get', path)) throw refusal(user, path);
  const [first = ''] = segments;
  if (HEALTH.includes(first)) answerText(response, 200, 'ok');
  else if (path === '/version' || path === '/version/')
    answerJson(exchange, 200, JSON.stringify(VERSION_INFO));
  else if (!discover(exchange, segments) && !openapi(exchange, segments)) answerNoPage(response);
}

async function serveResource(
  exchange: RequestContext,
  place: ResourceRoute,
  verb: Verb,
): Promise<void> {
  const { parts, request, response } = exchange;
  const { group, version, plural, namespace, name, subresource } = place;
  const kind = parts.kinds.find(group, version, plural);
  if (!kind || !isPlace(kind, verb, namespace)) {
    if (BUILT_IN.some(({ resource }) => resource.group === group)) throw notServed();
    answerNoPage(response);
    return;
  }
  requireServed(kind, verb, place);
  if (subresource !== 'log') requireForm(exchange);
  const body = request.method === 'GET' ? Buffer.alloc(0) : await readBody(request);
  await loadDecoder(mediaType(request));
  await serveVerb(verb, { ...exchange, kind, namespace, name, subresource, body });
}

/** Throws, before anything is done, if the answer is wanted in a form that the server does not have. */
function requireForm({ request, query }: RequestContext): void {
  if (acceptedForm(request.headers.accept) === 'table') includedObject(query);
}

/** How the real server answers where nothing is: in plain text. */
function answerNoPage(response: ServerResponse): void {
  answerText(response, 404, '404 page not found\n');
}

/** Rights on a namespace itself are those within it, as Kubernetes has it. */
function attemptOf(place: ResourceRoute, verb: Verb): AccessRequest {
  const { group, plural: resource, subresource, name } = place;
  const namespace = group === '' && resource === 'namespaces' ? name : place.namespace;
  return { verb, group, resource, subresource, namespace, name };
}

function verbOf(method: string, name: string | undefined, watching: boolean): Verb {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (name !== undefined) return 'get';
      return watching ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      throw notAllowed();
  }
}

/** Whether objects of the kind are there: only lists and watches go over all namespaces. */
function isPlace(kind: Kind, verb: Verb, namespace: string | undefined): boolean {
  if (!kind.namespaced) return namespace === undefined;
  return namespace !== undefined || verb === 'list' || verb === 'watch';
}

function requireServed(kind: Kind, verb: Verb, place: ResourceRoute): void {
  const { name, subresource } = place;
  if (subresource !== undefined) {
    if (!kind.subresources.some((served) => served === subresource)) {
      throw notFound(kind.resource, name ?? '');
    }
    const verbs = subresource === 'log' ? ['get'] : ['get', 'update', 'patch'];
    if (!verbs.includes(verb)) throw notAllowed();
    return;
  }
  if (!kind.verbs.includes(verb)) throw notAllowed();
  if (verb === 'create' && name !== undefined) throw notAllowed();
  if ((verb === 'update' || verb === 'patch') && name === undefined) {
    throw badRequest('name must be provided');
  }
}

function notServed(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError(404, 'NotFound', message, {});
}

function notAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}
