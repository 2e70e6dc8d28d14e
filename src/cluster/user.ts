/** What a user may do: as a rule of an RBAC Role. `*` is everything. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** Plurals, with the subresource where there is one: `executions/status`. */
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  /** Only in this namespace. Absent: in all, and on what has none. */
  readonly namespace?: string;
}

/** Somebody with a token. */
export interface User {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly rules: readonly Rule[];
  /** The namespace that the user's kubeconfig starts in. Default `default`. */
  readonly namespace?: string;
}

/** The one namespace of `nsuser`. */
export const NSUSER_NAMESPACE = 'team-a';

const ALL = ['*'];

/** `admin` may do all, `viewer` read all, `nsuser` do all in the namespace team-a and nothing else. */
export const DEFAULT_USERS: readonly User[] = [
  {
    name: 'admin',
    groups: ['system:masters'],
    rules: [{ verbs: ALL, apiGroups: ALL, resources: ALL }],
  },
  {
    name: 'viewer',
    rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: ALL, resources: ALL }],
  },
  {
    name: 'nsuser',
    namespace: NSUSER_NAMESPACE,
    rules: [{ verbs: ALL, apiGroups: ALL, resources: ALL, namespace: NSUSER_NAMESPACE }],
  },
];
