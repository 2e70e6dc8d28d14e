import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import jsonPatch from 'fast-json-patch';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import type { Schema } from '../../src/api/crds/schema.ts';
import { DURATION_PATTERN } from '../../src/api/duration.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

/** What a terminal would obey, hide or reorder, in each of its forms. */
export const HOSTILE =
  '\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b5n\x1bPq\x1b\\\x07\b\x7f\r\n\u202e\u2066\u200b\u2028\ud800x';

/** The same for names, which become paths: a lone surrogate cannot be part of one. */
const NAME = HOSTILE.replace('\ud800', '');

/** How objects are filled where a fixed value leads further than a hostile one. */
export interface Hostility {
  /** The phase of executions, suspensions and attempts. */
  readonly phase: string;
  /** Instants and durations: hostile as everything else, or such that ages and durations are counted. */
  readonly instants: 'hostile' | 'real';
  /** Every request but those about the user fails with this code, in hostile words. */
  readonly fails?: number;
}

const ROOT = 'root-uid';
const LABELS = ['worker-group', 'root', 'parent', 'schedule'];

const schemas = new Map(
  customResourceDefinitions().map(({ spec }) => [
    spec.names.plural,
    { kind: spec.names.kind, schema: spec.versions[0]?.schema.openAPIV3Schema ?? {} },
  ]),
);

/** An API server whose every field of every kind is {@link HOSTILE}, numbers and instants included. */
export function startHostileServer(hostility: Hostility): Promise<HttpServer> {
  return startHttpServer((request, response) => void answer(request, response, hostility));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  hostility: Hostility,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://server');
  const parts = url.pathname.split('/').filter(Boolean);
  const namespaced = parts.indexOf('namespaces');
  const [plural = '', name, subresource] = parts.slice(namespaced < 0 ? 3 : namespaced + 2);
  const send = (code: number, body: unknown) => {
    // A header may hold what stands for one byte.
    const warning = `299 - "${HOSTILE.replace(/[^\x20-\x7e\x80-\xff]/g, '').replace(/["\\]/g, '')}"`;
    response.writeHead(code, { 'content-type': 'application/json', warning });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const sent = await text(request);
  if (plural === 'selfsubjectreviews') {
    send(201, { status: { userInfo: { username: HOSTILE, groups: [HOSTILE] } } });
    return;
  }
  if (hostility.fails !== undefined) {
    send(hostility.fails, statusOf(hostility.fails));
    return;
  }
  if (subresource === 'log') {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(`2026-11-22T10:00:00.000000000Z ${HOSTILE.replace(/\n/, '')}\n`);
    return;
  }
  const objects = plural === '' ? [namespaceOf()] : objectsOf(plural, hostility);
  const isList = request.method === 'GET' && name === undefined && plural !== '';
  if (url.searchParams.get('watch') === 'true') watch(response, objects);
  else if (request.headers.accept?.includes('as=Table')) send(200, tableOf());
  else if (isList) send(200, { kind: 'List', metadata: { resourceVersion: '1' }, items: objects });
  else if (request.method === 'POST') send(201, objects[0]);
  else {
    const asked = decodeURIComponent(name ?? '');
    const object = objects.find(({ metadata }) => metadata.name === asked) ?? objects[0];
    // A write is kept: the server is hostile in what it says.
    send(200, request.method === 'PATCH' ? patched(object, JSON.parse(sent)) : object);
  }
}

/** An object after a merge patch, or after a JSON patch. */
function patched(object: object | undefined, patch: object): object {
  if (Array.isArray(patch))
    return jsonPatch.applyPatch(structuredClone(object ?? {}), patch).newDocument;
  const merged: Record<string, unknown> = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    const before = merged[key];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    merged[key] = isObject
      ? patched(typeof before === 'object' ? (before ?? {}) : {}, value)
      : value;
  }
  return merged;
}

/** All objects and the end of the first set, and then silence. */
function watch(response: ServerResponse, objects: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const object of objects) response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  const object = { metadata: { resourceVersion: '2', annotations } };
  response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
}

interface Named {
  readonly metadata: { readonly name: string };
}

function objectsOf(plural: string, hostility: Hostility): readonly Named[] {
  const known = schemas.get(plural);
  const own = known
    ? {
        apiVersion: 'kontinue.cloud/v1alpha1',
        kind: known.kind,
        ...fieldsOf(known.schema, hostility),
      }
    : builtIn(plural, hostility);
  const make = (uid: string, name: string, below: boolean) => ({
    ...own,
    ...(plural === 'archivedexecutions' && { spec: archiveOf(hostility) }),
    metadata: metadataOf(uid, name, below, hostility),
  });
  const first = plural === 'executions' ? make(ROOT, `root${NAME}`, false) : undefined;
  const others = [1, 2].map((i) => make(`${plural}-${i}`, `${plural}-${i}${NAME}`, true));
  return first ? [first, ...others] : others;
}

