import type { ObjectMeta } from '../../api/metadata.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import type { Kind } from '../kinds/kind.ts';
import { apiVersionOf, type Draft } from '../object.ts';
import { pruneMetadata, validateMetadata } from '../schema/metadata.ts';
import { prune } from '../schema/prune.ts';
import { isObject, validate } from '../schema/validate.ts';
import { badRequest, invalid } from '../status.ts';

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
  const { kind, query, warnings } = exchange;
  requireType(kind, sent);
  const unknown: string[] = [];
  const { apiVersion: _, kind: __, metadata, ...fields } = sent;
  const draft = {
    metadata: pruneMetadata(isObject(metadata) ? metadata : {}, unknown),
    ...(kind.schema ? (prune(kind.schema, fields, '', unknown) as Fields) : fields),
  };
  const words = unknown.map((field) => `unknown field "${field}"`);
  const wanted = query.get('fieldValidation') ?? 'Warn';
  if (wanted === 'Strict' && words.length > 0) throw refuse(words);
  if (wanted === 'Warn') warnings.push(...words);
  return draft;
}

/** How a whole object with unknown fields is refused. */
export function strictRefusal({ resource }: Kind): (words: readonly string[]) => Error {
  return (words) =>
    badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ` +
        `strict decoding error: ${words.join(', ')}`,
    );
}

/** Throws what is wrong with an object as it would be stored. */
export function requireValid(kind: Kind, draft: NamedDraft): void {
  const { apiVersion: _, kind: __, metadata, ...fields } = draft as NamedDraft & Fields;
  const causes = [
    ...validateMetadata(kind, metadata),
    ...(kind.schema ? validate(kind.schema, fields, '') : []),
  ];
  if (causes.length > 0) throw invalid(kind.resource, metadata.name, causes);
}

/** The type must be that of the URL. Custom kinds must name it, built-in ones may leave it out. */
function requireType({ resource, schema }: Kind, sent: Fields): void {
  const expected = apiVersionOf(resource);
  const { apiVersion = schema ? '' : expected, kind = schema ? '' : resource.kind } = sent;
  if (kind === '') throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(sent)}'`);
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (kind !== resource.kind) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): it is a ${kind}`,
    );
  }
}
