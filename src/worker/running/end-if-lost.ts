import { toCount } from '../../api/count.ts';
import type { Execution } from '../../api/execution.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { CanceledError, LeaseLostError } from './errors.ts';
import type { Run } from './run.ts';

/** Ends a run whose execution is seen to have ended, or to be another's. Older versions say nothing. */
export function endIfLost(run: Run, execution: Execution): void {
  const { status, metadata } = execution;
  const mine = toCount(run.execution.status?.resumptions);
  const seen = toCount(status?.resumptions);
  if (seen > mine) run.end(new LeaseLostError('another worker has the execution'));
  if (seen !== mine) return;
  const phase = phaseOf(execution);
  const isDeleted = metadata.deletionTimestamp !== undefined;
  if (isTerminal(phase) || phase === 'Pending' || isDeleted)
    run.end(
      new CanceledError(
        `the execution is ${isDeleted ? 'deleted' : phase}: ${status?.message ?? ''}`,
      ),
    );
}
