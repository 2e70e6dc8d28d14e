import { toCount } from '../../../api/count.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';

/** When an execution may end, and by how much that may be wrong; milliseconds. */
export interface Estimate {
  readonly at: number;
  readonly within: number;
}

/** Fewer steps than this say nothing about the end. */
const ENOUGH_STEPS = 2;

/**
 * An estimate from the execution's own pace: the steps done since this attempt began. Its
 * uncertainty shrinks with the root of the steps done, as that of a mean does.
 */
export function estimateEnd(execution: Execution, now: number): Estimate | undefined {
  const { progress } = execution.status ?? {};
  const [current, max] = [toCount(progress?.current), toCount(progress?.max)];
  const start = parseInstant(execution.status?.startedAt);
  if (execution.status?.phase !== 'Executing' || start === undefined) return undefined;
  if (current < ENOUGH_STEPS || current >= max || now <= start) return undefined;
  const left = ((now - start) / current) * (max - current);
  return { at: now + left, within: left / Math.sqrt(current) };
}
