/** Where a kind lives on an API server. */
export interface ResourcePath {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

/**
 * The URL path of a collection (no name), an object or a subresource.
 *
 * `pathOf(PODS, 'dev', 'web-1', 'log')` is `/api/v1/namespaces/dev/pods/web-1/log`.
 */
export function pathOf(
  resource: ResourcePath,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  const parts = [`${root}/${resource.version}`];
  if (namespace) parts.push('namespaces', encodePart(namespace));
  parts.push(resource.plural);
  if (name) parts.push(encodePart(name));
  if (subresource) parts.push(subresource);
  return parts.join('/');
}

/**
 * A part of a path, or of a header. Half a character, as only a broken server puts into a name, has no form in UTF-8: it
 * is asked for by the replacement character, and not found.
 */
export function encodePart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
