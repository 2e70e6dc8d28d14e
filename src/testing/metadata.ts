import { PARENT_LABEL, ROOT_LABEL, truncateName, WORKER_GROUP_LABEL } from '../api/labels.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../api/metadata.ts';
import { groupOfLabels } from '../api/worker-group.ts';

/** What every draft may choose (ours). */
export interface DraftParts {
  /** Its name. */
  readonly name: string;
  /** Default: its parent's, else `default`. */
  readonly namespace?: string | undefined;
  /** Besides those that follow from its parent. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Default: none. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A draft of what an execution may own (ours). */
export interface ChildParts extends DraftParts {
  /** The execution that made it, as stored: it is owned by it, and labeled so. Default: none. */
  readonly parent?: KubeObject | undefined;
}

/** The metadata of a draft: with a parent, that of a child (contract: Labels and ownership). */
export function metadataOf(
  parts: ChildParts,
  own: Readonly<Record<string, string>> = {},
): ObjectMeta {
  const { name, parent, annotations } = parts;
  const labels = { ...(parent && familyLabels(parent)), ...own, ...parts.labels };
  return {
    name,
    namespace: parts.namespace ?? parent?.metadata.namespace ?? 'default',
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(annotations && { annotations }),
    ...(parent && { ownerReferences: [ownerReference(parent)] }),
  };
}

/** The reference of what an object owns. */
export function ownerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid } = metadata;
  if (uid === undefined || apiVersion === undefined || kind === undefined) {
    throw new Error(
      `${name} cannot own anything: it is not stored yet. Give what cluster.create answered.`,
    );
  }
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: false };
}

function familyLabels({ metadata }: KubeObject): Readonly<Record<string, string>> {
  const { name, labels } = metadata;
  return {
    [WORKER_GROUP_LABEL]: groupOfLabels(metadata),
    [ROOT_LABEL]: labels?.[ROOT_LABEL] ?? truncateName(name),
    [PARENT_LABEL]: truncateName(name),
  };
}
