import { isKubeError, type KubeError } from '../errors.ts';
import type { Priority, Query, Request, Transport } from '../http/transport.ts';

/** The objects of a collection at one moment. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

/** A part of a list. */
export interface Page<T> extends Listed<T> {
  /** What came before is void: the list begins again with this page. */
  readonly restarted: boolean;
}

/** How to list; all have defaults. */
export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: Priority | undefined;
  /** See `Request`. */
  readonly noRetry?: boolean | undefined;
  readonly bypassRateLimit?: boolean | undefined;
  readonly accept?: string | undefined;
}

/** Objects per page. */
export const PAGE_SIZE = 500;

interface ListBody<T> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
}

/** Lists a whole collection, by pages. Only the first takes a rate token. */
export async function listAll<T>(
  transport: Transport,
  path: string,
  query: Query = {},
  options: ListOptions = {},
): Promise<Listed<T>> {
  let items: T[] = [];
  let resourceVersion = '';
  for await (const page of listPages<T>(transport, path, { limit: PAGE_SIZE, ...query }, options)) {
    if (page.restarted) items = [];
    for (const item of page.items) items.push(item);
    resourceVersion = page.resourceVersion;
  }
  return { items, resourceVersion };
}

/**
 * Lists page by page, as long as the server has more. If it forgets the list on the way, the list
 * begins again, and then as one page.
 */
export async function* listPages<T>(
  transport: Transport,
  path: string,
  query: Query,
  options: ListOptions = {},
): AsyncGenerator<Page<T>, void> {
  const get = async (pageQuery: Query, bypassRateLimit: boolean) => {
    const { signal, priority, noRetry, accept } = options;
    const request: Request = {
      method: 'GET',
      path,
      query: pageQuery,
      signal,
      priority,
      noRetry,
      bypassRateLimit,
      accept,
    };
    return (await transport.send<ListBody<T>>(request)).body;
  };
  let token: string | undefined;
  do {
    let body: ListBody<T>;
    let restarted = false;
    try {
      body = await get(pageOf(query, token), options.bypassRateLimit ?? token !== undefined);
    } catch (error) {
      if (token === undefined || !isExpired(error)) throw error;
      restarted = true;
      body = await get({ ...query, limit: undefined }, true);
    }
    token = body.metadata?.continue || undefined;
    const resourceVersion = body.metadata?.resourceVersion ?? '';
    yield { items: body.items ?? [], resourceVersion, restarted };
  } while (token !== undefined);
}

/** A further page is of the version of the first: naming one is an error. */
function pageOf(query: Query, token: string | undefined): Query {
  if (token === undefined) return query;
  return { ...query, continue: token, resourceVersion: undefined, resourceVersionMatch: undefined };
}

function isExpired(error: unknown): error is KubeError {
  return isKubeError(error, 'Gone');
}
