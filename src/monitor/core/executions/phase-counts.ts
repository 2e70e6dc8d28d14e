import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { type Phase, phaseOf } from '../../../api/phase.ts';
import type { Difference } from '../resources/difference.ts';
import { isFailing } from './trees-below.ts';

/** How many of the known executions there are, whatever a table shows of them. */
export interface PhaseCounts {
  /** How many roots are in each phase; of failing ones, all executions. */
  readonly byPhase: ReadonlyMap<Phase, number>;
  readonly roots: number;
}

export const NO_COUNTS: PhaseCounts = { byPhase: new Map(), roots: 0 };

/** Returns the counts after some executions changed. */
export function updateCounts(
  before: PhaseCounts,
  { removed, added }: Difference<Execution>,
): PhaseCounts {
  const byPhase = new Map(before.byPhase);
  let { roots } = before;
  const count = (execution: Execution, by: 1 | -1) => {
    const root = isRoot(execution);
    if (root) roots += by;
    if (!root && !isFailing(execution)) return;
    const phase = phaseOf(execution);
    const left = (byPhase.get(phase) ?? 0) + by;
    if (left > 0) byPhase.set(phase, left);
    else byPhase.delete(phase);
  };
  for (const execution of removed) count(execution, -1);
  for (const execution of added) count(execution, 1);
  return { byPhase, roots };
}
