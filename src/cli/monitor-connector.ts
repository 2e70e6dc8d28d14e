import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../kube/clock.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { auditPath } from '../monitor/audit.ts';
import type { Connect } from '../monitor/cluster-link.ts';
import type { ConnectOptions } from '../monitor/connect.ts';
import type { Terminal } from '../monitor/terminal/terminal.ts';
import { type CommandFlags, clientOptions, shownNamespaces } from './connection-flags.ts';
import type { Embedded } from './embedded.ts';
import { reachOf } from './reach.ts';

/** The monitor's own flags. */
export interface MonitorFlags extends CommandFlags {
  readonly demo?: boolean | string;
}

/** The environment of the monitor. */
export interface ConnectorOptions {
  readonly flags: MonitorFlags;
  readonly environment: Environment;
  readonly host: NodeJS.Process;
  /** The terminal, for a login that asks the user something. */
  readonly terminal: Pick<Terminal, 'lend'>;
  /** Default: those of this process. */
  readonly setV8Flags?: (flags: string) => void;
}

/**
 * Connects the monitor to the cluster that its flags name, or to a demo cluster of its own. The
 * modules that this needs are loaded once, and the demo cluster is started once, however often the
 * user tries again.
 */
export class MonitorConnector {
  readonly #options: ConnectorOptions;
  #loading: ReturnType<typeof loadConnect> | undefined;
  #demo: Promise<Embedded> | undefined;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /** Creates a connection. Rejects with an error whose message says what to do. */
  readonly connect: Connect = async (send, signal) => {
    const { flags, setV8Flags = setFlagsFromString } = this.#options;
    const demo = flags.demo ? await this.#startDemo(flags.demo) : undefined;
    this.#loading ??= loadConnect(setV8Flags);
    const connectMonitor = await this.#loading;
    return connectMonitor(connectOptions(this.#options, demo), send, signal);
  };

  /** Ends the cluster of the demo, even while it starts. */
  async close(): Promise<void> {
    const demo = await this.#demo?.catch(() => undefined);
    await demo?.close();
  }

  #startDemo(world: string | true): Promise<Embedded> {
    if (this.#demo) return this.#demo;
    const demo = startDemo(world === true ? 'demo' : world, this.#options.host);
    this.#demo = demo;
    demo.catch(() => {
      this.#demo = undefined;
    });
    return demo;
  }
}

/** Loads the Kubernetes code, which is most of the program, only after the first frame. */
async function loadConnect(setV8Flags: (flags: string) => void) {
  const { connectMonitor } = await import('../monitor/connect.ts');
  // V8 would let its space for new objects grow to 34 MB while a first set arrives, and keep it: a
  // quarter of all memory at 10,000 executions. What it has grown to by now (some 4 MB) serves as well.
  setV8Flags('--semi-space-growth-factor=1');
  return connectMonitor;
}

async function startDemo(world: string, host: NodeJS.Process): Promise<Embedded> {
  const { startEmbedded } = await import('./embedded.ts');
  return startEmbedded({ world }, host);
}

function connectOptions(
  { flags, environment, terminal }: ConnectorOptions,
  demo: Embedded | undefined,
): ConnectOptions {
  const reaching = demo ? { ...flags, kubeconfig: demo.kubeconfig } : flags;
  return {
    reach: reachOf(reaching, environment),
    client: {
      ...clientOptions(reaching, environment),
      readOnly: flags.readonly ?? false,
      runInteractive: (run) => terminal.lend(run),
    },
    namespaces: (contextNamespace) =>
      demo && flags.namespace === undefined ? [] : shownNamespaces(flags, contextNamespace),
    auditPath: auditPath(flags.audit, environment),
    clock: systemClock,
  };
}
