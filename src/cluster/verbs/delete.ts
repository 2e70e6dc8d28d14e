import { JOBS } from '../../api/resources.ts';
import { answerJson, answerObject } from '../http/answer.ts';
import { decodeOptions, mediaType } from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { beginDeletion, isHeld, type Propagation } from '../lifecycle.ts';
import { qualifiedName, type Stored } from '../object.ts';
import { decodeStruct, GoTypeError } from '../schema/go-decode.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, conflict, invalid, notFound, type StatusError } from '../status.ts';
import { isDryRun } from './dry-run.ts';
import { listJson } from './list.ts';
import { listOptions } from './options.ts';
import { readAs, selectionTest } from './selection.ts';

interface DeleteOptions {
  readonly propagation: Propagation | undefined;
  readonly uid: unknown;
  readonly resourceVersion: unknown;
  readonly dryRun: boolean;
}

/** Answers the deletion of one object: the end of it, or the object if it has finalizers left. */
export function deleteOne(exchange: ResourceRequestContext): void {
  const { kind, namespace, name = '', parts } = exchange;
  const options = optionsOf(exchange);
  const before = parts.storage.get(storedUnder(kind), namespace, name);
  if (!before) throw notFound(kind.resource, name);
  const left = remove(exchange, before, options);
  if (left) answerObject(exchange, 200, left);
  else answerJson(exchange, 200, deletedJson(kind, before));
}

/** That the object is gone. */
function deletedJson(kind: Kind, { metadata }: Stored): string {
  const { name, uid } = metadata;
  const { group, plural } = kind.resource;
  const details = { name, ...(group === '' ? {} : { group }), kind: plural, uid };
  const type = { kind: 'Status', apiVersion: 'v1', metadata: {} };
  return JSON.stringify({ ...type, status: 'Success', details });
}

/** Answers the deletion of everything that is selected, with what there was. */
export function deleteMany(exchange: ResourceRequestContext): void {
  const { kind, parts, query } = exchange;
  const options = optionsOf(exchange);
  const test = selectionTest(exchange, listOptions(query, false));
  const doomed = parts.storage
    .list(storedUnder(kind))
    .filter((object) => test(readAs(kind, object)));
  for (const object of doomed) remove(exchange, object, options);
  const objects = doomed.map((object) => readAs(kind, object));
  const metadata = { resourceVersion: String(parts.storage.version) };
  answerJson(exchange, 200, listJson({ kind }, { objects, metadata }));
}

/** Deletes an object, or begins to. Returns what is left of it, if it is held. */
function remove(
  { kind, parts, warnings }: ResourceRequestContext,
  before: Stored,
  options: DeleteOptions,
): Stored | undefined {
  requirePreconditions(kind, before, options);
  const { namespace, name } = before.metadata;
  const { storage, clock } = parts;
  const resource = storedUnder(kind);
  const isJob = qualifiedName(resource) === qualifiedName(JOBS);
  // Jobs of batch/v1 keep their pods unless the client says otherwise, for old times' sake.
  const propagation = options.propagation ?? (isJob ? 'Orphan' : 'Background');
  if (isJob && options.propagation === undefined) warnings.push(JOB_WARNING);
  if (options.dryRun) {
    const next = beginDeletion(before, propagation, clock.now());
    return isHeld(next) ? next : undefined;
  }
  storage.delete(resource, namespace, name, propagation);
  return storage.get(resource, namespace, name);
}

const JOB_WARNING =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to ' +
  'remove them or set propagationPolicy=Orphan to suppress this warning';

function requirePreconditions(kind: Kind, before: Stored, options: DeleteOptions): void {
  // Here, and only here, the real server names the kind instead of the plural.
  const resource = { ...kind.resource, plural: kind.resource.kind };
  const { name, uid, resourceVersion } = before.metadata;
  if (options.uid && options.uid !== uid) {
    throw conflict(
      resource,
      name,
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The ` +
        'object might have been deleted and then recreated',
    );
  }
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    throw conflict(
      resource,
      name,
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ` +
        `ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** Options come in the body, or in the query where there is none. */
function optionsOf({ body, request, query }: ResourceRequestContext): DeleteOptions {
  const hasBody = body.length > 0;
  const sent = hasBody ? readOptions(body, mediaType(request)) : {};
  const fromQuery = hasBody ? undefined : (query.get('propagationPolicy') ?? undefined);
  const propagation = sent.propagationPolicy ?? fromQuery;
  if (propagation !== undefined && !isPropagation(propagation)) throw unsupported(propagation);
  const { orphanDependents } = sent;
  if (propagation !== undefined && typeof orphanDependents === 'boolean')
    throw propagationTwice(propagation);
  const preconditions = isObject(sent.preconditions) ? sent.preconditions : {};
  return {
    propagation: orphanDependents === true ? 'Orphan' : propagation,
    uid: preconditions.uid,
    resourceVersion: preconditions.resourceVersion,
    dryRun: isDryRun(hasBody ? new URLSearchParams() : query, 'DeleteOptions', sent.dryRun),
  };
}

function readOptions(body: Buffer, type: string): Readonly<Record<string, unknown>> {
  const { apiVersion: _, kind: __, ...options } = decodeOptions(body, type);
  try {
    return decodeStruct('DeleteOptions', options, []);
  } catch (error) {
    throw error instanceof GoTypeError ? badRequest(error.message) : error;
  }
}

function isPropagation(value: unknown): value is Propagation {
  return value === 'Background' || value === 'Foreground' || value === 'Orphan';
}

function propagationTwice(propagation: Propagation): StatusError {
  const resource = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions', plural: '' };
  const why = 'orphanDependents and deletionPropagation cannot be both set';
  const message = `Invalid value: "${propagation}": ${why}`;
  const field = 'propagationPolicy';
  return invalid(resource, '', [{ reason: 'FieldValueInvalid', message, field }]);
}

function unsupported(propagation: unknown): StatusError {
  const resource = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions', plural: '' };
  const supported = ['Foreground', 'Background', 'Orphan', 'nil'].map((p) => JSON.stringify(p));
  const value = JSON.stringify(propagation);
  const message = `Unsupported value: ${value}: supported values: ${supported.join(', ')}`;
  return invalid(resource, '', [
    { reason: 'FieldValueNotSupported', message, field: 'propagationPolicy' },
  ]);
}
