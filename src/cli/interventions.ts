import { type Command, Option } from 'commander';
import { CHILD_POLICIES, type ChildPolicy, type Json } from '../api/execution.ts';
import type { Client } from '../client/client.ts';
import { InexactNumberError, parseTypedJson } from '../json/parse-typed.ts';
import type { Environment } from '../kube/environment.ts';
import { clean } from '../monitor/core/clean.ts';
import {
  type CommandFlags,
  flagsOf,
  inOneNamespace,
  withConnectionFlags,
} from './connection-flags.ts';
import { withClient } from './with-client.ts';

interface Flags extends CommandFlags {
  readonly message?: string;
  readonly result?: string;
  readonly childPolicy?: ChildPolicy;
  readonly recursive?: boolean;
  readonly suspension?: boolean;
  readonly descendants?: boolean;
  readonly dryRun?: boolean;
}

/** `cancel`, `skip`, `retry` and `resume`: what the monitor's dialogs do, for scripts. */
export function withInterventions(
  program: Command,
  environment: Environment,
  host: NodeJS.Process,
  exit: (code: number) => void,
): void {
  const command = (
    name: string,
    description: string,
    run: (client: Client, execution: string, flags: Flags) => Promise<string>,
  ): Command =>
    withConnectionFlags(program.command(`${name} <execution>`).description(description))
      .option('--dry-run', 'ask the server whether it would, and change nothing')
      .action(async (execution: string, _flags: Flags, self: Command) => {
        const flags = inOneNamespace(flagsOf<Flags>(self));
        const words = await withClient(flags, environment, host, (client) =>
          run(client, execution, flags),
        );
        // It quotes names as the server sent them.
        host.stdout.write(`${clean(words)}${flags.dryRun ? ' (dry run)' : ''}\n`);
        exit(0);
      });

  command('cancel', 'cancel an execution that has not ended', async (client, name, flags) => {
    const execution = await client.get(name);
    await client.cancel(execution, common(flags));
    if (!flags.descendants || flags.dryRun) return `execution ${name} canceled`;
    const below = await client.cancelDescendants(execution, common(flags));
    return `execution ${name} canceled, and ${below.executions.length} executions below it`;
  })
    .option('--message <text>', 'why')
    .option('--descendants', 'cancel the open descendants too, where no worker would');

  command(
    'skip',
    'end an execution with a result for whoever waits',
    async (client, name, flags) => {
      const result = flags.result === undefined ? {} : { result: json(flags.result) };
      await client.skip(await client.get(name), { ...common(flags), ...result });
      return `execution ${name} skipped`;
    },
  )
    .option('--message <text>', 'why')
    .option('--result <json>', 'the result, as JSON');

  command('retry', 'retry a failed or canceled execution', async (client, name, flags) => {
    const { childPolicy } = flags;
    await client.retryExecution(await client.get(name), {
      ...common(flags),
      ...(childPolicy !== undefined && { childPolicy }),
    });
    return `execution ${name} will be retried`;
  }).addOption(
    new Option('--child-policy <policy>', 'what to do with its children').choices(CHILD_POLICIES),
  );

  command('resume', 'resume what an execution waits for', async (client, name, flags) => {
    if (flags.suspension) {
      await client.resumeSuspension(await client.getSuspension(name), common(flags));
      return `resumed ${name}`;
    }
    const resumed = await client.resumeExecution(await client.get(name), {
      ...common(flags),
      recursive: flags.recursive ?? false,
    });
    return resumed.length === 0
      ? `nothing under ${name} is suspended`
      : `resumed ${resumed.map((s) => s.metadata.name).join(', ')}`;
  })
    .option('--recursive', 'all descendants, not only direct children')
    .option('--suspension', 'the name is that of a suspension, not of an execution');
}

function common(flags: Flags) {
  return {
    dryRun: flags.dryRun ?? false,
    ...(flags.message !== undefined && { message: flags.message }),
  };
}

function json(text: string): Json {
  try {
    return parseTypedJson(text) as Json;
  } catch (error) {
    if (error instanceof InexactNumberError)
      throw new Error(`--result: ${error.message}`, { cause: error });
    throw new Error(`--result takes JSON (a string needs its quotes): ${text}`, { cause: error });
  }
}
