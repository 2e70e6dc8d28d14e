import type { Execution } from '../api/execution.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Client } from '../client/client.ts';
import { KontinueError } from '../client/errors/kontinue-error.ts';
import { AlreadyTerminalError } from '../client/errors/object-errors.ts';
import type { CascadeOutcome } from '../client/interventions/cascade.ts';
import type { CancelOptions, Expected } from '../client/interventions/options.ts';
import { plural } from '../text/count.ts';
import type { InterventionRequest, Target } from './core/actions/request.ts';

/** What came of a write. What the object is now, the watch will tell. */
export interface Outcome {
  readonly text: string;
  /** What the server warned about, or did not keep, or why a part was not done. */
  readonly warnings: readonly string[];
  /** False if the object that was named was written, but not all below it. */
  readonly isComplete: boolean;
}

/** How a write is made. */
export interface InterveneOptions {
  /** Who the server takes the user for; empty if that is not known. Messages carry it. */
  readonly user: string;
  /** Asks the server whether it would, and changes nothing. */
  readonly dryRun: boolean;
  /** Refuses the write if the object is not like this. Absent: any is taken. */
  readonly expected?: Expected | undefined;
}

/** Does what was decided, for the monitor and the commands alike. */
export async function intervene(
  client: Client,
  request: InterventionRequest,
  { user, dryRun, expected }: InterveneOptions,
): Promise<Outcome> {
  const { target } = request;
  const warnings: string[] = [];
  const common = { dryRun, onWarning: (warning: string) => warnings.push(warning) };
  const options = { ...common, expected };
  const done = (text: string): Outcome => ({ text, warnings, isComplete: true });
  switch (request.action) {
    case 'cancel': {
      const cancelOptions = { ...options, message: signed('Canceled', user, request.message) };
      if (request.descendants) return cancelAll(client, target, cancelOptions, warnings);
      await client.cancel(executionOf(target), cancelOptions);
      return done(`canceled ${target.name}`);
    }
    case 'skip': {
      const message = signed('Skipped', user, request.message);
      const { result } = request;
      await client.skip(executionOf(target), {
        ...options,
        message,
        ...(result !== undefined && { result }),
      });
      return done(`skipped ${target.name}`);
    }
    case 'retry': {
      const { childPolicy } = request;
      await client.retryExecution(executionOf(target), {
        ...options,
        ...(childPolicy !== undefined && { childPolicy }),
      });
      return done(`retried ${target.name}`);
    }
    case 'resume': {
      if (target.kind === 'Suspension') {
        await client.resumeSuspension(suspension(target), common);
        return done(`resumed ${target.name}`);
      }
      const { recursive } = request;
      const resumed = await client.resumeExecution(executionOf(target), { ...options, recursive });
      const names = resumed.map((s) => s.metadata.name).join(', ');
      return done(names === '' ? `nothing below ${target.name} is suspended` : `resumed ${names}`);
    }
  }
}

/**
 * Cancels an execution and what is open below it. What is below one that has ended already may still
 * run, and is canceled as well. One that was canceled stays so, whatever comes of the rest.
 */
async function cancelAll(
  client: Client,
  target: Target,
  options: CancelOptions,
  warnings: string[],
): Promise<Outcome> {
  const execution = executionOf(target);
  // What it looked like is asked once: canceling changes it.
  const { expected: _, ...below } = options;
  try {
    await client.cancel(execution, options);
  } catch (error) {
    if (!(error instanceof AlreadyTerminalError)) throw error;
    const stopped = await client.cancelDescendants(execution, below);
    const text = `${target.name} had already ended; ${stoppedText(stopped)}`;
    return { text, warnings, isComplete: true };
  }
  const text = `canceled ${target.name}`;
  try {
    const stopped = await client.cancelDescendants(execution, below);
    return { text: `${text}; ${stoppedText(stopped)}`, warnings, isComplete: true };
  } catch (error) {
    if (!(error instanceof KontinueError)) throw error;
    warnings.push(`not everything below it was stopped: ${error.message}`);
    return { text, warnings, isComplete: false };
  }
}

/** What was stopped below an execution: `canceled 2 executions and deleted 1 job below it`. */
function stoppedText({ executions, suspensions, jobs }: CascadeOutcome): string {
  const canceled = [
    ...(executions.length > 0 ? [plural(executions.length, 'execution')] : []),
    ...(suspensions.length > 0 ? [plural(suspensions.length, 'suspension')] : []),
  ];
  const parts = [
    ...(canceled.length > 0 ? [`canceled ${canceled.join(' and ')}`] : []),
    ...(jobs.length > 0 ? [`deleted ${plural(jobs.length, 'job')}`] : []),
  ];
  return parts.length === 0 ? 'nothing was open below it' : `${parts.join(' and ')} below it`;
}

/** Who, and why if a reason was given: the message is what others will read. */
function signed(verb: string, user: string, reason: string): string {
  const by = user === '' ? verb : `${verb} by ${user}`;
  return reason === '' ? by : `${by}: ${reason}`;
}

/** The execution a target stands for; the client reads it again before it writes. */
export function executionOf({
  namespace,
  name,
  uid,
}: Pick<Target, 'namespace' | 'name' | 'uid'>): Execution {
  return { metadata: { namespace, name, ...(uid !== '' && { uid }) }, spec: { function: '' } };
}

function suspension({ namespace, name, uid }: Target): Suspension {
  return { metadata: { namespace, name, ...(uid !== '' && { uid }) } };
}
