import { badRequest, type Cause, invalid, StatusError } from '../status.ts';

/** What a list or watch asks for, checked as the real server checks it. */
export interface ListOptions {
  readonly limit: number;
  readonly continueToken: string;
  /** Empty, `0`, or a version. */
  readonly resourceVersion: string;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  /** Whether a watch first tells what is there: as it asks, else if it starts from nowhere. */
  readonly initialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number;
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

const RESOURCE = { group: 'meta.k8s.io', version: 'v1', kind: 'ListOptions', plural: '' };

/** Reads the query of a list or watch, or throws what is wrong with it. */
export function listOptions(query: URLSearchParams, watch: boolean): ListOptions {
  const resourceVersion = query.get('resourceVersion') ?? '';
  const initialEvents = query.get('sendInitialEvents');
  const options = {
    limit: integer(query, 'limit'),
    continueToken: query.get('continue') ?? '',
    resourceVersion,
    initialEvents: initialEvents === null ? Number(resourceVersion) === 0 : isTrue(initialEvents),
    match: (query.get('resourceVersionMatch') ?? '') as ListOptions['match'],
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: query.get('fieldSelector') ?? '',
  };
  const check = watch ? watchCauses : listCauses;
  const causes = check(options, initialEvents !== null);
  if (causes.length > 0) throw invalid(RESOURCE, '', causes);
  if (!/^\d*$/.test(options.resourceVersion)) {
    const error = badVersion(options.resourceVersion);
    throw watch ? error : badRequest(`invalid resource version: ${error.message}`);
  }
  return options;
}

/** A version that is no number. Of all but lists the real server thinks it is its own fault. */
export function badVersion(version: string): StatusError {
  const why = `strconv.ParseUint: parsing "${version}": invalid syntax`;
  return new StatusError(500, '', `resourceVersion: Invalid value: "${version}": ${why}`);
}

/** `true` and `1` are yes, as Go reads booleans in queries. */
export function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function listCauses(options: ListOptions, initialEventsSet: boolean): readonly Cause[] {
  const { match, resourceVersion, continueToken } = options;
  const causes: Cause[] = [];
  if (initialEventsSet) {
    causes.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  if (match === '') return causes;
  const refuse = (why: string) => causes.push(forbidden('resourceVersionMatch', why));
  if (resourceVersion === '') {
    refuse('resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  if (continueToken !== '') refuse('resourceVersionMatch is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') causes.push(unknownMatch(match));
  if (match === 'Exact' && resourceVersion === '0') {
    refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  return causes;
}

function watchCauses({ match }: ListOptions, initialEventsSet: boolean): readonly Cause[] {
  const causes: Cause[] = [];
  if (initialEventsSet && match !== 'NotOlderThan') {
    const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    causes.push(forbidden('resourceVersionMatch', why));
  }
  if (match !== '' && !initialEventsSet) {
    const why = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    causes.push(forbidden('resourceVersionMatch', why));
  }
  return causes;
}

function forbidden(field: string, why: string): Cause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field };
}

function unknownMatch(match: string): Cause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`,
    field: 'resourceVersionMatch',
  };
}

function integer(query: URLSearchParams, name: string): number {
  return Math.max(0, parsedInteger(query.get(name) ?? '0'));
}

/** A whole number of a query, or throws with Go's message. */
export function parsedInteger(text: string): number {
  if (!/^-?\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}
