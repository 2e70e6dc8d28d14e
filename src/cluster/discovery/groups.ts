import type { Kind } from '../kinds/kind.ts';
import { apiVersionOf } from '../object.ts';

/** One API group in its one version, with its kinds. */
export interface Group {
  readonly name: string;
  readonly version: string;
  /** `batch/v1`, or `v1`. */
  readonly groupVersion: string;
  readonly kinds: readonly Kind[];
}

/** The kinds by group, the core group first. Every group is served in one version. */
export function groupsOf(kinds: readonly Kind[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const kind of kinds) {
    const { group, version } = kind.resource;
    const groupVersion = apiVersionOf(kind.resource);
    const known = groups.get(groupVersion)?.kinds ?? [];
    groups.set(groupVersion, { name: group, version, groupVersion, kinds: [...known, kind] });
  }
  return [...groups.values()];
}

const SUBRESOURCE_VERBS = { status: ['get', 'patch', 'update'], log: ['get'] };

/** What the subresources of a kind can do. */
export function subresourcesOf(kind: Kind) {
  return kind.subresources.map((name) => ({ name, verbs: SUBRESOURCE_VERBS[name] }));
}
