import { type Command, Option } from 'commander';
import type { Environment } from '../../kube/connection/environment.ts';
import { collect, flagsOf, withConnectionFlagsOfMany } from '../connection-flags.ts';
import type { ListFlags } from './flags.ts';

/** `list`: the executions of a namespace, or of several. */
export function withList(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = program
    .command('list')
    .description('list executions, including archived ones')
    .option('--function <name>', 'of this function')
    .option('--root <name>', 'descendants of this root execution')
    .option('--schedule <name>', 'created by this schedule')
    .option('--worker-group <name>', 'of the workers of this group')
    .option('--phase <phases>', 'in these phases, comma-separated or repeated', collect)
    .option('--only-root', 'without a parent')
    .option('-l, --selector <labels>', 'with these labels: key=value,…', collect)
    .addOption(
      new Option('-o, --output <form>', 'how to print them')
        .choices(['table', 'wide', 'json', 'yaml', 'name'])
        .default('table'),
    );
  withConnectionFlagsOfMany(command).action(async (_flags: ListFlags, self: Command) => {
    const { list } = await import('./list.ts');
    exit(await list(flagsOf<ListFlags>(self), environment, host));
  });
}
