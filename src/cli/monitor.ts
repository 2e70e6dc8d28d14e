import { systemClock } from '../kube/clock.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { auditPath } from '../monitor/audit.ts';
import type { ConnectOptions } from '../monitor/connect.ts';
import { runMonitor } from '../monitor/start.ts';
import { openTerminal, type Terminal } from '../monitor/terminal/terminal.ts';
import {
  type CommandFlags,
  clientOptions,
  namedNamespaces,
  shownNamespaces,
} from './connection-flags.ts';
import type { Embedded } from './embedded.ts';
import { reachOf } from './reach.ts';

/** The monitor's own flags. */
export interface MonitorFlags extends CommandFlags {
  readonly demo?: boolean | string;
}

/** Opens the full-screen monitor and resolves with the exit code when the person leaves. */
export async function monitor(
  flags: MonitorFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const { variables } = environment;
  const readOnly = flags.readonly ?? false;
  const terminal = openTerminal({
    input: host.stdin,
    output: host.stdout,
    host,
    term: variables.TERM ?? '',
    noColor: (variables.NO_COLOR ?? '') !== '',
    ascii: flags.ascii ?? false,
    tmux: (variables.TMUX ?? '') !== '',
  });
  let demo: Embedded | undefined;
  await runMonitor({
    terminal,
    clock: systemClock,
    setup: {
      readOnly,
      ascii: flags.ascii ?? false,
      title: flags.demo ? 'kontinue demo' : 'kontinue',
    },
    session: {
      context: '',
      reach: { variables: [], flags: [] },
      namespaces: namedNamespaces(flags),
      user: '',
      serverVersion: '',
      rights: new Map(),
      zone: flags.utc ? 'utc' : 'local',
    },
    // Everything Kubernetes is loaded after the first frame: it is most of the program.
    connect: async (send, signal) => {
      if (flags.demo) {
        const { startEmbedded } = await import('./embedded.ts');
        const world = flags.demo === true ? 'demo' : flags.demo;
        demo = await startEmbedded({ world }, host);
      }
      const { connectMonitor } = await import('../monitor/connect.ts');
      return connectMonitor(connectOptions(flags, demo, environment, terminal), send, signal);
    },
  });
  await demo?.close();
  return 0;
}

function connectOptions(
  flags: MonitorFlags,
  demo: Embedded | undefined,
  environment: Environment,
  terminal: Terminal,
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
