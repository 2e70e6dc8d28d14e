import type { Execution } from '../api/execution.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Client } from '../client/client.ts';
import { KontinueError } from '../client/errors.ts';
import type { InterventionRequest, Target } from './core/interventions/request.ts';

/** What came of a write. What the object is now, the watch will tell. */
export interface Outcome {
  readonly words: string;
  /** What the server warned about, or did not keep. */
  readonly warnings: readonly string[];
}

/** Does what was decided, or only asks the server whether it would (`dryRun`). */
export async function intervene(
  client: Client,
  request: InterventionRequest,
  user: string,
  dryRun: boolean,
): Promise<Outcome> {
  const { target } = request;
  const warnings: string[] = [];
  const common = { dryRun, onWarning: (warning: string) => warnings.push(warning) };
  const options = { ...common, expected: { phase: target.phase, attempt: target.attempt } };
  switch (request.action) {
    case 'cancel': {
      const message = signed('Canceled', user, request.message);
      await client.cancel(executionOf(target), { ...options, message });
      if (!request.descendants || dryRun) return { words: `canceled ${target.name}`, warnings };
      return { words: await cascade(client, target, message, warnings), warnings };
    }
    case 'skip': {
      const message = signed('Skipped', user, request.message);
      const { result } = request;
      await client.skip(executionOf(target), {
        ...options,
        message,
        ...(result !== undefined && { result }),
      });
      return { words: `skipped ${target.name}`, warnings };
    }
    case 'retry': {
      const { childPolicy } = request;
      await client.retryExecution(executionOf(target), {
        ...options,
        ...(childPolicy !== undefined && { childPolicy }),
      });
      return { words: `retried ${target.name}`, warnings };
    }
    case 'resume': {
      if (target.kind === 'Suspension') {
        await client.resumeSuspension(suspension(target), common);
        return { words: `resumed ${target.name}`, warnings };
      }
      const { recursive } = request;
      const resumed = await client.resumeExecution(executionOf(target), { ...options, recursive });
      const names = resumed.map((s) => s.metadata.name).join(', ');
      return { words: `resumed ${names || 'nothing'}`, warnings };
    }
  }
}

/** Cancels what is below a canceled execution. That one stays canceled, whatever comes of the rest. */
async function cascade(
  client: Client,
  target: Target,
  message: string,
  warnings: string[],
): Promise<string> {
  const canceled = `canceled ${target.name}`;
  try {
    const outcome = await client.cancelDescendants(executionOf(target), { message });
    const below = outcome.executions.length + outcome.suspensions.length;
    const jobs = outcome.jobs.length;
    return `${canceled}, ${below} below it, and deleted ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
  } catch (error) {
    if (!(error instanceof KontinueError)) throw error;
    warnings.push(`what is below it was not all stopped: ${error.message}`);
    return canceled;
  }
}

/** Who, and why if a reason was given: the message is what others will read. */
function signed(verb: string, user: string, reason: string): string {
  const by = user === '' ? verb : `${verb} by ${user}`;
  return reason === '' ? by : `${by}: ${reason}`;
}

/** The execution a target stands for; the client reads it anew before it writes. */
export function executionOf({ namespace, name, uid }: Target): Execution {
  return { metadata: { namespace, name, uid }, spec: { function: '' } };
}

function suspension({ namespace, name, uid }: Target): Suspension {
  return { metadata: { namespace, name, uid } };
}
