import type { IncomingMessage } from 'node:http';
import { readJson } from '../json.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, StatusError, unrecognized } from '../status.ts';
import { scanJson } from './json-scan.ts';
import { protobufBody } from './protobuf-body.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the real server takes at most. */
const LIMIT = 3 * 1024 * 1024;

/** Reads a request's body to its end. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  // By events: an async iterator costs as much as the rest of a small write.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LIMIT) chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      if (size > LIMIT) reject(tooLarge(`limit is ${LIMIT}`));
      else resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

function tooLarge(why: string): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
}

/** The media type of a request, without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
}

/** Reads YAML. It is loaded with the first body that needs it: hardly any does. */
let yaml: typeof import('./yaml.ts') | undefined;

/** Loads what reads bodies of a type. */
export async function loadDecoder(type: string): Promise<void> {
  if (/yaml$/.test(type)) yaml ??= await import('./yaml.ts');
}

function parseYaml(body: Buffer): Decoded {
  if (!yaml) throw new Error('the reader of YAML has not been loaded');
  return yaml.parseYaml(body.toString('utf8'), LIMIT);
}

/** The value that a body stands for, in any encoding that is read. */
interface Decoded {
  readonly value: unknown;
  /** What stands twice where it may stand once, as strict decoding says it. */
  readonly duplicates: readonly string[];
}

/** The value that a body stands for, in any encoding that is read: JSON, YAML, protobuf. */
function decode(body: Buffer, type: string): Decoded {
  switch (type) {
    case 'application/json': {
      const duplicates = scanJson(body).map((path) => `duplicate field "${path}"`);
      return { value: readJson(body.toString('utf8')), duplicates };
    }
    case 'application/yaml':
      return parseYaml(body);
    case 'application/vnd.kubernetes.protobuf':
      return { value: protobufBody(body), duplicates: [] };
  }
  const accepted = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  throw unsupportedType(accepted);
}

/** An object that was sent. */
export interface Sent {
  readonly object: Fields;
  /** What stands twice in it, as strict decoding says it. */
  readonly duplicates: readonly string[];
}

/** The object that a body stands for, which is to be one of this kind. */
export function decodeObject(body: Buffer, type: string, expected: string): Sent {
  return decodeTyped(body, type, (why) => unrecognized(expected, `${why} (${excerpt(body)})`));
}

/** The options that a body stands for. */
export function decodeOptions(body: Buffer, type: string): Fields {
  return decodeTyped(body, type, badRequest).object;
}

function decodeTyped(body: Buffer, type: string, refuse: (why: string) => StatusError): Sent {
  const { value, duplicates } = readOrRefuse(
    () => decode(body, type),
    (why) => refuse(type === 'application/yaml' ? why : `${NO_TYPE}: ${why}`),
  );
  if (value === null || value === undefined) throw refuse(`Object 'Kind' is missing in '${value}'`);
  if (!isObject(value)) {
    throw refuse(
      `${NO_TYPE}: json: cannot unmarshal ${goKind(value)} into Go value of type ${TYPE_META}`,
    );
  }
  for (const name of ['apiVersion', 'kind']) {
    const text = value[name] ?? '';
    if (typeof text === 'string') continue;
    const given = `cannot unmarshal ${goKind(text)} into Go struct field .${name} of type string`;
    throw refuse(`${NO_TYPE}: json: ${given}`);
  }
  return { object: value, duplicates };
}

const NO_TYPE = "couldn't get version/kind; json parse error";
const TYPE_META = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** The beginning of a body, for its sender to know it by. */
export function excerpt(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const encoding = body[0] === 0x7b ? 'utf8' : 'hex';
  return body.toString(encoding, 0, EXCERPT) + (body.length > EXCERPT ? ' ...' : '');
}

const EXCERPT = 30;

/** A merge patch, which is an object. */
export function decodeMergePatch(body: Buffer): Sent {
  const { value: patch, duplicates } = decodePatch(body);
  if (patch === null) throw badRequest('Invalid JSON Patch');
  if (!isObject(patch)) throw cannotUnmarshal(patch, 'map[string]interface {}');
  return { object: patch, duplicates };
}

/** The configuration that is applied: YAML, and with it JSON. */
export function decodeApplyPatch(body: Buffer): Sent {
  const { value, duplicates } = readOrRefuse(
    () => parseYaml(body),
    (why) => badRequest(`error decoding YAML: error converting YAML to JSON: ${why}`),
  );
  const object = value ?? {};
  if (isObject(object)) {
    const lines = duplicates.map((text) => text.split('\n').at(-1)?.trim() ?? '');
    return { object, duplicates: lines };
  }
  throw badRequest(
    'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ' +
      `${goKind(object)} into Go value of type map[string]interface {}`,
  );
}

/** The operations of a JSON patch; null is none. */
export function decodeJsonPatch(body: Buffer): readonly Fields[] {
  const patch = decodePatch(body).value ?? [];
  if (!Array.isArray(patch)) throw cannotUnmarshal(patch, '[]handlers.jsonPatchOp');
  for (const operation of patch) {
    if (!isObject(operation)) throw cannotUnmarshal(operation, 'handlers.jsonPatchOp');
  }
  if (patch.length > MAX_OPERATIONS) {
    throw tooLarge(
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
    );
  }
  return patch;
}

const MAX_OPERATIONS = 10_000;

function decodePatch(body: Buffer): Decoded {
  return readOrRefuse(
    () => decode(body, 'application/json'),
    (why) => badRequest(`error decoding patch: ${why}`),
  );
}

/** JSON of one type where Go wants another, with Go's message. */
function cannotUnmarshal(value: unknown, wanted: string): StatusError {
  return badRequest(
    `error decoding patch: json: cannot unmarshal ${goKind(value)} into Go value of type ${wanted}`,
  );
}

/** What Go calls a value of JSON. */
function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function readOrRefuse<T>(read: () => T, refusal: (why: string) => StatusError): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw refusal(error instanceof Error ? error.message : String(error));
  }
}

/** 415, naming what would be read. */
export function unsupportedType(accepted: readonly string[]): StatusError {
  return new StatusError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: ' +
      accepted.join(', '),
  );
}
