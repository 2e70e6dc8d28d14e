import { type Command, Option } from 'commander';
import { CHILD_POLICIES } from '../../api/execution.ts';
import type { Environment } from '../../kube/connection/environment.ts';
import { collect, flagsOf, withConnectionFlags } from '../connection-flags.ts';
import type { ExecuteFlags } from './flags.ts';

const AFTER_HELP = `
What is left out comes from the function's published defaults. Durations are 30s, 1h30m, 7d or 2w.
The result goes to standard output as JSON; everything else to standard error.

Exit codes: 0 Completed or Skipped · 2 Failed · 3 Canceled · 130 detached, the execution runs on
(or nothing was started, if ctrl-c ended the questions) · 1 anything else. With --no-follow: 0 started.
`;

/** `execute`: starts one execution of a function and follows it to its end. */
export function withExecute(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = program
    .command('execute <function>')
    .description('execute a function, and follow the execution to its end')
    .option('-i, --interactive', 'ask for the arguments that the function publishes')
    .option('--args <json>', 'the arguments as a JSON object; - reads it from standard input')
    .option('--arg <name=value>', 'one argument; may be repeated', collect)
    .option('--name <name>', 'name of the execution (default: generated)')
    .option('-l, --label <labels>', 'labels of the execution: key=value,…', collect)
    .option('--mutex <name>', 'wait while another execution holds this mutex')
    .option('--retries <number>', 'automatic retries after the first attempt')
    .option('--backoff <duration>', 'wait between attempts')
    .addOption(
      new Option('--child-policy <policy>', 'what a retry does with the children').choices(
        CHILD_POLICIES,
      ),
    )
    .option('--timeout <duration>', 'how long all attempts may take')
    .option('--attempt-timeout <duration>', 'how long one attempt may take')
    .option('--archive-after <duration>', 'when to archive it, counted from its end')
    .option('--delete-after <duration>', 'when to delete it, counted from its end')
    .option('--dry-run', 'let the server check it, and start nothing')
    .option('--follow', 'show the tree and the job logs until the end (default)')
    .option('--no-follow', 'print the name of the execution and exit')
    .addOption(
      new Option('--wait', 'wait for the end and show nothing meanwhile').conflicts('follow'),
    );
  withConnectionFlags(command)
    .addHelpText('after', AFTER_HELP)
    .action(async (fn: string, _flags: ExecuteFlags, self: Command) => {
      const { execute } = await import('./execute.ts');
      exit(await execute(fn, flagsOf<ExecuteFlags>(self), environment, host));
    });
}
