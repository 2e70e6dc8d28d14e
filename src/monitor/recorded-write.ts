import { formatInstant } from '../api/instant.ts';
import type { Client } from '../client/client.ts';
import { KontinueError } from '../client/errors/kontinue-error.ts';
import type { Audit, AuditOutcome, StartRequest, WriteRequest } from './audit.ts';
import { errorText } from './error-text.ts';
import { executionOf, type Outcome } from './intervene.ts';

/** Who writes where, and where that is recorded. */
export interface Recorder {
  readonly client: Client;
  readonly audit: Audit;
  /** Who the server takes the user for, as far as it is known. */
  readonly user: () => string;
  readonly context: string;
  readonly server: string;
}

/** What came of a write. */
export type Recorded<T> =
  | { readonly kind: 'done'; readonly outcome: T; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly error: unknown; readonly notes: readonly string[] };

/** How a write ended, and of an execution that was started, what that is. */
export interface RecordedOutcome extends Outcome {
  readonly started?: StartRequest['target'];
}

/**
 * Makes a write of the monitor or of a command, and leaves the two traces of it: a line in the audit,
 * whatever came of it, and an Event. A trace that could not be left is a note, and stops nothing: the
 * write is made by then.
 */
export async function recordWrite<T extends RecordedOutcome>(
  on: Recorder,
  request: WriteRequest,
  write: () => Promise<T>,
): Promise<Recorded<T>> {
  try {
    const outcome = await write();
    const { text, warnings, isComplete, started } = outcome;
    const made: WriteRequest =
      request.action === 'execute' && started ? { ...request, target: started } : request;
    const said = [text, ...warnings].join(' · ');
    const notes = [
      ...(await makeEvent(on, made, text)),
      ...(await record(on, made, isComplete ? 'done' : 'partial', said)),
    ];
    return { kind: 'done', outcome, notes };
  } catch (error) {
    const notes = await record(on, request, outcomeOf(error), errorText(error));
    return { kind: 'failed', error, notes };
  }
}

/** What a write that failed did all the same. */
function outcomeOf(error: unknown): AuditOutcome {
  if (!(error instanceof KontinueError) || error.outcome === 'none') return 'failed';
  return error.outcome;
}

const REASONS: Readonly<Record<WriteRequest['action'], string>> = {
  cancel: 'Canceled',
  skip: 'Skipped',
  retry: 'Retried',
  resume: 'Resumed',
  execute: 'Started',
};

/** An Event tells it to users of kubectl. Without the right to make one it is left out. */
async function makeEvent(
  on: Recorder,
  { action, target }: WriteRequest,
  text: string,
): Promise<readonly string[]> {
  if (target.kind !== 'Execution') return [];
  const message = `${on.user() || 'an unknown user'} ${text}`;
  try {
    await on.client.recordEvent(executionOf(target), { reason: REASONS[action], message });
    return [];
  } catch (error) {
    return [`the Event was not created: ${errorText(error)}`];
  }
}

async function record(
  { client, audit, user, context, server }: Recorder,
  request: WriteRequest,
  outcome: AuditOutcome,
  message: string,
): Promise<readonly string[]> {
  const at = formatInstant(client.now());
  try {
    await audit.record({ at, user: user(), context, server, request, outcome, message });
    return [];
  } catch (error) {
    return [`not recorded in the audit: ${errorText(error)}`];
  }
}
