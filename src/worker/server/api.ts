import type { Execution } from '../../api/execution.ts';
import { PARENT_LABEL, truncateName } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { EXECUTIONS, LEASES, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { Core } from '../../client/scope.ts';
import { Backoff } from '../../kube/backoff.ts';
import { isKubeError } from '../../kube/errors.ts';
import { pathOf } from '../../kube/http/paths.ts';
import type { Answer, Request } from '../../kube/http/transport.ts';
import { listAll } from '../../kube/watch/list.ts';
import type { Children } from '../protocol/children.ts';
import type { Write } from '../protocol/write.ts';

const FIELD_MANAGER = 'kontinue-worker';

const RESOURCES: Readonly<Partial<Record<Write['kind'], Resource>>> = {
  Execution: EXECUTIONS,
  Suspension: SUSPENSIONS,
  Lease: LEASES,
};

/** Sends what deciders decide, in one namespace. Every failure is a `KubeError`. */
export class Api {
  readonly namespace: string;
  readonly core: Core;

  constructor(core: Core, namespace: string) {
    this.core = core;
    this.namespace = namespace;
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.core.time.now();
  }

  /** The waits between tries of a request that the server, or the way to it, did not answer. */
  backoff(): Backoff {
    return new Backoff(250, 10_000, this.core.random);
  }

  /** Sends a write; the answer is the object as stored. */
  async send<T extends KubeObject>(write: Write, isUrgent = false): Promise<T> {
    const resource = RESOURCES[write.kind];
    if (resource === undefined) throw new Error(`workers do not write ${write.kind} yet`);
    const name = 'object' in write ? write.object.metadata.name : write.name;
    const query = { fieldManager: FIELD_MANAGER };
    const path = (subresource?: string) => pathOf(resource, this.namespace, name, subresource);
    switch (write.verb) {
      case 'create':
        return this.#ask({
          method: 'POST',
          path: pathOf(resource, this.namespace),
          query,
          body: write.object,
        });
      case 'update':
        return this.#ask({
          method: 'PUT',
          path: path(),
          query,
          body: write.object,
          bypassRateLimit: isUrgent,
        });
      case 'patchStatus':
        return this.#ask({
          method: 'PATCH',
          path: path('status'),
          query,
          body: write.patch,
          contentType: 'application/json-patch+json',
        });
      case 'delete': {
        const { uid, resourceVersion } = write;
        const preconditions = { uid, ...(resourceVersion && { resourceVersion }) };
        return this.#ask({
          method: 'DELETE',
          path: path(),
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            propagationPolicy: 'Background',
            preconditions,
          },
        });
      }
    }
  }

  /** Creates an object of a kind that no decider writes. `isDryRun`: it is checked and not stored. */
  create<T extends KubeObject>(resource: Resource, object: T, isDryRun = false): Promise<T> {
    return this.#ask({
      method: 'POST',
      path: pathOf(resource, this.namespace),
      query: { fieldManager: FIELD_MANAGER, dryRun: isDryRun ? 'All' : undefined },
      body: object,
    });
  }

  /** Replaces an object of a kind that no decider writes. */
  replace<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    return this.#ask({
      method: 'PUT',
      path: pathOf(resource, this.namespace, object.metadata.name),
      query: { fieldManager: FIELD_MANAGER },
      body: object,
    });
  }

  /** Reads an object; undefined where there is none. */
  async get<T extends KubeObject>(resource: Resource, name: string): Promise<T | undefined> {
    try {
      return await this.#ask<T>({ method: 'GET', path: pathOf(resource, this.namespace, name) });
    } catch (error) {
      if (isKubeError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** Everything that an execution owns, by a fresh list. */
  async listChildren({ metadata }: Execution): Promise<Children> {
    const labelSelector = `${PARENT_LABEL}=${truncateName(metadata.name)}`;
    const list = async <T extends KubeObject>(resource: Resource) => {
      const path = pathOf(resource, this.namespace);
      const { items } = await listAll<T>(this.core.transport, path, { labelSelector }, {});
      return items.filter((item) => owningExecution(item)?.uid === metadata.uid);
    };
    const [executions, suspensions] = await Promise.all([
      list<Execution>(EXECUTIONS),
      list<Suspension>(SUSPENSIONS),
    ]);
    return { executions, suspensions, jobs: [], pods: [] };
  }

  async #ask<T>(request: Request): Promise<T> {
    const sentAt = this.core.clock.now();
    const answer: Answer<T> = await this.core.transport.send<T>(request);
    this.core.time.learn(sentAt, answer.serverTime);
    return answer.body;
  }
}
