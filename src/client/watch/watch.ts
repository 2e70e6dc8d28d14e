import type { KubeObject } from '../../api/metadata.ts';
import type { Resource } from '../../api/resources.ts';
import type { Clock, Random } from '../../kube/clock.ts';
import { pathOf } from '../../kube/http/paths.ts';
import type { Transport } from '../../kube/http/transport.ts';
import type { Connectivity } from '../../kube/watch/connectivity.ts';
import { Reflector } from '../../kube/watch/reflector.ts';
import { type Identity, Store } from '../../kube/watch/store.ts';

/** What a watch needs of its client. */
export interface WatchContext {
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly clock: Clock;
  readonly random: Random;
  readonly closed: AbortSignal;
  readonly started: Set<() => Promise<void>>;
}

/** What to watch, and which fields to keep. */
export interface WatchRequest<T> {
  readonly resource: Resource;
  /** Empty means all. */
  readonly namespace: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly project: (raw: unknown) => T | undefined;
}

/** A running watch. */
export interface Watch<T> {
  readonly store: Store<T>;
  readonly reflector: Reflector<T>;
  /** Resolves when its socket is closed. Safe to call twice. */
  stop(): Promise<void>;
}

/** How the store tells Kubernetes objects apart: by namespace and name. */
export const IDENTITY: Identity<KubeObject> = {
  key: ({ metadata }) => keyOf(metadata.namespace, metadata.name),
  uid: ({ metadata }) => metadata.uid ?? '',
  version: ({ metadata }) => metadata.resourceVersion ?? '',
};

/** The key of an object in a watch's store. */
export function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/**
 * Starts a watch. The client ends it if its owner does not. It is stopped at once if the client is
 * closed.
 */
export function startWatch<T extends KubeObject>(
  context: WatchContext,
  request: WatchRequest<T>,
): Watch<T> {
  const { transport, connectivity, clock, random, closed, started } = context;
  const { resource, namespace, labelSelector, fieldSelector, project } = request;
  const store = new Store<T>(IDENTITY);
  const reflector = new Reflector<T>({
    transport,
    connectivity,
    store,
    path: pathOf(resource, namespace),
    labelSelector,
    fieldSelector,
    project,
    clock,
    random,
  });
  const stop = async () => {
    started.delete(stop);
    await reflector.stop();
  };
  if (closed.aborted) {
    void reflector.stop();
  } else {
    started.add(stop);
    reflector.start();
  }
  return { store, reflector, stop };
}
