import type { IncomingMessage } from 'node:http';
import { readJson, readYaml } from '../json.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, StatusError, unrecognized } from '../status.ts';
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
      if (size > LIMIT) reject(tooLarge());
      else resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

function tooLarge(): StatusError {
  const message = `Request entity too large: limit is ${LIMIT}`;
  return new StatusError(413, 'RequestEntityTooLarge', message);
}

/** The media type of a request, without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
}

/** The value that a body stands for, in any encoding that is read: JSON, YAML, protobuf. */
export function decode(body: Buffer, type: string): unknown {
  switch (type) {
    case 'application/json':
      return readJson(body.toString('utf8'));
    case 'application/yaml':
      return readYaml(body.toString('utf8'));
    case 'application/vnd.kubernetes.protobuf':
      return protobufBody(body);
  }
  const accepted = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  throw unsupportedType(accepted);
}

/** The object that a body stands for, which is to be one of this kind. */
export function decodeObject(body: Buffer, type: string, expected: string): Fields {
  const value = attempt(
    () => decode(body, type),
    (why) => unrecognized(expected, `couldn't get version/kind; json parse error: ${why}`),
  );
  if (isObject(value)) return value;
  throw unrecognized(expected, `couldn't get version/kind; json parse error: it is no object`);
}

/** A merge patch, which is an object. */
export function decodeMergePatch(body: Buffer): Fields {
  const patch = decodePatch(body);
  if (patch === null) throw badRequest('Invalid JSON Patch');
  if (!isObject(patch)) throw cannotUnmarshal(patch, 'map[string]interface {}');
  return patch;
}

/** The operations of a JSON patch; null is none. */
export function decodeJsonPatch(body: Buffer): readonly Fields[] {
  const patch = decodePatch(body) ?? [];
  if (!Array.isArray(patch)) throw cannotUnmarshal(patch, '[]handlers.jsonPatchOp');
  for (const operation of patch) {
    if (!isObject(operation)) throw cannotUnmarshal(operation, 'handlers.jsonPatchOp');
  }
  return patch;
}

function decodePatch(body: Buffer): unknown {
  return attempt(
    () => decode(body, 'application/json'),
    (why) => badRequest(`error decoding patch: ${why}`),
  );
}

/** JSON of one type where Go wants another, in its words. */
function cannotUnmarshal(value: unknown, wanted: string): StatusError {
  const name = typeof value === 'boolean' ? 'bool' : Array.isArray(value) ? 'array' : typeof value;
  return badRequest(
    `error decoding patch: json: cannot unmarshal ${name} into Go value of type ${wanted}`,
  );
}

function attempt(read: () => unknown, refusal: (why: string) => StatusError): unknown {
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
