import { type Command, Option } from 'commander';
import type { Environment } from '../../kube/connection/environment.ts';
import { flagsOf, withConnectionFlags } from '../connection-flags.ts';
import { EXECUTION_NAME } from '../object-name.ts';
import type { ShowFlags } from './flags.ts';

/** `show`: prints everything that is known of one execution. */
export function withShow(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = program
    .command('show')
    .argument('<execution>', EXECUTION_NAME)
    .description('show an execution, live or archived, with its tree')
    .addOption(
      new Option('-o, --output <form>', 'how to print it')
        .choices(['page', 'table', 'wide', 'json', 'yaml', 'name'])
        .default('page'),
    );
  withConnectionFlags(command).action(
    async (execution: string, _flags: ShowFlags, self: Command) => {
      const { show } = await import('./show.ts');
      exit(await show(execution, flagsOf<ShowFlags>(self), environment, host));
    },
  );
}
