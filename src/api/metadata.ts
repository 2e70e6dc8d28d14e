/** An owner of an object, as the garbage collector reads it (Kubernetes: OwnerReference). */
export interface OwnerReference {
  /** The owner's group and version. */
  readonly apiVersion: string;
  /** The owner's kind. */
  readonly kind: string;
  /** The owner's name; it lives in the same namespace, or in none. */
  readonly name: string;
  /** Which of those that ever had the name. */
  readonly uid: string;
  /** Whether it is the one owner that manages the object. Default false. */
  readonly controller?: boolean;
  /** Whether a foreground deletion of the owner waits for the object. Default false. */
  readonly blockOwnerDeletion?: boolean;
}

/**
 * The metadata fields that kontinue reads or writes (Kubernetes: ObjectMeta). Instants are RFC 3339
 * strings, UTC.
 */
export interface ObjectMeta {
  /** Unique among the objects of its kind and namespace. */
  readonly name: string;
  /** Absent on what lives in none. */
  readonly namespace?: string;
  /** The beginning of a name that the server completes. */
  readonly generateName?: string;
  /** Unique over time: an object made again under the same name has another. */
  readonly uid?: string;
  /** Changes with every write. Opaque: compare for equality only. */
  readonly resourceVersion?: string;
  /** A count of the changes to the spec, where the kind counts them. */
  readonly generation?: number;
  /** When it was made; RFC 3339, UTC, whole seconds. */
  readonly creationTimestamp?: string;
  /** When its deletion was asked for; RFC 3339, UTC. Absent until then. */
  readonly deletionTimestamp?: string;
  /** What selectors ask for. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Not for selection. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whose end ends it. */
  readonly ownerReferences?: readonly OwnerReference[];
  /** Who must agree before it is gone. */
  readonly finalizers?: readonly string[];
}

/** What every object on the API server has (Kubernetes: TypeMeta, ObjectMeta). */
export interface KubeObject {
  /** Group and version: `batch/v1`, or `v1` of the core group. */
  readonly apiVersion?: string;
  /** What it is: `Job`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
}
