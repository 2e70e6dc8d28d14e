import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RawClient } from '../contract/support/raw-client.ts';
import type { Fields } from '../contract/support/wire.ts';
import type { Binaries } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { Child } from './child.ts';
import { type Endpoint, writeKubeconfig } from './kubeconfig.ts';
import { stageDocuments } from './kwok-stages.ts';
import type { Program } from './modules.ts';
import { type PodLogs, writePodLogs } from './pod-logs.ts';
import { freePorts } from './ports.ts';
import { Reaper } from './reaper.ts';
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  FILES,
  kwokArguments,
  type Layout,
  schedulerArguments,
} from './services.ts';
import { installCrds, makeTenants } from './tenants.ts';
import { until } from './until.ts';

/** Kubeconfig files, by what their user may do. */
export interface Kubeconfigs {
  /** Everything, by token. */
  readonly admin: string;
  /** Reads kontinue's kinds, jobs, pods, logs, events, leases and namespaces everywhere. */
  readonly viewer: string;
  /** Everything in the namespace `team-a`, nothing elsewhere. */
  readonly nsuser: string;
  /** Everything, by client certificate. Only a control plane of our own has it. */
  readonly certificate?: string;
}

export interface ControlPlaneOptions {
  readonly binaries: Binaries;
  /** etcd's data folder, kept and used again. Default: a new one, removed at the end. */
  readonly etcdData?: string;
}

const NODE = 'kwok-node';

/**
 * A real Kubernetes control plane on loopback, with one simulated node: Jobs run and complete, pods
 * have logs. Nothing of it outlives this process, however that ends.
 */
export class ControlPlane implements AsyncDisposable {
  readonly #binaries: Binaries;
  readonly #layout: Layout;
  readonly #reaper: Reaper;
  readonly #children = new Map<Program, Child>();
  #admin: RawClient | undefined;
  #kubeconfigs: Kubeconfigs | undefined;
  #logs: PodLogs | undefined;

  private constructor(binaries: Binaries, layout: Layout) {
    this.#binaries = binaries;
    this.#layout = layout;
    this.#reaper = new Reaper(layout.directory);
  }

  /** Starts everything; when it resolves, the kinds are served and the node is ready. */
  static async start({ binaries, etcdData }: ControlPlaneOptions): Promise<ControlPlane> {
    const directory = mkdtempSync(join(tmpdir(), 'kontinue-test-'));
    const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0, kubeletPort = 0] = await freePorts(4);
    const plane = new ControlPlane(binaries, {
      directory,
      etcdData: etcdData ?? join(directory, 'etcd'),
      etcdPort,
      etcdPeerPort,
      apiPort,
      kubeletPort,
    });
    try {
      await plane.#startAll();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  get kubeconfigs(): Kubeconfigs {
    return started(this.#kubeconfigs);
  }

  /** Holds everything of this control plane, and goes with it. */
  get directory(): string {
    return this.#layout.directory;
  }

  /** The log file of every container named `live`; see `appendToLiveLog`. */
  get liveLog(): string {
    return started(this.#logs).live;
  }

  /** Ends the API server as a crash would; etcd and everything else go on. */
  async killApiServer(): Promise<void> {
    await this.#children.get('kube-apiserver')?.kill();
  }

  /** Starts the API server again, on the same port, and waits until `/readyz` answers ok. */
  async startApiServer(): Promise<void> {
    const child = this.#run('kube-apiserver', apiServerArguments(this.#layout));
    await until(
      '/readyz of the API server',
      async () => ((await this.#client().get('/readyz')).status === 200 ? true : undefined),
      () => child.assertRunning(),
    );
  }

  /** Forgets every version of every object but the present one, so that older ones answer 410. */
  async compact(): Promise<void> {
    const namespaces = (await this.#client().get('/api/v1/namespaces?limit=1')).list();
    const answer = await fetch(`http://127.0.0.1:${this.#layout.etcdPort}/v3/kv/compaction`, {
      method: 'POST',
      body: JSON.stringify({ revision: namespaces.metadata.resourceVersion, physical: true }),
    });
    if (!answer.ok) throw new Error(`etcd did not compact: ${await answer.text()}`);
  }

  /** Ends every process, waits until each has ended, and removes the temporary folder. */
  async stop(): Promise<void> {
    this.#admin?.close();
    const etcd = this.#children.get('etcd');
    const others = [...this.#children.values()].filter((child) => child !== etcd);
    await Promise.all(others.map((child) => child.stop()));
    await etcd?.stop();
    await this.#reaper.dismiss();
    await rm(this.#layout.directory, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #startAll(): Promise<void> {
    const layout = this.#layout;
    this.#run('etcd', etcdArguments(layout));
    const { endpoint, admin, certificate } = await this.#writeCredentials();
    this.#admin = new RawClient(admin);
    this.#logs = writePodLogs(layout.directory);
    const kwokDocuments = [this.#logs.document, ...stageDocuments(this.#binaries.stages)];
    writeFileSync(join(layout.directory, FILES.kwok), kwokDocuments.join('---\n'));
    await this.startApiServer();
    this.#run('kube-controller-manager', controllerManagerArguments(layout));
    this.#run('kube-scheduler', schedulerArguments(layout));
    this.#run('kwok', kwokArguments(layout));
    const [tenants] = await Promise.all([
      makeTenants(this.#admin, endpoint, layout.directory),
      installCrds(this.#admin),
      this.#addNode(this.#admin),
    ]);
    this.#kubeconfigs = { admin, certificate, ...tenants };
  }

  async #writeCredentials(): Promise<{ endpoint: Endpoint; admin: string; certificate: string }> {
    const { ca, server, admin, signingKey } = await makeCertificates();
    const token = randomBytes(16).toString('hex');
    const write = (name: string, text: string) =>
      writeFileSync(join(this.#layout.directory, name), text, { mode: 0o600 });
    write(FILES.ca, ca);
    write(FILES.serverCert, server.cert);
    write(FILES.serverKey, server.key);
    write(FILES.signingKey, signingKey);
    write(FILES.tokens, `${token},admin,admin,system:masters\n`);
    const endpoint = { server: `https://127.0.0.1:${this.#layout.apiPort}`, ca };
    const kubeconfig = (file: string, credentials: string | typeof admin) =>
      writeKubeconfig(join(this.#layout.directory, file), endpoint, { name: 'admin', credentials });
    return {
      endpoint,
      admin: kubeconfig(FILES.admin, token),
      certificate: kubeconfig('certificate.kubeconfig', admin),
    };
  }

  /** A new node each time: one kept by etcd names the kubelet port of another day. */
  async #addNode(admin: RawClient): Promise<void> {
    await admin.delete(`/api/v1/nodes/${NODE}`);
    (await admin.post('/api/v1/nodes', { metadata: { name: NODE } })).object();
    const kwok = this.#children.get('kwok');
    await until(
      'the node Ready',
      async () => {
        const node = (await admin.get(`/api/v1/nodes/${NODE}`)).object();
        const conditions = (node.status?.conditions ?? []) as readonly Fields[];
        return conditions.find((c) => c.type === 'Ready' && c.status === 'True');
      },
      () => kwok?.assertRunning(),
    );
  }

  #client(): RawClient {
    return started(this.#admin);
  }

  #run(program: Program, args: readonly string[]): Child {
    const log = join(this.#layout.directory, `${program}.log`);
    const child = new Child(this.#binaries.programs[program], args, log, this.#reaper);
    this.#children.set(program, child);
    return child;
  }
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('this control plane has not been started');
  return value;
}
