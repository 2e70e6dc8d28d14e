import { type Command, Option } from 'commander';
import { CHILD_POLICIES, type ChildPolicy, type Json } from '../api/execution.ts';
import { InexactNumberError, parseTypedJson } from '../json/parse-typed.ts';
import type { Environment } from '../kube/connection/environment.ts';
import type { ActionId } from '../monitor/core/actions/request.ts';
import { type CommandFlags, flagsOf, withConnectionFlags } from './connection-flags.ts';
import type { Decision } from './intervention.ts';
import { EXECUTION_NAME } from './object-name.ts';

interface Flags extends CommandFlags {
  readonly message?: string;
  readonly result?: string;
  readonly childPolicy?: ChildPolicy;
  readonly recursive?: boolean;
  readonly suspension?: boolean;
  readonly descendants?: boolean;
  readonly dryRun?: boolean;
}

/** `cancel`, `skip`, `retry` and `resume`: the actions of the monitor's dialogs, for scripts. */
export function withInterventions(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = (
    name: ActionId,
    description: string,
    options: readonly Option[],
    decide: (flags: Flags) => Decision,
  ): void => {
    const own = program
      .command(name)
      .argument('<execution>', EXECUTION_NAME)
      .description(description);
    for (const option of options) own.addOption(option);
    own.option('--dry-run', 'let the server check it, and change nothing');
    withConnectionFlags(own).action(async (execution: string, _flags: Flags, self: Command) => {
      const flags = flagsOf<Flags>(self);
      const decision = decide(flags);
      const { runIntervention } = await import('./intervention.ts');
      const { dryRun = false } = flags;
      exit(await runIntervention(execution, decision, { ...flags, dryRun }, environment, host));
    });
  };
  const message = new Option('--message <text>', 'why');

  command(
    'cancel',
    'cancel an execution that has not ended',
    [
      message,
      new Option(
        '--descendants',
        'also cancel the open descendants, if no worker does; works on ended executions too',
      ),
    ],
    ({ message: text = '', descendants = false }) => ({
      action: 'cancel',
      message: text,
      descendants,
    }),
  );
  command(
    'skip',
    'skip an execution and give its parent a result',
    [message, new Option('--result <json>', 'the result, as JSON')],
    ({ message: text = '', result }) => ({
      action: 'skip',
      message: text,
      result: result === undefined ? undefined : json(result),
    }),
  );
  command(
    'retry',
    'retry a failed or canceled execution',
    [new Option('--child-policy <policy>', 'what to do with its children').choices(CHILD_POLICIES)],
    ({ childPolicy }) => ({ action: 'retry', childPolicy }),
  );
  command(
    'resume',
    'resume what an execution waits for',
    [
      new Option('--recursive', 'all descendants, not only direct children'),
      new Option('--suspension', 'the name is that of a suspension, not of an execution'),
    ],
    ({ recursive = false, suspension = false }) => ({
      action: 'resume',
      recursive,
      isSuspension: suspension,
    }),
  );
}

function json(text: string): Json {
  try {
    return parseTypedJson(text) as Json;
  } catch (error) {
    if (error instanceof InexactNumberError)
      throw new Error(`--result: ${error.message}`, { cause: error });
    throw new Error(`--result takes JSON (put a string in quotes): ${text}`, { cause: error });
  }
}
