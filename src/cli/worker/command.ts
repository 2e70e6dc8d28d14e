import { type Command, Option } from 'commander';
import type { Environment } from '../../kube/connection/environment.ts';
import { flagsOf, withConnectionFlags } from '../connection-flags.ts';
import type { WorkerFlags } from './flags.ts';

/** Adds the command that runs functions. */
export function withWorker(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = program
    .command('worker')
    .description(
      'run the functions that files export, until interrupted; logs are JSON lines on stderr',
    )
    .argument('<files...>', 'JavaScript, or TypeScript where Node can load it')
    .addOption(new Option('--name <name>', 'name of this worker (default: a random one)'))
    .addOption(new Option('--group <name>', 'group of workers (default: default)'))
    .addOption(new Option('--concurrency <number>', 'executions that run at once (default: 100)'))
    .addOption(
      new Option('--grace <time>', 'for how long functions may finish at the end (default: 25s)'),
    )
    .addOption(new Option('--build <text>', 'what is recorded as the build of the functions'))
    .addOption(
      new Option(
        '--lease <time>',
        'how long its Lease holds; all workers need the same (default: 15s)',
      ).hideHelp(),
    );
  withConnectionFlags(command).action(async (files: readonly string[]) => {
    const { runWorker } = await import('./worker.ts');
    exit(await runWorker(files, flagsOf<WorkerFlags>(command), environment, host));
  });
}
