import { EXECUTIONS, type Resource, SUSPENSIONS } from '../../api/resources.ts';

/** Something that RBAC allows or denies: a verb on a resource, or on a part of it. */
export interface Permission {
  /** Such as `patch`. */
  readonly verb: string;
  readonly group: string;
  /** The name in URLs, such as `executions`. */
  readonly resource: string;
  /** Such as `status`; without it, the object itself. */
  readonly subresource?: string;
}

/**
 * What is known of a permission. Unknown: the server does not tell, or has not yet. That turns nothing
 * off, since the server decides at the write itself.
 */
export type Access =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly why: string }
  | { readonly kind: 'unknown' };

/** A permission, and what was learned of it in one namespace. */
export interface KnownAccess {
  readonly permission: Permission;
  readonly access: Access;
}

/** What is known of the user's permissions, by {@link permissionKey}. */
export type Permissions = ReadonlyMap<string, Access>;

export const PATCH_EXECUTION = patch(EXECUTIONS);
export const PATCH_EXECUTION_STATUS = patch(EXECUTIONS, 'status');
export const PATCH_SUSPENSION_STATUS = patch(SUSPENSIONS, 'status');

/** Every permission that an action needs, or offers more with. They are asked for together. */
export const ASKED_PERMISSIONS: readonly Permission[] = [
  PATCH_EXECUTION,
  PATCH_EXECUTION_STATUS,
  PATCH_SUSPENSION_STATUS,
];

function patch({ group, plural }: Resource, subresource?: string): Permission {
  return {
    verb: 'patch',
    group,
    resource: plural,
    ...(subresource !== undefined && { subresource }),
  };
}

/** Returns a permission as RBAC writes it: `patch executions/status`. */
export function permissionText({ verb, resource, subresource }: Permission): string {
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** `patch executions.kontinue.cloud/status payments`. */
function permissionKey({ verb, group, resource, subresource }: Permission, namespace: string) {
  const object = group === '' ? resource : `${resource}.${group}`;
  return `${verb} ${object}${subresource === undefined ? '' : `/${subresource}`} ${namespace}`;
}

const UNKNOWN: Access = { kind: 'unknown' };

/** Returns what is known of a permission in a namespace. */
export function accessTo(
  permissions: Permissions,
  permission: Permission,
  namespace: string,
): Access {
  return permissions.get(permissionKey(permission, namespace)) ?? UNKNOWN;
}

/** Returns the permissions with what was learned in a namespace. */
export function withAccess(
  permissions: Permissions,
  namespace: string,
  known: readonly KnownAccess[],
): Permissions {
  const next = new Map(permissions);
  for (const { permission, access } of known)
    next.set(permissionKey(permission, namespace), access);
  return next;
}

/** Whether the permissions in a namespace were asked for. */
export function isAsked(permissions: Permissions, namespace: string): boolean {
  return ASKED_PERMISSIONS.every((permission) =>
    permissions.has(permissionKey(permission, namespace)),
  );
}

/** Returns the permissions in which those of a namespace are asked for: unknown until there is an answer. */
export function withAsked(permissions: Permissions, namespace: string): Permissions {
  const known = ASKED_PERMISSIONS.map((permission) => ({ permission, access: UNKNOWN }));
  return withAccess(permissions, namespace, known);
}