function metadataOf(uid: string, name: string, below: boolean, hostility: Hostility) {
  const owner = {
    apiVersion: 'kontinue.cloud/v1alpha1',
    kind: 'Execution',
    name: NAME,
    uid: ROOT,
  };
  return {
    name,
    namespace: `ns${NAME}`,
    uid,
    resourceVersion: '1',
    creationTimestamp: instantOf(hostility),
    labels: Object.fromEntries(LABELS.map((label) => [`kontinue.cloud/${label}`, HOSTILE])),
    annotations: { [HOSTILE]: HOSTILE },
    finalizers: [HOSTILE],
    ...(below && { ownerReferences: [{ ...owner, controller: true }] }),
  };
}

function fieldsOf(schema: Schema, hostility: Hostility): object {
  const value = filled(schema, hostility);
  return typeof value === 'object' && value !== null ? value : {};
}

/** What a schema knows, filled; where it says number or yes and no, the server is laxer. */
function filled(schema: Schema, hostility: Hostility, name = ''): unknown {
  if (name === 'phase') return hostility.phase;
  if (schema.format === 'date-time') return instantOf(hostility);
  if (schema.pattern === DURATION_PATTERN && hostility.instants === 'real') return '10s';
  if (schema.items) return [1, 2].map(() => filled(schema.items ?? {}, hostility));
  if (schema.properties || schema.additionalProperties) {
    const known = Object.entries(schema.properties ?? {});
    return {
      [HOSTILE]: HOSTILE,
      ...Object.fromEntries(known.map(([key, sub]) => [key, filled(sub, hostility, key)])),
    };
  }
  return schema.type === undefined ? { [HOSTILE]: [HOSTILE] } : HOSTILE;
}

function instantOf({ instants }: Hostility): string {
  return instants === 'real' ? '2026-11-22T10:00:00Z' : HOSTILE;
}

function builtIn(plural: string, hostility: Hostility): object {
  const time = instantOf(hostility);
  const condition = { type: 'Failed', status: 'True', reason: HOSTILE, message: HOSTILE };
  if (plural === 'jobs') {
    const conditions = [{ ...condition, lastTransitionTime: time }];
    const counts = { active: HOSTILE, succeeded: HOSTILE, failed: HOSTILE };
    const status = { conditions, ...counts, startTime: time, completionTime: time };
    return { apiVersion: 'batch/v1', kind: 'Job', spec: {}, status };
  }
  const state = { terminated: { exitCode: HOSTILE, reason: HOSTILE, message: HOSTILE } };
  const statuses = [{ name: HOSTILE, restartCount: HOSTILE, state }];
  return {
    spec: {
      nodeName: HOSTILE,
      containers: [{ name: HOSTILE, image: HOSTILE }],
      holderIdentity: HOSTILE,
    },
    status: { phase: 'Failed', reason: HOSTILE, message: HOSTILE, containerStatuses: statuses },
  };
}

/** A tree that is hostile inside its archive, too. */
function archiveOf(hostility: Hostility): object {
  const [executions, suspensions] = ['executions', 'suspensions'].map((plural) =>
    objectsOf(plural, hostility),
  );
  const content = { executions, suspensions, jobs: [] };
  const data = gzipSync(JSON.stringify(content)).toString('base64');
  return { uid: ROOT, function: HOSTILE, phase: hostility.phase, data };
}

function tableOf(): object {
  const names = ['Function', 'Phase', 'Finished', 'Started', 'Message', 'UID'];
  const object = { metadata: { name: `old${NAME}`, namespace: `ns${NAME}`, labels: {} } };
  return {
    kind: 'Table',
    columnDefinitions: names.map((name) => ({ name })),
    rows: [{ cells: names.map(() => HOSTILE), object }],
  };
}

function namespaceOf(): Named {
  return { metadata: { name: HOSTILE } };
}

function statusOf(code: number): object {
  const causes = [{ reason: HOSTILE, message: HOSTILE, field: HOSTILE }];
  const details = { name: HOSTILE, group: HOSTILE, kind: HOSTILE, causes };
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason: HOSTILE,
    message: HOSTILE,
    details,
  };
}
