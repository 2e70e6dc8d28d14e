import { attemptNumber, attemptsAllowed } from '../../api/attempts.ts';
import type { Execution, Json } from '../../api/execution.ts';
import type { FunctionDefaults } from '../../api/function.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { endStatus } from './ending/end-status.ts';
import { beginJournal, type Journal, parseJournal } from './journal/journal.ts';
import { type PatchOperation, patchJournal } from './journal/patch.ts';
import { patchSeen, setStatus, type Write } from './write.ts';

/** An execution that this worker runs: the object as its last accepted write left it. */
export interface Ownership {
  readonly execution: Execution;
  /** What the server holds of the journal; undefined before the first durable operation. */
  readonly recorded: Journal | undefined;
}

/** The ownership that the answer of an accepted write gives. */
export function readOwnership(execution: Execution): Ownership {
  return { execution, recorded: parseJournal(execution.status?.state) };
}

/** The journal that the function is replayed from. */
export function journalOf({ execution, recorded }: Ownership, build: string): Journal {
  return recorded ?? beginJournal(attemptNumber(execution), build);
}

/** The write that puts `journal` on the server; undefined where it is there already. */
export function decideJournal(own: Ownership, journal: Journal): Write | undefined {
  const changes = changesOf(own, journal);
  return changes.length === 0 ? undefined : patchSeen('Execution', own.execution, changes);
}

function changesOf({ execution, recorded }: Ownership, journal: Journal): PatchOperation[] {
  const { writes = 0, crashes = 0 } = recorded ?? {};
  const unchanged = recorded && patchJournal(recorded, { ...journal, writes, crashes });
  const isEmpty = !recorded && journal.operations.length === 0 && journal.patched.length === 0;
  if (unchanged?.length === 0 || isEmpty) return [];
  // Something new was recorded: the function gets further than it did when its workers died.
  const next = { ...journal, writes: writes + 1, crashes: 0 };
  return patchJournal(recorded, next, execution.status?.state !== undefined);
}

/** How a function ended, for the execution. */
export type Verdict =
  | { readonly result: Json }
  | { readonly message: string; readonly isRetryable: boolean };

/**
 * The write that ends the attempt, with everything of the journal that was not sent: Completed,
 * Backoff where a retry is left, else Failed.
 */
export function decideFinish(
  own: Ownership,
  journal: Journal,
  verdict: Verdict,
  now: number,
  defaults?: FunctionDefaults,
): Write {
  const { execution } = own;
  const phase = phaseAfter(execution, verdict, defaults);
  const message = 'message' in verdict ? verdict.message : '';
  return patchSeen('Execution', execution, [
    ...changesOf(own, journal),
    ...endStatus(execution, phase, message, now),
    ...('result' in verdict ? [setStatus('result', verdict.result)] : []),
  ]);
}

function phaseAfter(execution: Execution, verdict: Verdict, defaults?: FunctionDefaults): string {
  if ('result' in verdict) return 'Completed';
  const isLeft = attemptNumber(execution) < attemptsAllowed(execution, defaults);
  return verdict.isRetryable && isLeft ? 'Backoff' : 'Failed';
}

/** What a conflict, or an answer that was lost, turns out to be. */
export type Conflict =
  | { readonly is: 'landed'; readonly own: Ownership }
  | { readonly is: 'rebase'; readonly own: Ownership }
  | { readonly is: 'lost' };

/**
 * Judges a fresh read after a 409 or a lost answer: my write had landed, somebody else changed what
 * is still mine, or the execution is not mine any more. `sent`: the journal's `writes` that I sent.
 */
export function judgeConflict(
  own: Ownership,
  fresh: Execution | undefined,
  sent: number,
): Conflict {
  const mine = own.execution;
  if (fresh === undefined || fresh.metadata.uid !== mine.metadata.uid) return { is: 'lost' };
  const isSameClaim =
    fresh.status?.workerName === mine.status?.workerName &&
    fresh.status?.resumptions === mine.status?.resumptions;
  const phase = phaseOf(fresh);
  if (!isSameClaim || isTerminal(phase) || phase === 'Pending' || phase === 'Backoff')
    return { is: 'lost' };
  const now = readOwnership(fresh);
  return { is: now.recorded?.writes === sent ? 'landed' : 'rebase', own: now };
}
