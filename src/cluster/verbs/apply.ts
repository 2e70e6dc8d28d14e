import { isAllowed, refusal } from '../access/rbac.ts';
import { timestamp } from '../clock.ts';
import { decodeApplyPatch } from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { fieldTypeOf } from '../managed/field-type.ts';
import { applyConfig } from '../managed/track.ts';
import { typeFaults } from '../managed/type-faults.ts';
import { apiVersionOf } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, conflict, notFound, StatusError } from '../status.ts';
import { intake, wholeRefusal } from './admission.ts';
import { storeNew } from './create.ts';
import { isDryRun } from './dry-run.ts';
import { readAs } from './selection.ts';
import { write } from './write.ts';
import { isForced, writerOf } from './writer.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Answers a server-side apply: the fields that are sent become those of the applier, the others stay.
 * An object that is not there is created.
 */
export function apply(exchange: ResourceRequestContext): void {
  const { kind, namespace, name = '', query, parts } = exchange;
  const writer = writerOf(exchange, 'Apply');
  const { object: sent, duplicates } = decodeApplyPatch(exchange.body);
  const config = requireConfig(kind, sent, name);
  const before = parts.storage.get(storedUnder(kind), namespace, name);
  if (!before) requireCreatable(exchange, config);
  const { object, managedFields } = applyConfig(kind, before && readAs(kind, before), config, {
    writer,
    force: isForced(query),
    now: timestamp(parts.clock.now()),
  });
  const draft = intake(exchange, { object, duplicates }, wholeRefusal(kind));
  const options = { manage: () => managedFields, isTry: isDryRun(query, 'PatchOptions') };
  if (before) write(exchange, before, draft, options);
  else storeNew(exchange, draft, options);
}

/** The configuration, of the kind and the name of the URL; throws what else it is. */
function requireConfig(kind: Kind, sent: Fields, name: string): Fields {
  const { apiVersion = '', kind: sentKind = '', metadata } = sent;
  const { resource } = kind;
  if (apiVersion !== apiVersionOf(resource) || sentKind !== resource.kind) {
    const [version = '', group = ''] = String(apiVersion).split('/').reverse();
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(sentKind)}`);
  }
  const fields = isObject(metadata) ? metadata : {};
  if ((fields.managedFields ?? null) !== null)
    throw badRequest('metadata.managedFields must be nil');
  if (fields.name && fields.name !== name) {
    throw badRequest(
      `the name of the object (${fields.name}) does not match the name on the URL (${name})`,
    );
  }
  const faults = typeFaults(fieldTypeOf(kind), sent);
  if (faults.length > 0) throw untypedError(kind, fields.namespace ?? '', name, faults);
  return { ...sent, metadata: { ...fields, name } };
}

function untypedError(
  { resource }: Kind,
  namespace: unknown,
  name: string,
  faults: readonly string[],
): StatusError {
  const [only] = faults;
  const why = faults.length === 1 ? only : `errors:\n  ${faults.join('\n  ')}`;
  const { group, version, kind } = resource;
  const object = `${namespace}/${name}; ${group}/${version}, Kind=${kind}`;
  return new StatusError(500, '', `failed to create typed patch object (${object}): ${why}`);
}

/** Throws why an object that is not there cannot be created by being applied. */
function requireCreatable(exchange: ResourceRequestContext, config: Fields): void {
  const { kind, namespace, name = '', subresource, user } = exchange;
  const { resource } = kind;
  if (subresource !== undefined) throw notFound(resource, name);
  const { group, plural } = resource;
  const attempt = { verb: 'create', group, resource: plural, subresource, namespace, name };
  if (!isAllowed(user, attempt)) throw refusal(user, attempt);
  const { metadata } = config as { readonly metadata: Fields };
  if (!metadata.uid) return;
  const why = `the provided object specified uid ${metadata.uid}, and no existing object was found`;
  throw conflict(resource, name, `uid mismatch: ${why}`);
}
