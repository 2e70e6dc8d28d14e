import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  NEWEST_FIRST,
  SORT_COLUMNS,
  SORTS,
  type SortColumn,
} from '../../../../src/monitor/core/executions/order.ts';
import { rootKey } from '../../../../src/monitor/core/executions/root-key.ts';
import { keyOf } from '../../../../src/monitor/core/resources/collection.ts';
import { orderBy } from '../../../../src/monitor/core/table/order.ts';
import { ago, execution, MINUTE } from '../../../support/objects.ts';
import { anyExecution } from './any-execution.ts';

const sorted = (column: SortColumn, executions: readonly Execution[], reverse = false) =>
  executions.toSorted(orderBy(SORTS, { column, reverse })).map((e) => e.metadata.name);

const ran = (name: string, from: number, to?: number): Execution =>
  execution({
    name,
    phase: to === undefined ? 'Executing' : 'Completed',
    status: {
      startedAt: ago(from * MINUTE),
      ...(to !== undefined && { finishedAt: ago(to * MINUTE) }),
    },
  });

describe('the order of the list', () => {
  it('is newest first unless another is chosen', () => {
    const made = [30, 10, 20].map((m) => execution({ name: `m${m}`, created: ago(m * MINUTE) }));
    expect(NEWEST_FIRST).toEqual({ column: 'age', reverse: false });
    expect(sorted('age', made)).toEqual(['m10', 'm20', 'm30']);
    expect(sorted('age', made, true)).toEqual(['m30', 'm20', 'm10']);
  });

  it('by phase is that of the life cycle, unknown phases last', () => {
    const phases = ['Failed', 'Draining', 'Executing', 'Pending', 'Backoff'];
    const made = phases.map((phase) => execution({ name: phase, phase }));
    expect(sorted('phase', made)).toEqual([
      'Pending',
      'Executing',
      'Backoff',
      'Failed',
      'Draining',
    ]);
  });

  it('by attempt has the most on top', () => {
    const failed = { phase: 'Failed' };
    const tries = [1, 3, 2].map((n) =>
      execution({
        name: `a${n}`,
        phase: 'Failed',
        status: { attempts: Array.from({ length: n }, () => failed) },
      }),
    );
    expect(sorted('attempt', tries)).toEqual(['a3', 'a2', 'a1']);
    expect(sorted('attempt', tries, true)).toEqual(['a1', 'a2', 'a3']);
  });

  it('by duration has the longest running on top, then the longest of the ended', () => {
    const made = [
      execution({ name: 'never' }),
      ran('ended-5', 100, 95),
      ran('runs-2', 2),
      ran('ended-90', 120, 30),
      ran('runs-60', 60),
    ];
    expect(sorted('duration', made)).toEqual(['runs-60', 'runs-2', 'ended-90', 'ended-5', 'never']);
  });

  it('by progress compares shares, and takes no number for none', () => {
    const at = (name: string, current: number, max?: number) =>
      execution({ name, status: { progress: { current, ...(max !== undefined && { max }) } } });
    const made = [at('half', 2, 4), at('no-max', 9), at('done', 1, 1), at('tenth', 1, 10)];
    expect(sorted('progress', made)).toEqual(['no-max', 'tenth', 'half', 'done']);
  });

  it('by name and by namespace is alphabetical', () => {
    const made = [
      execution({ name: 'b', namespace: 'x' }),
      execution({ name: 'a', namespace: 'y' }),
    ];
    expect(sorted('name', made)).toEqual(['a', 'b']);
    expect(sorted('namespace', made)).toEqual(['b', 'a']);
  });

  it('leaves no two in doubt: by any column, in either direction', () => {
    const executions = fc.uniqueArray(anyExecution, { maxLength: 8, selector: keyOf });
    fc.assert(
      fc.property(
        executions,
        fc.constantFrom(...SORT_COLUMNS),
        fc.boolean(),
        (some, column, reverse) => {
          const order = orderBy(SORTS, { column, reverse });
          for (const [i, a] of some.entries()) {
            for (const [j, b] of some.entries()) {
              const sign = Math.sign(order(a, b));
              expect(sign === 0).toBe(i === j);
              expect(Math.sign(order(b, a)) + sign).toBe(0);
              for (const c of some) {
                if (sign < 0 && order(b, c) < 0) expect(order(a, c)).toBeLessThan(0);
              }
            }
          }
        },
      ),
    );
  });
});

describe('the key of an execution', () => {
  it('is its namespace and its name', () => {
    expect(keyOf(execution({ name: 'deploy', namespace: 'prod' }))).toBe('prod/deploy');
  });

  it('names the root of a descendant, as its label does', () => {
    const long = execution({ name: 'settle-orders-'.repeat(6) });
    expect(rootKey(execution({ name: 'child', parent: long }))).toBe(rootKey(long));
    const root = execution({ name: 'root' });
    const child = execution({ name: 'child', parent: root });
    expect(rootKey(root)).toBe('payments/root');
    expect(rootKey(execution({ name: 'grandchild', parent: child }))).toBe('payments/root');
  });
});
