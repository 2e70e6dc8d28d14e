import { text } from 'node:stream/consumers';
import type { Execution } from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import { phaseOf } from '../../api/phase.ts';
import type { Client } from '../../client/client.ts';
import { KontinueError } from '../../client/errors/kontinue-error.ts';
import { NotFoundError } from '../../client/errors/object-errors.ts';
import { isInaccessible } from '../../client/errors/recognize.ts';
import { parseResult } from '../../client/executions/parse-result.ts';
import { systemClock } from '../../kube/clock.ts';
import type { Environment } from '../../kube/connection/environment.ts';
import { sanitize } from '../../text/sanitize.ts';
import { asciiOutput, textFor } from '../ascii.ts';
import { inOneNamespace } from '../connection-flags.ts';
import { jsonText } from '../document.ts';
import { print } from '../output.ts';
import { paintFor } from '../paint.ts';
import { type Writer, withWriter } from '../with-writer.ts';
import { type Arguments, doubtsOn, givenArguments } from './argument.ts';
import { askArguments } from './ask.ts';
import { DETACHED, exitCodeOf } from './exit-code.ts';
import type { ExecuteFlags } from './flags.ts';
import { type FollowOptions, followExecution, waitQuietly } from './follow.ts';
import { readKey } from './read-key.ts';
import { spawnOptions } from './spawn-options.ts';
import { liveView, plainView } from './view.ts';
import { cancelFollowed, start } from './writes.ts';

/** Executes a function. Resolves with the exit code for its end. */
export async function execute(
  fn: string,
  flags: ExecuteFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const options = spawnOptions(flags);
  if (flags.interactive && !(host.stdin.isTTY && host.stderr.isTTY)) {
    throw new Error('--interactive needs a terminal. Give the arguments with --args or --arg.');
  }
  const args = flags.args === '-' ? await text(host.stdin) : flags.args;
  return withWriter(inOneNamespace(flags), environment, host, async (writer) => {
    const { client } = writer;
    const published = await findPublished(client, fn);
    const metadata = 'function' in published ? published.function : undefined;
    let given = givenArguments(
      { ...flags, ...(args !== undefined && { args }) },
      metadata?.spec.arguments ?? [],
    );
    if (flags.interactive) {
      if ('error' in published) throw published.error;
      given = await askUser(published.function, given ?? {}, flags, environment, host);
      if (given === undefined) {
        host.stderr.write('Nothing was started.\n');
        return DETACHED;
      }
    }
    if (metadata) {
      for (const doubt of doubtsOn(given ?? {}, metadata))
        host.stderr.write(`${sanitize(doubt)}\n`);
    }
    const execution = flags.dryRun
      ? await client.spawn(fn, given, options)
      : await start(writer, fn, given, options);
    const name = sanitize(execution.metadata.name);
    if ('error' in published && published.error instanceof NotFoundError) {
      const waits = flags.dryRun ? 'would wait' : 'waits';
      host.stderr.write(`${sanitize(published.error.message)} The execution ${waits} for it.\n`);
    }
    if (flags.dryRun) {
      host.stdout.write(`execution ${name} would be started (dry run)\n`);
      return 0;
    }
    if (flags.follow === false) {
      host.stdout.write(`${name}\n`);
      return 0;
    }
    return report(await waitForEnd(writer, execution, flags, environment, host), execution, host);
  });
}

type Published = { readonly function: KontinueFunction } | { readonly error: KontinueError };

/**
 * The function as its workers publish it, or why it is unknown: it may be executed nevertheless.
 */
async function findPublished(client: Client, fn: string): Promise<Published> {
  try {
    return { function: await client.function(fn) };
  } catch (error) {
    if (error instanceof NotFoundError) return { error };
    if (error instanceof KontinueError && isInaccessible(error)) return { error };
    throw error;
  }
}

function askUser(
  fn: KontinueFunction,
  given: Arguments,
  flags: ExecuteFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<Arguments | undefined> {
  const paint = paintFor(host.stderr, environment);
  const drawn = textFor(flags);
  return askArguments(fn, given, { input: host.stdin, output: host.stderr, paint, drawn });
}

/** Waits for the end of the execution; undefined if the user left before. */
async function waitForEnd(
  writer: Writer,
  execution: Execution,
  flags: ExecuteFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<Execution | undefined> {
  // From here on, ctrl-c detaches from the execution or asks.
  const client = writer.releaseInterrupts();
  try {
    if (flags.wait) return await waitQuietly(client, execution, host);
    return await followExecution(
      client,
      execution,
      followOptions(client, writer, flags, environment, host),
    );
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const { namespace, name } = execution.metadata;
    throw new Error(`Execution ${namespace}/${name} was deleted before its end.`, { cause: error });
  }
}

function followOptions(
  client: Client,
  writer: Writer,
  flags: ExecuteFlags,
  environment: Environment,
  host: NodeJS.Process,
): FollowOptions {
  const { stdin, stderr } = host;
  const isLive = stderr.isTTY && environment.variables.TERM !== 'dumb';
  const { utc = false, ascii = false } = flags;
  const drawing = {
    output: ascii ? asciiOutput(stderr) : stderr,
    paint: paintFor(stderr, environment),
    clock: systemClock,
    now: () => client.now(),
    silentForMs: () => client.silentForMs,
    zone: utc ? 'utc' : 'local',
    ascii,
  } as const;
  return {
    view: isLive ? liveView(drawing) : plainView(drawing),
    cancel: (execution, tell) => cancelFollowed(client, writer, execution, tell),
    interrupts: host,
    readKey: isLive && stdin.isTTY ? (signal) => readKey(stdin, signal) : undefined,
    clock: systemClock,
  };
}

/** Prints the result on standard output, or on standard error why there is none. */
async function report(
  execution: Execution | undefined,
  started: Execution,
  { stdout, stderr }: NodeJS.Process,
): Promise<number> {
  if (execution === undefined) {
    const { namespace, name } = started.metadata;
    stderr.write(
      `Detached: execution ${sanitize(`${namespace}/${name}`)} keeps running. To see it:\n` +
        `  kontinue show ${sanitize(name)} -n ${sanitize(namespace ?? '')}\n`,
    );
    return DETACHED;
  }
  const code = exitCodeOf(phaseOf(execution));
  if (code === 0) {
    const result = parseResult(execution);
    if (result !== undefined) await print(stdout, jsonText(result));
    return code;
  }
  const { message = '' } = execution.status ?? {};
  const text = `execution ${execution.metadata.name} is ${phaseOf(execution)}`;
  stderr.write(`kontinue: ${sanitize(message ? `${text}: ${message}` : text)}\n`);
  return code;
}
