import type { Schema } from '../../api/crds/schema.ts';
import type { ObjectMeta } from '../../api/metadata.ts';
import { excerpt, type Sent } from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { apiVersionOf, type Draft } from '../object.ts';
import { builtInCauses } from '../schema/built-in.ts';
import { decodeStruct, GoTypeError } from '../schema/go-decode.ts';
import { pickMetadata, readMetadata, validateMetadata } from '../schema/metadata.ts';
import { prune } from '../schema/prune.ts';
import { isObject, validate } from '../schema/validate.ts';
import { badRequest, invalid, unrecognized } from '../status.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A draft whose name is settled. */
export type NamedDraft = Draft & { readonly metadata: ObjectMeta };

/** How a write is refused of which the object cannot be read, or not strictly. */
export type Refusal = (why: string) => Error;

/**
 * The object that was sent, without the fields that its kind does not know: what is unknown, or stands
 * twice, is refused, warned of or passed over, as the request wants it.
 */
export function intake(exchange: ResourceRequestContext, sent: Sent, refuse: Refusal): Draft {
  const { kind, warnings } = exchange;
  const wanted = fieldValidation(exchange);
  requireType(exchange, sent.object);
  const unknown: string[] = [];
  const draft = readDraft(kind, sent.object, unknown, refuse);
  const faults = [...sent.duplicates, ...unknown.map((field) => `unknown field "${field}"`)];
  if (wanted === 'Strict' && faults.length > 0) {
    throw refuse(`strict decoding error: ${faults.join(', ')}`);
  }
  if (wanted === 'Warn') warnings.push(...faults);
  return draft;
}

function readDraft(kind: Kind, object: Fields, unknown: string[], refuse: Refusal): Draft {
  const { apiVersion: _, kind: __, ...fields } = object;
  try {
    return kind.schema
      ? readCustom(kind.schema, fields, unknown)
      : readBuiltIn(kind, fields, unknown);
  } catch (error) {
    throw error instanceof GoTypeError ? refuse(error.message) : error;
  }
}

function readCustom(schema: Schema, { metadata, ...fields }: Fields, unknown: string[]): Draft {
  const draft = {
    metadata: readMetadata(metadata, unknown),
    ...(prune(schema, fields, '', unknown) as Fields),
  };
  unknown.sort();
  return draft;
}

function readBuiltIn({ resource, goType }: Kind, fields: Fields, unknown: string[]): Draft {
  const { metadata = {}, ...rest } = decodeStruct(goType ?? resource.kind, fields, unknown);
  return { metadata: pickMetadata(metadata as object), ...rest };
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

/** What the request wants done with unknown fields. */
function fieldValidation({ query, request }: ResourceRequestContext): 'Ignore' | 'Strict' | 'Warn' {
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

/** How a whole object is refused that cannot be read. */
export function wholeRefusal(kind: Kind): Refusal {
  return (why) => badRequest(`${cannotHandle(kind)}: ${why}`);
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
function requireType(
  { kind: { resource, schema }, body }: ResourceRequestContext,
  sent: Fields,
): void {
  const expected = apiVersionOf(resource);
  const { apiVersion = schema ? '' : expected, kind = schema ? '' : resource.kind } = sent;
  if (kind === '') {
    const why = `Object 'Kind' is missing in '${body.toString('utf8')}' (${excerpt(body)})`;
    throw unrecognized(resource.kind, why);
  }
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
