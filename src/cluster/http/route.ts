import { StatusError } from '../status.ts';

/** Where a request goes, as Kubernetes reads paths. */
export type Route =
  /** Discovery, health and other paths that name no resource. */
  { readonly at: 'path'; readonly segments: readonly string[] } | ResourceRoute;

export interface ResourceRoute {
  readonly at: 'resource';
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** The route of a path: `/apis/GROUP/VERSION[/namespaces/NS]/PLURAL[/NAME[/SUBRESOURCE]]`. */
export function route(path: string): Route {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment);
  const [root, ...rest] = segments;
  if (root === 'api' && rest.length >= 2) return resourceRoute('', rest);
  if (root === 'apis' && rest.length >= 3) return resourceRoute(rest[0] ?? '', rest.slice(1));
  return { at: 'path', segments };
}

function resourceRoute(group: string, [version = '', ...path]: readonly string[]): ResourceRoute {
  const named = path[0] === 'namespaces' && path.length > 2 && path[2] !== 'status';
  const [plural = '', name, subresource] = named ? path.slice(2) : path;
  return {
    at: 'resource',
    group,
    version,
    plural,
    namespace: named ? path[1] : undefined,
    name,
    subresource,
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new StatusError(400, 'BadRequest', `invalid URL escape in "${segment}"`, undefined, {
      cause,
    });
  }
}
