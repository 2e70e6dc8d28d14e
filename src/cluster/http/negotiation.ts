import { badRequest, StatusError } from '../status.ts';
import type { IncludeObject } from '../tables/table.ts';

/** The forms in which objects can be answered. */
export type Form = 'json' | 'table' | 'partial';

/** The first form of an Accept header that the server has; 406 if it has none. */
export function acceptedForm(accept: string | undefined): Form {
  if (accept === undefined || accept === '') return 'json';
  for (const clause of accept.split(',')) {
    const [type = '', ...parameters] = clause.trim().split(';');
    const as = parameters.find((p) => p.startsWith('as='))?.slice(3);
    if (type === '*/*' || type === 'application/*') return 'json';
    if (type !== 'application/json') continue;
    if (as === undefined) return 'json';
    if (!parameters.includes('g=meta.k8s.io') || !parameters.includes('v=v1')) continue;
    if (as === 'Table') return 'table';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'partial';
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, ' +
      'application/json;as=Table;v=v1;g=meta.k8s.io, ' +
      'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  );
}

/** How much of each object a Table is asked to carry. */
export function includedObject(query: URLSearchParams): IncludeObject {
  const include = query.get('includeObject') ?? '';
  if (include === '' || include === 'Metadata') return 'Metadata';
  if (include === 'None' || include === 'Object') return include;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: "${include}": must be ` +
      "'Metadata', 'Object', 'None', or empty",
  );
}
