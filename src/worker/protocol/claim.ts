import { attemptNumber, nextAttemptAt } from '../../api/attempts.ts';
import { toCount } from '../../api/count.ts';
import { effectiveRetry } from '../../api/defaults.ts';
import type { Execution } from '../../api/execution.ts';
import type { FunctionDefaults } from '../../api/function.ts';
import { formatInstant } from '../../api/instant.ts';
import { phaseOf } from '../../api/phase.ts';
import { beginAttempt } from './attempt.ts';
import type { Children } from './children.ts';
import { endStatus } from './ending/end-status.ts';
import { beginJournal, type Journal, parseJournal } from './journal/journal.ts';
import { type PatchOperation, patchJournal } from './journal/patch.ts';
import type { WorkerState } from './leases.ts';
import type { Licence } from './licence.ts';
import { deleteSeen, patchSeen, setStatus, type Write } from './write.ts';

/**
 * How often workers may die in a row while they run an execution before it records anything (ours).
 * Five are too few: a worker that is killed every half second dies as often over an innocent one.
 */
const MAX_CRASHES = 20;

/** Who would claim. */
export interface Claimant {
  /** The worker's name. */
  readonly worker: string;
  /** The build of its functions. */
  readonly build: string;
}

/** What a claim is decided on. */
export interface ClaimView {
  /** The execution as the watch has it. */
  readonly execution: Execution;
  /** The defaults of its Function. */
  readonly defaults?: FunctionDefaults;
  readonly licence: Licence;
  /** How the worker stands that has it. */
  readonly owner: WorkerState;
  /** What it owns, by a fresh list; needed where an attempt after the first begins. */
  readonly children: Children;
}

/**
 * The write that makes an execution this worker's: a claim, a take-over, or the begin of an attempt;
 * or the delete of one that may never run. Undefined where there is nothing to take now. `now`: in
 * milliseconds since 1970.
 */
export function decideClaim(view: ClaimView, me: Claimant, now: number): Write | undefined {
  const { execution, licence } = view;
  const { phase, isOver } = readPhase(execution);
  if (isOver) return undefined;
  if (licence === 'void' && phase === 'Pending') return deleteSeen('Execution', execution);
  if (licence !== 'granted') return undefined;
  switch (phase) {
    case 'Pending':
      return begin(view, me, now);
    case 'Backoff': {
      const due = nextAttemptAt(execution, view.defaults);
      return due !== undefined && due <= now ? begin(view, me, now) : undefined;
    }
    case 'Executing':
    case 'Suspended':
      return takeOver(view, me, now);
    default:
      return undefined;
  }
}

function readPhase(execution: Execution) {
  const phase = phaseOf(execution);
  return { phase, isOver: execution.metadata.deletionTimestamp !== undefined };
}

function begin(view: ClaimView, me: Claimant, now: number): Write {
  const { execution, defaults, children } = view;
  const startedAt = formatInstant(now);
  const attempt = { phase: 'Executing', startedAt };
  const attempts = execution.status?.attempts;
  const before = parseJournal(execution.status?.state);
  const { childPolicy } = effectiveRetry(execution.spec, defaults);
  const after: Journal | undefined =
    before &&
    beginAttempt(
      before,
      attemptNumber(execution),
      me.build,
      childPolicy,
      execution.metadata.name,
      children,
    );
  return take(execution, me, [
    setStatus('startedAt', startedAt),
    attempts ? setStatus('attempts/-', attempt) : setStatus('attempts', [attempt]),
    ...(after ? patchJournal(before, after) : []),
  ]);
}

/**
 * A take-over; or the end of an execution whose function kills its workers, once they died
 * so often without recording anything new (ours: poison). One that waited is not to blame.
 */
function takeOver({ execution, owner }: ClaimView, me: Claimant, now: number): Write | undefined {
  if (owner === 'live') return undefined;
  const { state } = execution.status ?? {};
  const before = parseJournal(state);
  const hasCrashed = owner === 'dead' && phaseOf(execution) === 'Executing';
  if (!hasCrashed) return take(execution, me, []);
  const journal = before ?? beginJournal(attemptNumber(execution), me.build);
  const after = { ...journal, crashes: journal.crashes + 1 };
  if (after.crashes >= MAX_CRASHES)
    return patchSeen('Execution', execution, [
      ...patchJournal(before, after, state !== undefined),
      ...endStatus(execution, 'Failed', explainCrashes(execution, after), now),
    ]);
  return take(execution, me, patchJournal(before, after, state !== undefined));
}

function explainCrashes(execution: Execution, { operations, crashes }: Journal): string {
  const last = operations.at(-1);
  const where =
    last === undefined ? 'before it recorded anything' : `after ${last.kind} ${last.key}`;
  const worker = execution.status?.workerName ?? 'unknown';
  return `crashed ${crashes} workers in a row ${where}; the last was ${worker}`;
}

function take(execution: Execution, me: Claimant, changes: readonly PatchOperation[]): Write {
  // One that waits goes on waiting: its workers are not to blame for it.
  const phase = phaseOf(execution) === 'Suspended' ? 'Suspended' : 'Executing';
  return patchSeen('Execution', execution, [
    setStatus('phase', phase),
    setStatus('workerName', me.worker),
    setStatus('resumptions', toCount(execution.status?.resumptions) + 1),
    ...changes,
  ]);
}
