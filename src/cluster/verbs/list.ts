import { answerJson } from '../http/answer.ts';
import { acceptedForm, includedObject } from '../http/negotiation.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { apiVersionOf, keyOf, type Stored, toJson } from '../object.ts';
import { badRequest, expired, type StatusError, versionTooLarge } from '../status.ts';
import type { Storage } from '../storage.ts';
import { partialJson, tableJson } from '../tables/table.ts';
import { type ListOptions, listOptions } from './options.ts';
import { continueToken, placeOf } from './page.ts';
import { readAs, selectionTest } from './selection.ts';

interface Page {
  readonly objects: readonly Stored[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** Answers a list: whole, or page by page of one snapshot. */
export function list(exchange: ResourceRequestContext): void {
  const { kind, parts, query, request } = exchange;
  const options = listOptions(query, false);
  const form = acceptedForm(request.headers.accept);
  const test = selectionTest(exchange, options);
  const selected = (objects: readonly Stored[]) =>
    objects.map((object) => readAs(kind, object)).filter(test);
  const page = pageOf(parts.storage, kind, options, selected);
  const encode = { json: listJson, partial: partialListJson, table: tableListJson };
  answerJson(exchange, 200, encode[form](exchange, page));
}

function pageOf(
  storage: Storage,
  kind: Kind,
  options: ListOptions,
  select: (objects: readonly Stored[]) => readonly Stored[],
): Page {
  const { version, after, limit } = start(storage, options);
  const all = select(storage.listAt(storedUnder(kind), version));
  const rest = after === '' ? all : all.filter((object) => keyOfObject(object) > after);
  const objects = limit > 0 ? rest.slice(0, limit) : rest;
  const last = objects.at(-1);
  const resourceVersion = String(version);
  if (rest.length === objects.length || !last) {
    return { objects, metadata: { resourceVersion } };
  }
  // How many remain is told only where nothing is filtered out: the real server does not look.
  const filtered = options.labelSelector !== '' || options.fieldSelector !== '';
  const remaining = filtered ? {} : { remainingItemCount: rest.length - objects.length };
  const token = continueToken({ version, after: keyOfObject(last) });
  return { objects, metadata: { resourceVersion, continue: token, ...remaining } };
}

/** The snapshot that is listed, and where in it the page begins. */
function start(
  storage: Storage,
  options: ListOptions,
): { readonly version: number; readonly after: string; readonly limit: number } {
  const { resourceVersion, match, limit } = options;
  if (options.continueToken !== '') {
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const { version = storage.version, after } = placeOf(options.continueToken);
    if (version < storage.oldestVersion) throw expiredPage(after);
    return { version, after, limit };
  }
  const asked = Number(resourceVersion);
  if (asked === 0) {
    // Any version will do for 0: it comes whole, from a cache that knows no pages.
    return { version: storage.version, after: '', limit: resourceVersion === '0' ? 0 : limit };
  }
  if (asked > storage.version) throw versionTooLarge(asked, storage.version);
  const exact = match === 'Exact' || (match === '' && limit > 0);
  if (!exact) return { version: storage.version, after: '', limit };
  if (asked < storage.oldestVersion) {
    throw expired(`The resourceVersion for the provided list is too old.`);
  }
  return { version: asked, after: '', limit };
}

/** A whole list as JSON. */
export function listJson({ kind }: Pick<ResourceRequestContext, 'kind'>, page: Page): string {
  const head = `{"apiVersion":"${apiVersionOf(kind.resource)}","kind":"${kind.resource.kind}`;
  const items = page.objects.map(toJson);
  // Items of built-in kinds do not repeat their type; every object's JSON begins with it.
  const shown = kind.schema ? items : items.map((json) => `{${json.slice(head.length + 2)}`);
  // Lists of custom kinds always have the field, those of built-in kinds where it says something.
  const metadata = kind.schema ? { continue: '', ...page.metadata } : page.metadata;
  return `${head}List","metadata":${JSON.stringify(metadata)},"items":[${shown.join(',')}]}`;
}

function partialListJson(_: ResourceRequestContext, page: Page): string {
  const head = '{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1"';
  const items = page.objects.map(partialJson).join(',');
  return `${head},"metadata":${JSON.stringify(page.metadata)},"items":[${items}]}`;
}

function tableListJson({ kind, parts, query }: ResourceRequestContext, page: Page): string {
  return tableJson(kind.columns, page.objects, {
    now: parts.clock.now(),
    include: includedObject(query),
    metadata: page.metadata,
    heads: true,
  });
}

function keyOfObject({ metadata }: Stored): string {
  return keyOf(metadata.namespace, metadata.name);
}

function expiredPage(after: string): StatusError {
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You can ' +
      'start a new list without the continue parameter, or use the continue token in this response ' +
      'to retrieve the remainder of the results. Continuing with the provided token results in an ' +
      'inconsistent list - objects that were created, modified, or deleted between the time the ' +
      'first chunk was returned and now may show up in the list.',
    continueToken({ version: undefined, after }),
  );
}
