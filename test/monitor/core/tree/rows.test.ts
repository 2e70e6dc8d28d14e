import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  countBelow,
  findNode,
  type TreeRow,
  treeRows,
} from '../../../../src/monitor/core/tree/rows.ts';
import { ended, execution, job, suspension, treeOf } from '../../../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing' });

const siblings = (fn: string, phases: readonly string[]): Execution[] =>
  phases.map((phase, i) => execution({ name: `${fn}-${i}`, function: fn, phase, parent: root }));

/** The rows as a drawing: trunks, then what stands there. */
function drawing(rows: readonly TreeRow[]): string[] {
  return rows.map(({ trunks, last, parent, content, folded }) => {
    const branch = parent === undefined ? '' : last ? '└ ' : '├ ';
    const fold = folded === undefined ? '' : folded ? '▸ ' : '▾ ';
    const what =
      content.kind === 'node'
        ? `${content.node.name} ${content.node.phase}`
        : `${content.group.label} ${[...content.group.counts].map(([p, n]) => `${p} ${n}`).join(', ')}`;
    return trunks.map((goes) => (goes ? '│ ' : '  ')).join('') + branch + fold + what;
  });
}

describe('the rows of a tree', () => {
  it('are its nodes in their order, with trunks and branches', () => {
    const left = execution({ name: 'left', function: 'a', phase: 'Executing', parent: root });
    const right = execution({ name: 'right', function: 'b', parent: root });
    const tree = treeOf(root, [
      left,
      right,
      job({ name: 'left-job', parent: left }),
      suspension({ name: 'left-wait', parent: left }),
      job({ name: 'right-job', parent: right }),
    ]);
    expect(drawing(treeRows(tree, new Map()))).toEqual([
      '▾ root Executing',
      '├ ▾ left Executing',
      '│ ├ left-job Pending',
      '│ └ left-wait Suspended',
      '└ ▾ right Pending',
      '  └ right-job Pending',
    ]);
  });

  it('leave out what is below a folded one', () => {
    const left = execution({ name: 'left', function: 'a', parent: root });
    const tree = treeOf(root, [left, job({ name: 'left-job', parent: left })]);
    const keys = treeRows(tree, new Map()).map((row) => row.key);
    expect(drawing(treeRows(tree, new Map([[keys[1] ?? '', true]])))).toEqual([
      '▾ root Executing',
      '└ ▸ left Pending',
    ]);
    expect(drawing(treeRows(tree, new Map([[keys[0] ?? '', true]])))).toEqual(['▸ root Executing']);
  });

  it('count many siblings of one function in one row, which failures stay out of', () => {
    const fetches = siblings('fetch', [
      'Completed',
      'Completed',
      'Failed',
      'Executing',
      'Canceled',
    ]);
    const tree = treeOf(root, [
      ...fetches,
      execution({ name: 'z', function: 'sum', parent: root }),
    ]);
    expect(drawing(treeRows(tree, new Map()))).toEqual([
      '▾ root Executing',
      '├ ▸ fetch Completed 2, Failed 1, Executing 1, Canceled 1',
      '├ fetch-2 Failed',
      '└ z Pending',
    ]);
  });

  it('show the members of an unfolded group, the failed one once', () => {
    const fetches = siblings('fetch', ['Completed', 'Failed', 'Executing']);
    const deep = job({ name: 'deep', parent: fetches[2] ?? root });
    const tree = treeOf(root, [...fetches, deep]);
    const group = treeRows(tree, new Map())[1]?.key ?? '';
    expect(drawing(treeRows(tree, new Map([[group, false]])))).toEqual([
      '▾ root Executing',
      '├ ▾ fetch Completed 1, Failed 1, Executing 1',
      '│ ├ fetch-0 Completed',
      '│ └ ▾ fetch-2 Executing',
      '│   └ deep Pending',
      '└ fetch-1 Failed',
    ]);
  });

  it('leave two siblings of one function alone, and jobs and suspensions always', () => {
    const jobs = ['j1', 'j2', 'j3'].map((name) => job({ name, parent: root }));
    const tree = treeOf(root, [...siblings('fetch', ['Completed', 'Completed']), ...jobs]);
    expect(drawing(treeRows(tree, new Map()))).toHaveLength(6);
  });

  it('are two for a thousand siblings', () => {
    const fetches = siblings(
      'fetch',
      Array.from({ length: 1_000 }, (_, i) => (i < 940 ? 'Completed' : 'Executing')),
    );
    expect(drawing(treeRows(treeOf(root, fetches), new Map()))).toEqual([
      '▾ root Executing',
      '└ ▸ fetch Completed 940, Executing 60',
    ]);
  });

  it('have keys of their own, and name the row above', () => {
    const fetches = siblings('fetch', ['Completed', 'Failed', 'Executing']);
    const start = execution({
      name: 'root',
      phase: 'Executing',
      status: { attempts: [{ phase: 'Failed' }, { phase: 'Executing' }] },
    });
    const tree = treeOf(start, [...fetches, suspension({ parent: root })]);
    const group = treeRows(tree, new Map()).find((row) => row.content.kind === 'group');
    const rows = treeRows(tree, new Map([[group?.key ?? '', false]]));
    const keys = rows.map((row) => row.key);
    expect(new Set(keys).size).toBe(rows.length);
    for (const [i, { parent }] of rows.entries()) {
      if (i > 0) expect(keys.slice(0, i)).toContain(parent);
    }
  });
});

describe('what is below a node', () => {
  it('is counted by kind, what has ended apart, and attempts not at all', () => {
    const start = execution({
      name: 'root',
      phase: 'Executing',
      status: { attempts: [{ phase: 'Failed' }, { phase: 'Executing' }] },
    });
    const child = execution({ name: 'child', phase: 'Executing', parent: start });
    const tree = treeOf(start, [
      child,
      execution({ name: 'done', phase: 'Completed', parent: start }),
      job({ name: 'runs', parent: child, status: { active: 1 } }),
      job({ name: 'failed', parent: child, status: ended('Failed') }),
      suspension({ name: 'waits', parent: child }),
      suspension({ name: 'given', parent: child, phase: 'Completed' }),
    ]);
    expect(countBelow(tree.root())).toEqual({
      executions: 1,
      suspensions: 1,
      jobs: 1,
      finished: 3,
    });
  });
});

describe('finding a node', () => {
  const child = execution({ name: 'child', parent: root });
  const tree = treeOf(root, [child, job({ name: 'deep', parent: child })]);

  it('tells what is above it, from the root down', () => {
    const found = findNode(tree, 'Job/uid-payments-deep');
    expect(found?.node.name).toBe('deep');
    expect(found?.above.map((node) => node.name)).toEqual(['root', 'child']);
    expect(findNode(tree, tree.root().key)?.above).toEqual([]);
  });

  it('finds nothing that is not there', () => {
    expect(findNode(tree, 'Job/gone')).toBeUndefined();
  });
});
