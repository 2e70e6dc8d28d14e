import type { Execution } from '../api/execution.ts';
import { formatInstant } from '../api/instant.ts';
import type { KubeObject } from '../api/metadata.ts';
import { Client } from '../client/client.ts';
import type { ClientOptions } from '../client/connect.ts';
import { servingCertificate } from '../cluster/certificate.ts';
import { type ClusterClock, systemClock } from '../cluster/clock.ts';
import { type ClusterOptions, Cluster as EmbeddedCluster } from '../cluster/cluster.ts';
import { setStatus } from '../cluster/world/state.ts';
import { openWorld, type World } from '../cluster/world/world.ts';
import { WorldClock } from '../cluster/world/world-clock.ts';
import { findWorld, WORLDS, type WorldName } from '../cluster/world/worlds.ts';
import type { Clock } from '../kube/clock.ts';
import { archive } from './archive.ts';
import { type JobRun, type JobRunParts, runJob } from './job-run.ts';
import { type DraftKinds, type DraftOf, RESOURCE_OF, type StoredOf } from './kinds.ts';

/** How a cluster of a test behaves (ours). */
export interface TestClusterOptions extends ClusterOptions {
  /** What lives in it. It has lived for a while when the cluster starts. Default: it is empty. */
  readonly world?: WorldName | undefined;
  /** A number, of any unit, that decides what happens by chance in the world. Default 1. */
  readonly seed?: number | undefined;
}

/** Who a client of a test is, and how it behaves (ours). */
export interface TestClientOptions
  extends Omit<
    ClientOptions,
    'kubeconfig' | 'config' | 'context' | 'cluster' | 'server' | 'user' | 'environment'
  > {
  /** One of the cluster's users. Default `admin`. */
  readonly user?: string | undefined;
}

/** Fields of the status of an object: undefined takes one off (ours). */
export type StatusFields<T extends { readonly status?: object | undefined }> = {
  readonly [K in keyof NonNullable<T['status']>]?: NonNullable<T['status']>[K] | undefined;
};

/**
 * A Kubernetes API server in this process, in memory, on loopback, with what a test needs beside it:
 * clients, objects, worlds, logs, faults and a clock (ours).
 *
 * @example
 * await using cluster = await Cluster.start();
 * const client = await cluster.client({ user: 'viewer' });
 * cluster.create(drafts.execution({ name: 'deploy-7', phase: 'Executing' }));
 * console.log((await client.get('deploy-7')).status?.phase);
 */
export class Cluster extends EmbeddedCluster {
  readonly #clients = new Set<Client>();
  /** The clock that it was given, if a client can go by it, too. */
  readonly #shared: Clock | undefined;
  #world: World | undefined;

  /** Starts one. Resolves when it answers. */
  static override async start(options: TestClusterOptions = {}): Promise<Cluster> {
    const scenarios = options.world === undefined ? undefined : scenariosOf(options.world);
    const clock = options.clock ?? systemClock;
    const own = scenarios ? new WorldClock(clock) : undefined;
    const certificate = await servingCertificate(systemClock.now());
    const cluster = new Cluster({ ...options, clock: own ?? clock }, certificate, clock);
    await cluster.open(options);
    if (own && scenarios) {
      const { storage, logs } = cluster;
      const grounds = { storage, logs, clock: own };
      cluster.#world = openWorld(grounds, { scenarios, seed: options.seed ?? 1 });
    }
    return cluster;
  }

  private constructor(
    options: ClusterOptions,
    certificate: Awaited<ReturnType<typeof servingCertificate>>,
    clock: ClusterClock,
  ) {
    super(options, certificate);
    this.#shared = isShared(clock) ? clock : undefined;
  }

  /**
   * A client of this cluster, as one of its users. It goes by the cluster's clock, if that can be moved,
   * and has no rate limit unless it is given one. `stop` closes it.
   * @throws Error if there is no such user.
   */
  async client(options: TestClientOptions = {}): Promise<Client> {
    const { user = 'admin', ...rest } = options;
    const config = { exportConfig: () => this.kubeconfig(user) };
    const client = await Client.create({
      qps: Number.POSITIVE_INFINITY,
      burst: Number.POSITIVE_INFINITY,
      clock: this.#shared,
      ...rest,
      config,
      // What the machine is set up with, such as a proxy, is no part of a test.
      environment: { variables: {}, home: '/' },
    });
    this.#clients.add(client);
    return client;
  }

  /** Stores an object, and gives it a uid, a version and a time. @throws Error if the name is taken. */
  create<K extends keyof DraftKinds>(draft: DraftOf<K>): StoredOf<K> {
    // The storage adds to a draft, and changes nothing of it.
    return this.storage.create(RESOURCE_OF[draft.kind], draft) as KubeObject as StoredOf<K>;
  }

  /**
   * Sets fields of an object's status, as a worker does, and leaves the others; undefined takes one off.
   * @throws Error if there is no such object any more.
   */
  setStatus<T extends KubeObject & { readonly status?: object | undefined }>(
    object: T,
    fields: StatusFields<T>,
  ): T {
    const resource = RESOURCE_OF[object.kind as keyof DraftKinds];
    const { namespace, name } = object.metadata;
    if (resource === undefined) {
      throw new Error(`setStatus knows no kind ${object.kind}: use cluster.storage.update.`);
    }
    setStatus(this.storage, resource, object.metadata, fields);
    const now = this.storage.get(resource, namespace, name);
    if (!now)
      throw new Error(`There is no ${object.kind} ${namespace}/${name} to set the status of.`);
    return now as KubeObject as T;
  }

  /** Puts a finished execution, with all that it made, into an archive, as a worker does. */
  archive(root: Execution): StoredOf<'ArchivedExecution'> {
    const archivedAt = formatInstant(this.clock.now());
    return this.create(archive(this.storage, root, archivedAt));
  }

  /** Makes a Job with a pod that has written a log. */
  runJob(parts: JobRunParts): JobRun {
    return runJob(this, parts);
  }

  /** Ends it, with its world, its clients and everything that runs for it. */
  override async stop(): Promise<void> {
    this.#world?.stop();
    const clients = [...this.#clients];
    this.#clients.clear();
    await Promise.all(clients.map((client) => client.close()));
    await super.stop();
  }

  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** A clock of a cluster that a client can go by: one that a test moves. */
function isShared(clock: ClusterClock): clock is ClusterClock & Clock {
  return 'sleep' in clock;
}

function scenariosOf(name: WorldName) {
  const world = findWorld(name);
  if (world) return world.scenarios;
  const names = WORLDS.map((each) => `${each.name} (${each.about})`).join('; ');
  throw new Error(`There is no world ${name}: there are ${names}.`);
}
