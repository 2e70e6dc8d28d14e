import type { Execution } from '../../api/execution.ts';
import { findFunction, type KontinueFunction } from '../../api/function.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { EXECUTIONS, FUNCTIONS, LEASES, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { groupOfExecution } from '../../api/worker-group.ts';
import type { Lease } from '../../client/kinds/lease.ts';
import type { Core } from '../../client/scope.ts';
import { keyOf, startWatch, type Watch } from '../../client/watch/watch.ts';
import type { Index } from '../../kube/watch/store.ts';

/**
 * What a worker sees of a namespace: one watch for each kind. It suggests what to try; nothing is
 * done on its word alone.
 */
export class Observer {
  readonly executions: Watch<Execution>;
  readonly suspensions: Watch<Suspension>;
  readonly functions: Watch<KontinueFunction>;
  readonly leases: Watch<Lease>;
  readonly #namespace: string;
  readonly #group: string;
  readonly #byUid: Index<Execution>;
  readonly #byOwner: Index<Execution>;
  readonly #waitsByOwner: Index<Suspension>;

  constructor(core: Core, namespace: string, group: string) {
    const watch = <T extends KubeObject>(resource: Resource, labelSelector?: string) =>
      startWatch<T>(core, { resource, namespace, labelSelector, project: readObject<T> });
    this.#namespace = namespace;
    this.#group = group;
    this.executions = watch(EXECUTIONS);
    this.suspensions = watch(SUSPENSIONS);
    this.functions = watch(FUNCTIONS);
    this.leases = watch(LEASES, WORKER_GROUP_LABEL);
    this.#byUid = this.executions.store.index('uid', ({ metadata }) => metadata.uid);
    this.#byOwner = this.executions.store.index('owner', ownerUid);
    this.#waitsByOwner = this.suspensions.store.index('owner', ownerUid);
  }

  /** Resolves once every kind was listed. */
  async synced(signal: AbortSignal): Promise<void> {
    const { executions, suspensions, functions, leases } = this;
    await Promise.all(
      [executions, suspensions, functions, leases].map(async ({ reflector }) => {
        if (reflector.state.synced) return undefined;
        return new Promise<void>((resolve, reject) => {
          const stop = reflector.onState(() => {
            if (!reflector.state.synced) return;
            stop();
            resolve();
          });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      }),
    );
  }

  execution(name: string): Execution | undefined {
    return this.executions.store.get(keyOf(this.#namespace, name));
  }

  suspension(name: string): Suspension | undefined {
    return this.suspensions.store.get(keyOf(this.#namespace, name));
  }

  byUid(uid: string): Execution | undefined {
    return this.#byUid.get(uid)[0];
  }

  /** The executions that an execution owns. */
  childrenOf(uid: string): readonly Execution[] {
    return this.#byOwner.get(uid);
  }

  /** The suspensions that an execution owns. */
  waitsOf(uid: string): readonly Suspension[] {
    return this.#waitsByOwner.get(uid);
  }

  /** The function of an execution, as its group published it. */
  functionOf({ spec }: Execution): KontinueFunction | undefined {
    return findFunction(this.functions.store.values(), spec.function, this.#group);
  }

  /** Whether an execution is for the workers of the group. */
  isOfGroup(execution: Execution): boolean {
    return groupOfExecution(execution, this.functionOf(execution)) === this.#group;
  }

  async stop(): Promise<void> {
    const { executions, suspensions, functions, leases } = this;
    await Promise.all([executions, suspensions, functions, leases].map((watch) => watch.stop()));
  }
}

function ownerUid(object: KubeObject): string | undefined {
  return owningExecution(object)?.uid;
}

/** An object as it arrives, without the server's bookkeeping. */
function readObject<T extends KubeObject>(raw: unknown): T | undefined {
  const object = raw as (T & { metadata: { managedFields?: unknown } }) | undefined;
  if (typeof object?.metadata?.name !== 'string') return undefined;
  delete object.metadata.managedFields;
  return object;
}
