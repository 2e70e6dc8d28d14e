import { customResourceDefinitions } from '../api/crds/crds.ts';
import type { CustomResourceDefinition } from '../api/crds/schema.ts';
import { PODS } from '../api/resources.ts';
import { Tokens } from './access/tokens.ts';
import { type ServingCertificate, servingCertificate } from './certificate.ts';
import { type ClusterClock, systemClock } from './clock.ts';
import { Faults } from './faults.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { handle } from './http/handler.ts';
import { KindRegistry } from './kinds/registry.ts';
import { DEFINITIONS, NAMESPACES } from './kinds/resources.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { Listener } from './listener.ts';
import { LogBook } from './logs.ts';
import { qualifiedName } from './object.ts';
import { Storage } from './storage.ts';
import { DEFAULT_USERS, NSUSER_NAMESPACE, type User } from './user.ts';

/** How a cluster behaves (ours). */
export interface ClusterOptions {
  /** A port of 127.0.0.1. Default: any free one. */
  readonly port?: number | undefined;
  /** What every timestamp, age and timeout goes by. Default: the machine's clock. */
  readonly clock?: ClusterClock | undefined;
  /** How many changes watches can catch up on before they expire. Default 5,000. */
  readonly historySize?: number | undefined;
  /** Who may do what. Default: admin, viewer and nsuser. */
  readonly users?: readonly User[] | undefined;
  /** The custom kinds it serves at first. Default: kontinue's own five. */
  readonly crds?: readonly CustomResourceDefinition[] | undefined;
}

const FIRST_NAMESPACES = ['default', 'kube-system', NSUSER_NAMESPACE];

/**
 * A Kubernetes API server in this process, in memory, on loopback: enough of one that kontinue,
 * kubectl and k9s work on it. It has no nodes and runs nothing; what moves in it is moved through
 * its API or its storage (ours).
 *
 * @example
 * const cluster = await Cluster.start();
 * await writeFile('kubeconfig', cluster.kubeconfig());
 * await cluster.stop();
 */
export class Cluster {
  /** All its objects, to be read and moved from within. */
  readonly storage: Storage;
  /** The output of its containers. */
  readonly logs: LogBook;
  /** What is to go wrong. */
  readonly faults = new Faults();
  /** What every timestamp, age and timeout goes by. */
  readonly clock: ClusterClock;
  readonly #collector: GarbageCollector;
  readonly #tokens: Tokens;
  readonly #certificate: ServingCertificate;
  readonly #listener: Listener;

  /** @internal */
  protected constructor(options: ClusterOptions, certificate: ServingCertificate) {
    const { clock = systemClock, historySize, users = DEFAULT_USERS } = options;
    this.clock = clock;
    this.storage = new Storage({ clock, ...(historySize === undefined ? {} : { historySize }) });
    this.logs = new LogBook(clock);
    this.#tokens = new Tokens(users);
    this.#certificate = certificate;
    const kinds = new KindRegistry(this.storage);
    this.#collector = new GarbageCollector(this.storage, kinds);
    const { storage, logs, faults } = this;
    const parts = { clock, storage, kinds, logs, faults };
    this.#listener = new Listener(certificate, options.port ?? 0, (request, response) => {
      // Whatever goes wrong where even a failure could not be answered: the connection ends, nothing else.
      handle(parts, this.#tokens, request, response).catch(() => response.destroy());
    });
    storage.onChange(({ type, resource, object: { metadata } }) => {
      if (type === 'DELETED' && qualifiedName(resource) === qualifiedName(PODS)) {
        logs.forget(metadata.namespace ?? '', metadata.name);
      }
    });
  }

  /** Starts one. Resolves when it answers. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const certificate = await servingCertificate(systemClock.now());
    const cluster = new Cluster(options, certificate);
    await cluster.open(options);
    return cluster;
  }

  /**
   * Fills it with what every cluster has, and listens.
   * @internal
   */
  protected async open({ crds = customResourceDefinitions() }: ClusterOptions): Promise<void> {
    for (const name of FIRST_NAMESPACES) this.storage.create(NAMESPACES, { metadata: { name } });
    for (const definition of crds) this.storage.create(DEFINITIONS, definition);
    // What it begins with is no history: the first versions are too old, as on a real server.
    this.storage.forgetHistory();
    await this.#listener.open();
  }

  /** Where it answers: `https://127.0.0.1:PORT`. */
  get url(): string {
    return this.#listener.url;
  }

  /** A kubeconfig for one of its users, as YAML, with the certificate authority and the token. */
  kubeconfig(user = 'admin'): string {
    return kubeconfigText({
      server: this.url,
      authority: this.#certificate.authority,
      user,
      token: this.#tokens.of(user),
      namespace: this.#tokens.user(user).namespace ?? 'default',
    });
  }

  /** Makes a user's token worthless, as when it expires. Kubeconfigs made from now on have a new one. */
  revokeToken(user: string): void {
    this.#tokens.revoke(user);
  }

  /** Breaks every connection and shuts the port, as when the process dies. What is stored stays. */
  async kill(): Promise<void> {
    await this.#listener.close();
  }

  /** Answers again on the same port. Watches from before expire, as on a real server that restarted. */
  async restart(): Promise<void> {
    await this.kill();
    this.storage.forgetHistory();
    await this.#listener.open();
  }

  /** Ends it, with everything that runs for it. */
  async stop(): Promise<void> {
    this.#collector.stop();
    await this.#listener.close();
  }
}
