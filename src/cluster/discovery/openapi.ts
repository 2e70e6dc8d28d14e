import { createHash } from 'node:crypto';
import { answerJson } from '../http/answer.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Kind } from '../kinds/kind.ts';
import { type Group, groupsOf } from './groups.ts';
import { VERSION_INFO } from './version.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const EMPTY_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * Answers `/openapi/v3`, its documents, and `/openapi/v2`, which is empty: kubectl before 1.29 asks for
 * it before it creates or applies, and is content with nothing. False: it is none of them.
 */
export function openapi(exchange: RequestContext, segments: readonly string[]): boolean {
  const [root, version, ...rest] = segments;
  if (root !== 'openapi') return false;
  if (version === 'v2') {
    exchange.response.writeHead(200, { 'content-type': EMPTY_V2, 'content-length': 0 }).end();
    return true;
  }
  const documents = new Map(
    groupsOf(exchange.parts.kinds.all()).map((group) => [pathOf(group).slice(1), group]),
  );
  if (version !== 'v3') return false;
  if (rest.length === 0) {
    const paths = Object.fromEntries(
      [...documents].map(([path, group]) => [path, link(path, group)]),
    );
    answerJson(exchange, 200, JSON.stringify({ paths }));
    return true;
  }
  const group = documents.get(rest.join('/'));
  if (!group) return false;
  answerDocument(exchange, JSON.stringify(document(group)));
  return true;
}

/** A document, or 304 to who has it already. */
function answerDocument(exchange: RequestContext, json: string): void {
  const { request, response } = exchange;
  const etag = `"${hashOf(json)}"`;
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  answerJson(exchange, 200, json);
}

function link(path: string, group: Group): object {
  const hash = hashOf(JSON.stringify(document(group)));
  return { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32).toUpperCase();
}

function pathOf({ name, version }: Group): string {
  return name === '' ? `/api/${version}` : `/apis/${name}/${version}`;
}

function document(group: Group): object {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: VERSION_INFO.gitVersion },
    paths: Object.assign({}, ...group.kinds.map((kind) => paths(group, kind))),
    components: {
      schemas: {
        [META]: META_SCHEMA,
        ...Object.fromEntries(group.kinds.map((kind) => [schemaName(kind), schema(kind)])),
      },
    },
  };
}

/** kubectl reads here which parameters it may send, above all fieldValidation. */
function paths(group: Group, kind: Kind): object {
  const { plural } = kind.resource;
  const place = kind.namespaced ? '/namespaces/{namespace}' : '';
  const collection = `${pathOf(group)}${place}/${plural}`;
  const write = (action: string) => operation(kind, action, [DRY_RUN, FIELD_VALIDATION]);
  return {
    [collection]: { get: operation(kind, 'list', []), post: write('post') },
    [`${collection}/{name}`]: {
      get: operation(kind, 'get', []),
      put: write('put'),
      patch: write('patch'),
      delete: operation(kind, 'delete', [DRY_RUN]),
    },
  };
}

const parameter = (name: string) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
});
const DRY_RUN = parameter('dryRun');
const FIELD_VALIDATION = parameter('fieldValidation');

function operation(kind: Kind, action: string, parameters: readonly object[]): object {
  const content = { schema: { $ref: `#/components/schemas/${schemaName(kind)}` } };
  return {
    parameters,
    responses: { 200: { description: 'OK', content: { 'application/json': content } } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': groupVersionKind(kind),
  };
}

/** `cloud.kontinue.v1alpha1.Execution`. */
function schemaName({ resource }: Kind): string {
  const group = (resource.group || 'core').split('.').reverse().join('.');
  return `${group}.${resource.version}.${resource.kind}`;
}

function schema(kind: Kind): object {
  return {
    type: 'object',
    ...(kind.schema ?? { 'x-kubernetes-preserve-unknown-fields': true }),
    properties: {
      apiVersion: {
        type: 'string',
        description: 'APIVersion defines the versioned schema of this representation of an object.',
      },
      kind: {
        type: 'string',
        description:
          'Kind is a string value representing the REST resource this object represents.',
      },
      metadata: {
        description: "Standard object's metadata.",
        allOf: [{ $ref: `#/components/schemas/${META}` }],
      },
      ...kind.schema?.properties,
    },
    'x-kubernetes-group-version-kind': [groupVersionKind(kind)],
  };
}

function groupVersionKind({ resource }: Kind): object {
  return { group: resource.group, version: resource.version, kind: resource.kind };
}

const text = (description: string) => ({ type: 'string', description });
const integer = (description: string) => ({ type: 'integer', description });
const flag = (description: string) => ({ type: 'boolean', description });
const texts = (description: string) => ({
  type: 'object',
  description,
  additionalProperties: { type: 'string' },
});

const META_SCHEMA = {
  type: 'object',
  description: 'ObjectMeta is metadata that all persisted resources must have.',
  properties: {
    name: text('Name must be unique within a namespace.'),
    generateName: text('A prefix from which the server makes a unique name if none is given.'),
    namespace: text('The space within which the name must be unique.'),
    labels: texts('Keys and values by which objects are selected.'),
    annotations: texts('Keys and values that tools keep with the object.'),
    uid: text('Unique in time and space; given by the server.'),
    resourceVersion: text('The version of the object, to be compared for equality only.'),
    creationTimestamp: text('When the server created the object.'),
    generation: integer('How often what is wanted of the object has changed.'),
    deletionTimestamp: text('When the object was asked to go; absent before.'),
    deletionGracePeriodSeconds: integer('How long it may take to end well.'),
    finalizers: {
      type: 'array',
      description: 'What must be done before the object goes.',
      items: { type: 'string' },
    },
    ownerReferences: {
      type: 'array',
      description: 'The objects that this one depends on: when all are gone, it goes.',
      items: {
        type: 'object',
        description: 'One owner, in the same namespace or in none.',
        required: ['apiVersion', 'kind', 'name', 'uid'],
        properties: {
          apiVersion: text('The API version of the owner.'),
          kind: text('The kind of the owner.'),
          name: text('The name of the owner.'),
          uid: text('The uid of the owner.'),
          controller: flag('Whether it is the one that manages this object.'),
          blockOwnerDeletion: flag(
            'Whether an owner that is deleted in the foreground waits for this object.',
          ),
        },
      },
    },
  },
};
