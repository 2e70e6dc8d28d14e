import { StatusError } from '../status.ts';
import type { Rule, User } from '../user.ts';

/** What somebody wants to do to a resource. */
export interface Attempt {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** Who sent no token. */
export const ANONYMOUS: User = {
  name: 'system:anonymous',
  groups: ['system:unauthenticated'],
  rules: [],
};

/** What everybody with a token may do: ask about themselves. */
export const BASIC_RULES: readonly Rule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];

/** Paths that everybody may get, without a token as well. */
export const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
/** Paths that everybody with a token may get. */
export const DISCOVERY_PATHS = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*'];

/** The user's rules, those of everybody included. */
export function rulesOf(user: User): readonly Rule[] {
  return user === ANONYMOUS ? [] : [...user.rules, ...BASIC_RULES];
}

/** Whether the user may do this. */
export function mayAttempt(user: User, attempt: Attempt): boolean {
  return rulesOf(user).some((rule) => allows(rule, attempt));
}

/** Whether the user may get this path, which names no resource. */
export function mayGetPath(user: User, path: string): boolean {
  const inGroup = user.groups?.includes('system:masters') === true;
  const paths = user === ANONYMOUS ? PUBLIC_PATHS : [...PUBLIC_PATHS, ...DISCOVERY_PATHS];
  return inGroup || paths.some((open) => matchesPath(open, path));
}

/** The refusal, in the words that name who, what and where. */
export function forbidden(user: User, attempt: Attempt): StatusError {
  const { verb, group, resource, namespace, name } = attempt;
  const where =
    namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = `${resource}${group === '' ? '' : `.${group}`}${name ? ` "${name}"` : ''}`;
  return new StatusError(
    403,
    'Forbidden',
    `${subject} is forbidden: User "${user.name}" cannot ${verb} resource ` +
      `"${qualified(attempt)}" in API group "${group}" ${where}`,
    { ...(name ? { name } : {}), ...(group === '' ? {} : { group }), kind: resource },
  );
}

/** The refusal of a path. */
export function forbiddenPath(user: User, path: string): StatusError {
  return new StatusError(
    403,
    'Forbidden',
    `forbidden: User "${user.name}" cannot get path "${path}"`,
    {},
  );
}

function allows(rule: Rule, attempt: Attempt): boolean {
  if (rule.namespace !== undefined && rule.namespace !== attempt.namespace) return false;
  if (rule.resourceNames && !rule.resourceNames.includes(attempt.name ?? '')) return false;
  return (
    has(rule.verbs, attempt.verb) &&
    has(rule.apiGroups, attempt.group) &&
    has(rule.resources, qualified(attempt))
  );
}

function qualified({ resource, subresource }: Attempt): string {
  return subresource ? `${resource}/${subresource}` : resource;
}

function has(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

function matchesPath(open: string, path: string): boolean {
  return open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : open === path;
}
