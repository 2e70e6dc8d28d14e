import { systemClock } from '../kube/clock.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { runMonitor } from '../monitor/start.ts';
import { openTerminal } from '../monitor/terminal/terminal.ts';
import { namedNamespaces } from './connection-flags.ts';
import { MonitorConnector, type MonitorFlags } from './monitor-connector.ts';

/** Opens the full-screen monitor and resolves with the exit code when the user leaves. */
export async function monitor(
  flags: MonitorFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const { variables } = environment;
  const ascii = flags.ascii ?? false;
  const terminal = openTerminal({
    input: host.stdin,
    output: host.stdout,
    host,
    term: variables.TERM ?? '',
    noColor: (variables.NO_COLOR ?? '') !== '',
    ascii,
    tmux: (variables.TMUX ?? '') !== '',
  });
  const connector = new MonitorConnector({ flags, environment, host, terminal });
  await runMonitor({
    terminal,
    clock: systemClock,
    setup: {
      readOnly: flags.readonly ?? false,
      ascii,
      title: flags.demo ? 'kontinue demo' : 'kontinue',
    },
    session: {
      context: '',
      reach: { variables: [], flags: [] },
      namespaces: namedNamespaces(flags),
      user: '',
      serverVersion: '',
      zone: flags.utc ? 'utc' : 'local',
    },
    connect: connector.connect,
  });
  await connector.close();
  return 0;
}
