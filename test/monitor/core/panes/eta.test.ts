import { describe, expect, it } from 'vitest';
import type { ExecutionStatus } from '../../../../src/api/execution.ts';
import { estimateEnd } from '../../../../src/monitor/core/panes/eta.ts';
import { ago, execution, MINUTE, NOW } from '../../../support/objects.ts';

const estimate = (status: ExecutionStatus, phase = 'Executing') =>
  estimateEnd(execution({ phase, status }), NOW);

describe('an estimate', () => {
  it('goes on at the pace of this attempt', () => {
    const status = { startedAt: ago(8 * MINUTE), progress: { current: 4, max: 9 } };
    expect(estimate(status)).toEqual({ at: NOW + 10 * MINUTE, within: 5 * MINUTE });
  });

  it('is surer the more has been done', () => {
    const done = (current: number) =>
      estimate({ startedAt: ago(current * MINUTE), progress: { current, max: current + 10 } });
    expect(done(4)?.at).toBe(done(64)?.at);
    expect(done(64)?.within).toBeLessThan(done(4)?.within ?? 0);
  });

  it.each<[string, ExecutionStatus, string?]>([
    ['nothing is said of progress', { startedAt: ago(MINUTE) }],
    ['one step is done', { startedAt: ago(MINUTE), progress: { current: 1, max: 9 } }],
    ['all is done', { startedAt: ago(MINUTE), progress: { current: 9, max: 9 } }],
    ['the numbers lie', { startedAt: ago(MINUTE), progress: { current: 12, max: 9 } }],
    ['there is no maximum', { startedAt: ago(MINUTE), progress: { current: 3 } }],
    ['it never started', { progress: { current: 4, max: 9 } }],
    ['it starts in the future', { startedAt: ago(-MINUTE), progress: { current: 4, max: 9 } }],
    ['it waits', { startedAt: ago(MINUTE), progress: { current: 4, max: 9 } }, 'Suspended'],
    ['it has ended', { startedAt: ago(MINUTE), progress: { current: 4, max: 9 } }, 'Failed'],
  ])('is not made where %s', (_, status, phase) => {
    expect(estimate(status, phase)).toBeUndefined();
  });
});
