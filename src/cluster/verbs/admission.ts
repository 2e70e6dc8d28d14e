import type { ObjectMeta } from '../../api/metadata.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import { writeJson } from '../json.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { apiVersionOf, type Draft } from '../object.ts';
import { builtInCauses } from '../schema/built-in.ts';
import { metadataTypeError, pruneMetadata, validateMetadata } from '../schema/metadata.ts';
import { prune } from '../schema/prune.ts';
import { isObject, validate } from '../schema/validate.ts';
import { badRequest, invalid, unrecognized } from '../status.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A draft whose name is settled. */
export type NamedDraft = Draft & { readonly metadata: ObjectMeta };

/**
 * The object that was sent, without the fields that its kind does not know: what is unknown is
 * refused, warned of or passed over, as the request wants it.
 */
export function intake(
  exchange: ResourceExchange,
  sent: Fields,
  refuse: (unknownFields: readonly string[]) => Error,
): Draft {
  const { kind, warnings } = exchange;
  const wanted = fieldValidation(exchange);
  requireType(kind, sent);
  const unknown: string[] = [];
  const { apiVersion: _, kind: __, metadata, ...fields } = sent;
  const wrong = metadataTypeError(metadata);
  if (wrong !== undefined) throw badRequest(`${cannotHandle(kind)}: ${wrong}`);
  const draft = {
    metadata: pruneMetadata(isObject(metadata) ? metadata : {}, unknown),
    ...(kind.schema ? (prune(kind.schema, fields, '', unknown) as Fields) : fields),
  };
  const words = unknown.sort().map((field) => `unknown field "${field}"`);
  if (wanted === 'Strict' && words.length > 0) throw refuse(words);
  if (wanted === 'Warn') warnings.push(...words);
  return draft;
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

/** What the request wants done with unknown fields. */
function fieldValidation({ query, request }: ResourceExchange): 'Ignore' | 'Strict' | 'Warn' {
  const wanted = query.get('fieldValidation') || 'Warn';
  if (wanted === 'Ignore' || wanted === 'Strict' || wanted === 'Warn') return wanted;
  const resource = {
    group: 'meta.k8s.io',
    version: 'v1',
    kind: OPTIONS[request.method ?? ''] ?? '',
    plural: '',
  };
  const supported = 'supported values: "", "Ignore", "Strict", "Warn"';
  const message = `Unsupported value: ${JSON.stringify(wanted)}: ${supported}`;
  throw invalid(resource, '', [
    { reason: 'FieldValueNotSupported', message, field: 'fieldValidation' },
  ]);
}

/** How a whole object with unknown fields is refused. */
export function strictRefusal(kind: Kind): (words: readonly string[]) => Error {
  return (words) => badRequest(`${cannotHandle(kind)}: strict decoding error: ${words.join(', ')}`);
}

function cannotHandle({ resource: { kind, version } }: Kind): string {
  return `${kind} in version "${version}" cannot be handled as a ${kind}`;
}

/** Throws what is wrong with an object as it would be stored. */
export function requireValid(kind: Kind, draft: NamedDraft): void {
  const { apiVersion: _, kind: __, metadata, ...fields } = draft as NamedDraft & Fields;
  const causes = [
    ...validateMetadata(kind, metadata),
    ...(kind.schema
      ? validate(kind.schema, fields, '')
      : builtInCauses(storedUnder(kind), kind.view ? kind.view.write(draft) : draft)),
  ];
  if (causes.length > 0) throw invalid(kind.resource, metadata.name, causes);
}

/** Throws what is wrong with an object's status: a status write looks at nothing else. */
export function requireValidStatus({ resource, schema }: Kind, object: NamedDraft): void {
  const { status } = object as NamedDraft & { readonly status?: unknown };
  const statusSchema = schema?.properties?.status;
  if (!statusSchema || status === undefined) return;
  const causes = validate(statusSchema, status, '').map((cause) => ({
    ...cause,
    field: cause.field ? `status.${cause.field}` : 'status',
  }));
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
}

/** The type must be that of the URL. Custom kinds must name it, built-in ones may leave it out. */
function requireType({ resource, schema }: Kind, sent: Fields): void {
  const expected = apiVersionOf(resource);
  const { apiVersion = schema ? '' : expected, kind = schema ? '' : resource.kind } = sent;
  if (kind === '')
    throw unrecognized(resource.kind, `Object 'Kind' is missing in '${writeJson(sent)}'`);
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (kind === resource.kind) return;
  const name = isObject(sent.metadata) ? String(sent.metadata.name ?? '') : '';
  const message = `Invalid value: "${kind}": must be ${resource.kind}`;
  const field = 'kind';
  throw invalid({ ...resource, kind: String(kind) }, name, [
    { reason: 'FieldValueInvalid', message, field },
  ]);
}
