import type { CustomResourceDefinition } from '../api/crds/schema.ts';
import type { OwnerReference } from '../api/metadata.ts';
import type { Resource } from '../api/resources.ts';
import { customKind } from './kinds/custom.ts';
import { storedUnder } from './kinds/kind.ts';
import type { KindRegistry } from './kinds/registry.ts';
import { DEFINITIONS, NAMESPACES } from './kinds/resources.ts';
import { CLEANUP_FINALIZER, FOREGROUND_FINALIZER, ORPHAN_FINALIZER } from './lifecycle.ts';
import { qualifiedName, type Stored } from './object.ts';
import type { Storage } from './storage.ts';
import type { WatchCacheEvent } from './watch-cache.ts';

interface Dependent {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
}

/**
 * Deletes what has no owner any more, as Kubernetes' garbage collector and namespace controller do:
 * dependents of deleted owners, dependents first where the deletion is in the foreground, the owner
 * references of dependents where it orphans, and everything in a namespace or of a custom kind that
 * is deleted. It works a moment after the write that gave it work, never within it.
 */
export class GarbageCollector {
  readonly #storage: Storage;
  readonly #kinds: KindRegistry;
  /** Who names this uid as an owner. */
  readonly #dependents = new Map<string, Map<string, Dependent>>();
  readonly #unsubscribe: () => void;
  #work: (() => void)[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(storage: Storage, kinds: KindRegistry) {
    this.#storage = storage;
    this.#kinds = kinds;
    this.#unsubscribe = storage.onChange((change) => this.#heard(change));
  }

  stop(): void {
    this.#unsubscribe();
    clearImmediate(this.#scheduled);
    this.#work = [];
  }

  #heard(change: WatchCacheEvent): void {
    const { resource, object, before, type } = change;
    this.#index(change);
    const { uid, deletionTimestamp, finalizers = [], ownerReferences = [] } = object.metadata;
    if (type === 'DELETED') {
      if (this.#dependents.has(uid)) this.#later(() => this.#collectDependents(uid));
      for (const owner of ownerReferences) {
        this.#later(() => this.#finishOwner(owner, object.metadata.namespace));
      }
      if (object.metadata.namespace !== undefined) {
        this.#later(() => this.#finishNamespace(object.metadata.namespace ?? ''));
      }
      this.#later(() => this.#finishKind(qualifiedName(resource)));
      return;
    }
    if (ownerReferences.length > 0 && ownerReferences !== before?.metadata.ownerReferences) {
      this.#later(() => this.#collect(dependentOf(resource, object)));
    }
    if (deletionTimestamp === undefined) return;
    if (finalizers.includes(ORPHAN_FINALIZER)) this.#later(() => this.#orphan(resource, object));
    if (finalizers.includes(FOREGROUND_FINALIZER)) {
      this.#later(() => this.#foreground(resource, object));
    }
    if (is(resource, NAMESPACES)) this.#later(() => this.#emptyNamespace(object.metadata.name));
    if (is(resource, DEFINITIONS)) this.#later(() => this.#emptyKind(object));
  }

  /** Keeps who names whom as owner. */
  #index({ resource, object, before, type }: WatchCacheEvent): void {
    const dependent = dependentOf(resource, object);
    const key = `${qualifiedName(resource)}/${dependent.namespace}/${dependent.name}`;
    const now = type === 'DELETED' ? undefined : object.metadata.ownerReferences;
    const earlier = before?.metadata.ownerReferences;
    if (now === earlier) return;
    for (const { uid } of earlier ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(key);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
    for (const { uid } of now ?? []) {
      const dependents = this.#dependents.get(uid) ?? new Map<string, Dependent>();
      this.#dependents.set(uid, dependents.set(key, dependent));
    }
  }

  #dependentsOf(uid: string): readonly Dependent[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  #collectDependents(uid: string): void {
    for (const dependent of this.#dependentsOf(uid)) this.#collect(dependent);
  }

  /** Deletes a dependent none of whose owners exists; drops the references to those that do not. */
  #collect({ resource, namespace, name }: Dependent): void {
    const object = this.#storage.get(resource, namespace, name);
    const owners = object?.metadata.ownerReferences ?? [];
    const living = owners.filter((owner) => this.#mayLive(owner, namespace));
    if (!object || living.length === owners.length) return;
    if (living.length === 0) this.#storage.delete(resource, namespace, name, 'Background');
    else this.#setOwners(resource, object, living);
  }

  /** Whether an owner exists. One of a kind that is not served might: its dependents are kept. */
  #mayLive(owner: OwnerReference, namespace: string | undefined): boolean {
    const kind = this.#kinds.named(owner.apiVersion, owner.kind);
    if (!kind) return true;
    const place = kind.namespaced ? namespace : undefined;
    return this.#storage.get(storedUnder(kind), place, owner.name)?.metadata.uid === owner.uid;
  }

  #orphan(resource: Resource, owner: Stored): void {
    const { uid, namespace, name } = owner.metadata;
    for (const dependent of this.#dependentsOf(uid)) {
      const object = this.#storage.get(dependent.resource, dependent.namespace, dependent.name);
      const kept = object?.metadata.ownerReferences?.filter((reference) => reference.uid !== uid);
      if (object && kept) this.#setOwners(dependent.resource, object, kept);
    }
    this.#unfinalize(resource, namespace, name, ORPHAN_FINALIZER);
  }

  /** Deletes what blocks the owner's end first; when nothing does, the owner goes. */
  #foreground(resource: Resource, owner: Stored): void {
    const { uid, namespace, name } = owner.metadata;
    let blocked = false;
    for (const dependent of this.#dependentsOf(uid)) {
      const object = this.#storage.get(dependent.resource, dependent.namespace, dependent.name);
      const reference = object?.metadata.ownerReferences?.find((owned) => owned.uid === uid);
      if (!object || !reference?.blockOwnerDeletion) continue;
      blocked = true;
      if (object.metadata.deletionTimestamp !== undefined) continue;
      const propagation = this.#dependents.has(object.metadata.uid) ? 'Foreground' : 'Background';
      this.#storage.delete(dependent.resource, dependent.namespace, dependent.name, propagation);
    }
    if (!blocked) this.#unfinalize(resource, namespace, name, FOREGROUND_FINALIZER);
  }

  /** A dependent went: its owner may have waited for that. */
  #finishOwner(owner: OwnerReference, namespace: string | undefined): void {
    const kind = this.#kinds.named(owner.apiVersion, owner.kind);
    if (!kind) return;
    const resource = storedUnder(kind);
    const object = this.#storage.get(resource, kind.namespaced ? namespace : undefined, owner.name);
    if (object?.metadata.finalizers?.includes(FOREGROUND_FINALIZER))
      this.#foreground(resource, object);
  }

  #emptyNamespace(name: string): void {
    for (const kind of this.#kinds.all()) {
      if (!kind.namespaced || kind.view) continue;
      for (const { metadata } of this.#storage.list(kind.resource, name)) {
        this.#storage.delete(kind.resource, name, metadata.name, 'Background');
      }
    }
    this.#finishNamespace(name);
  }

  /** A namespace under deletion goes when nothing is left in it. */
  #finishNamespace(name: string): void {
    const namespace = this.#storage.get(NAMESPACES, undefined, name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    const stored = this.#kinds.all().filter((kind) => kind.namespaced && !kind.view);
    if (stored.some((kind) => this.#storage.list(kind.resource, name).length > 0)) return;
    this.#storage.update(NAMESPACES, undefined, name, (object) => ({ ...object, spec: {} }));
  }

  /** A definition is under deletion: everything that it defines goes first. */
  #emptyKind(definition: Stored): void {
    const { resource } = customKind(definition as Stored<CustomResourceDefinition>) ?? {};
    if (resource) {
      for (const { metadata } of this.#storage.list(resource)) {
        this.#storage.delete(resource, metadata.namespace, metadata.name, 'Background');
      }
    }
    this.#finishKind(definition.metadata.name);
  }

  /** A definition under deletion goes when nothing is left of its kind. */
  #finishKind(name: string): void {
    const definition = this.#storage.get(DEFINITIONS, undefined, name);
    if (definition?.metadata.deletionTimestamp === undefined) return;
    const kind = customKind(definition as Stored<CustomResourceDefinition>);
    if (kind && this.#storage.list(kind.resource).length > 0) return;
    this.#unfinalize(DEFINITIONS, undefined, name, CLEANUP_FINALIZER);
  }

  #setOwners(resource: Resource, object: Stored, ownerReferences: readonly OwnerReference[]): void {
    const { namespace, name } = object.metadata;
    this.#storage.update(resource, namespace, name, (now) => ({
      ...now,
      metadata: { ...now.metadata, ownerReferences },
    }));
  }

  #unfinalize(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    finalizer: string,
  ): void {
    this.#storage.update(resource, namespace, name, (now) => ({
      ...now,
      metadata: {
        ...now.metadata,
        finalizers: now.metadata.finalizers?.filter((other) => other !== finalizer) ?? [],
      },
    }));
  }

  #later(work: () => void): void {
    this.#work.push(work);
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      const due = this.#work;
      this.#work = [];
      for (const next of due) next();
    });
  }
}

function dependentOf(resource: Resource, object: Stored): Dependent {
  return { resource, namespace: object.metadata.namespace, name: object.metadata.name };
}

function is(resource: Resource, other: Resource): boolean {
  return qualifiedName(resource) === qualifiedName(other);
}
