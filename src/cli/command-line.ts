import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { readEnvironment } from '../kube/connection/environment.ts';
import { refuseUnusedFlags, withConnectionFlagsOfMany } from './connection-flags.ts';
import type { EmbeddedOptions } from './embedded.ts';
import { withExecute } from './execute/command.ts';
import { withInterventions } from './interventions.ts';
import { withList } from './list/command.ts';
import type { MonitorFlags } from './monitor-connector.ts';
import { reportFailure, watchOutput } from './output.ts';
import { withShow } from './show/command.ts';
import { withWorker } from './worker/command.ts';

/** Runs the command that the arguments name; resolves with the exit code. */
export async function runCommandLine(
  args: readonly string[],
  host: NodeJS.Process,
): Promise<number> {
  const output = watchOutput(host);
  const environment = readEnvironment();
  let code = 0;
  const program = new Command('kontinue')
    .description(
      'Watch and rescue durable executions on Kubernetes. Without a command it opens the monitor.',
    )
    .version(packageJson.version, '--version', 'display the version')
    .helpOption('-h, --help', 'display this help')
    .helpCommand('help [command]', 'display the help of a command')
    // A flag after a command belongs to the command: `cluster --kubeconfig` writes the file that
    // other commands read.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'kontinue: ')),
    });

  program
    .option('--demo [world]', 'run on an embedded demo cluster in this process')
    .action(async (flags: MonitorFlags) => {
      refuseUnknown(program);
      const { monitor } = await import('./monitor.ts');
      code = await monitor(flags, environment, host);
    });
  withConnectionFlagsOfMany(program).hook('preAction', (_, command) => {
    if (command !== program) refuseUnusedFlags(program, command);
  });

  const exit = (result: number) => {
    code = result;
  };
  withExecute(program, environment, host, exit);
  withList(program, environment, host, exit);
  withShow(program, environment, host, exit);
  withInterventions(program, environment, host, exit);
  withWorker(program, environment, host, exit);

  program
    .command('crds')
    .description('print the custom resource definitions, for `kubectl create -f -`')
    .action(async () => {
      const { printCrds } = await import('./crds.ts');
      code = await printCrds(host);
    });

  program
    .command('cluster')
    .description('serve an embedded cluster on loopback until interrupted')
    .option('--world <name>', 'the world that runs in it')
    .option('--port <number>', 'port to listen on (default: a free one)', portNumber)
    .option(
      '--kubeconfig <file>',
      'where to write the kubeconfig, deleted with the cluster (default: a temporary file)',
    )
    .action(async (flags: EmbeddedOptions) => {
      const { serveCluster } = await import('./cluster.ts');
      code = await serveCluster(flags, host);
    });

  // `refuseUnknown` refuses an unknown command. The commands have copied the stricter setting.
  program.allowExcessArguments();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has already printed its own message, and help is not a failure.
    code = error instanceof CommanderError ? error.exitCode : await reportFailure(error, host);
  }
  return output.settle(code);
}

/**
 * Commander suggests a similar command only if the program has no action of its own, so this asks
 * it as if ours had none.
 */
function refuseUnknown(program: Command): void {
  if (program.args.length === 0) return;
  const bare = new Command().copyInheritedSettings(program);
  for (const command of program.commands) bare.addCommand(command);
  bare.parse(program.args, { from: 'user' });
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port takes a number from 0 to 65535, not ${text}`);
}
