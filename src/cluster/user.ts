/** What a user may do: as a rule of an RBAC Role. `*` is everything (Kubernetes: PolicyRule). */
export interface Rule {
  /** Such as `get` and `patch`. */
  readonly verbs: readonly string[];
  /** The core group is empty. */
  readonly apiGroups: readonly string[];
  /** Plurals, with the subresource where there is one: `executions/status`. */
  readonly resources: readonly string[];
  /** Only objects of these names. Absent: of any. */
  readonly resourceNames?: readonly string[] | undefined;
  /** Only in this namespace. Absent: in all, and on what has none. */
  readonly namespace?: string | undefined;
}

/** A user with a token (ours). */
export interface User {
  /** What kubeconfigs and the server call them. */
  readonly name: string;
  /** Members of `system:masters` may do everything; other groups give no rights. Absent: none. */
  readonly groups?: readonly string[] | undefined;
  /** What they may do. Nothing else is allowed. */
  readonly rules: readonly Rule[];
  /** The namespace that the user's kubeconfig starts in. Default `default`. */
  readonly namespace?: string | undefined;
}

/** The one namespace of `nsuser`. */
export const NSUSER_NAMESPACE = 'team-a';

const ALL = ['*'];
const READ = ['get', 'list', 'watch'];

/**
 * `admin` may do all, `viewer` read all that kontinue's objects consist of, `nsuser` do all in the
 * namespace team-a and nothing else.
 */
export const DEFAULT_USERS: readonly User[] = [
  {
    name: 'admin',
    groups: ['system:masters'],
    rules: [],
  },
  {
    name: 'viewer',
    rules: [
      { verbs: READ, apiGroups: ['kontinue.cloud'], resources: ALL },
      { verbs: READ, apiGroups: ['batch'], resources: ['jobs'] },
      { verbs: READ, apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
      { verbs: READ, apiGroups: [''], resources: ['pods', 'pods/log', 'events', 'namespaces'] },
    ],
  },
  {
    name: 'nsuser',
    namespace: NSUSER_NAMESPACE,
    rules: [{ verbs: ALL, apiGroups: ALL, resources: ALL, namespace: NSUSER_NAMESPACE }],
  },
];
