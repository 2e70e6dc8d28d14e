import { StatusError } from '../status.ts';
import type { Rule, User } from '../user.ts';

/** What a user wants to do to a resource. */
export interface AccessRequest {
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
const BASIC_RULES: readonly Rule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];

/** Which paths that name no resource a user may reach (Kubernetes: NonResourceRule). */
interface PathRule {
  readonly verbs: readonly string[];
  /** `*` at the end stands for all that follows. */
  readonly nonResourceURLs: readonly string[];
}

const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
/** What everybody may do, without a token as well. */
const PUBLIC: PathRule = { verbs: ['get'], nonResourceURLs: PUBLIC_PATHS };
/** What everybody with a token may do. */
const DISCOVERY: PathRule = {
  verbs: ['get'],
  nonResourceURLs: [
    '/api',
    '/api/*',
    '/apis',
    '/apis/*',
    '/openapi',
    '/openapi/*',
    ...PUBLIC_PATHS,
  ],
};
const EVERY_PATH: PathRule = { verbs: ['*'], nonResourceURLs: ['*'] };

const EVERYTHING: Rule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** The user's rules, those of everybody included. */
export function rulesOf(user: User): readonly Rule[] {
  const own = isMaster(user) ? [EVERYTHING, ...user.rules] : user.rules;
  return isAnonymous(user) ? own : [...own, ...BASIC_RULES];
}

/** The user's rules about paths, those of everybody included. */
export function pathRulesOf(user: User): readonly PathRule[] {
  const open = isAnonymous(user) ? [PUBLIC] : [DISCOVERY, PUBLIC];
  return isMaster(user) ? [EVERY_PATH, ...open] : open;
}

/** Whether the user may do this. */
export function isAllowed(user: User, attempt: AccessRequest): boolean {
  return rulesOf(user).some((rule) => allows(rule, attempt));
}

/** Whether the user may do this to a path which names no resource: `get` it, most often. */
export function isPathAllowed(user: User, verb: string, path: string): boolean {
  return pathRulesOf(user).some(
    ({ verbs, nonResourceURLs }) =>
      has(verbs, verb) && nonResourceURLs.some((open) => matchesPath(open, path)),
  );
}

/** Whether this is who sent no token, or acts as such. */
export function isAnonymous(user: User): boolean {
  return user.name === ANONYMOUS.name;
}

function isMaster(user: User): boolean {
  return user.groups?.includes('system:masters') === true;
}

/** The refusal of a path or an attempt. `on` stands before its verb. */
export function refusal(user: User, target: string | AccessRequest, on = ''): StatusError {
  if (typeof target === 'string') return forbiddenPath(user, target, on);
  return forbidden(user, { ...target, verb: `${on}${target.verb}` });
}

/** The refusal: a message that names who, what and where. */
export function forbidden(user: User, attempt: AccessRequest): StatusError {
  const { verb, group, resource, namespace, name } = attempt;
  const where =
    namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = `${resource}${group === '' ? '' : `.${group}`}${name ? ` "${name}"` : ''}`;
  return new StatusError(
    403,
    'Forbidden',
    `${subject} is forbidden: User "${user.name}" cannot ${verb} resource ` +
      `"${qualifyResource(attempt)}" in API group "${group}" ${where}`,
    { ...(name ? { name } : {}), ...(group === '' ? {} : { group }), kind: resource },
  );
}

function forbiddenPath(user: User, path: string, on: string): StatusError {
  return new StatusError(
    403,
    'Forbidden',
    `forbidden: User "${user.name}" cannot ${on}get path "${path}"`,
    {},
  );
}

function allows(rule: Rule, attempt: AccessRequest): boolean {
  if (rule.namespace !== undefined && rule.namespace !== attempt.namespace) return false;
  if (rule.resourceNames && !rule.resourceNames.includes(attempt.name ?? '')) return false;
  return (
    has(rule.verbs, attempt.verb) &&
    has(rule.apiGroups, attempt.group) &&
    has(rule.resources, qualifyResource(attempt))
  );
}

function qualifyResource({ resource, subresource }: AccessRequest): string {
  return subresource ? `${resource}/${subresource}` : resource;
}

function has(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

function matchesPath(open: string, path: string): boolean {
  return open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : open === path;
}
