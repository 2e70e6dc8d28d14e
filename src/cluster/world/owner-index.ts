import type { Resource } from '../../api/resources.ts';
import { keyOf, qualifiedName } from '../object.ts';
import type { Storage } from '../storage.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';

/** Where an object is found. */
export interface Member {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Who names whom as owner. */
export class OwnerIndex {
  readonly #storage: Storage;
  readonly #children = new Map<string, Map<string, Member>>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  heard({ type, resource, object, before }: WatchCacheEvent): void {
    const { ownerReferences: owners = [], namespace = '', name, uid } = object.metadata;
    if (type === 'MODIFIED' && before?.metadata.ownerReferences === owners) return;
    const key = `${qualifiedName(resource)}/${keyOf(namespace, name)}`;
    for (const owner of before?.metadata.ownerReferences ?? []) {
      const siblings = this.#children.get(owner.uid);
      siblings?.delete(key);
      if (siblings?.size === 0) this.#children.delete(owner.uid);
    }
    if (type === 'DELETED') return;
    for (const owner of owners) {
      const siblings = this.#children.get(owner.uid) ?? new Map<string, Member>();
      this.#children.set(owner.uid, siblings.set(key, { resource, namespace, name, uid }));
    }
  }

  /** What this object owns directly, oldest first. */
  childrenOf(uid: string): readonly Member[] {
    return [...(this.#children.get(uid)?.values() ?? [])];
  }

  /** All that this object owns, parents before their children. */
  below(uid: string): readonly Member[] {
    return this.childrenOf(uid).flatMap((child) => [child, ...this.below(child.uid)]);
  }

  /** Deletes a member with all it owns, the owner first. */
  remove(member: Member): void {
    const below = this.below(member.uid);
    for (const { resource, namespace, name, uid } of [member, ...below]) {
      if (this.#storage.get(resource, namespace, name)?.metadata.uid === uid) {
        this.#storage.delete(resource, namespace, name, 'Background');
      }
    }
  }
}
