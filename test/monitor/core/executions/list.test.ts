import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { type Filter, parseFilter } from '../../../../src/monitor/core/executions/filter.ts';
import {
  applyChanges,
  EMPTY_LIST,
  type ExecutionChange,
  type ExecutionList,
  findExecution,
  requeryList,
  selectedExecution,
} from '../../../../src/monitor/core/executions/list.ts';
import { rootKey } from '../../../../src/monitor/core/executions/order.ts';
import { keyOf } from '../../../../src/monitor/core/table/collection.ts';
import { compileRegex } from '../../../../src/monitor/regex.ts';
import { ago, execution, MINUTE, NOW } from '../../../support/objects.ts';

const around = { open: new Map(), functions: new Map(), now: NOW, zone: 'utc' } as const;

const HEIGHT = 5;

function filterOf(text: string): Filter {
  const filter = parseFilter(text, { compile: compileRegex, phases: [] });
  if (typeof filter === 'string') throw new Error(filter);
  return filter;
}

const put = (...objects: Execution[]): ExecutionChange[] =>
  objects.map((object) => ({ key: keyOf(object), object }));

const names = (list: ExecutionList) => list.shown.map((e) => e.metadata.name);

const listOf = (...executions: Execution[]) =>
  applyChanges(EMPTY_LIST, put(...executions), around, HEIGHT);

describe('the list', () => {
  const root = execution({ name: 'root', phase: 'Executing', created: ago(MINUTE) });
  const child = execution({ name: 'child', phase: 'Failed', parent: root });
  const failed = execution({ name: 'failed', phase: 'Failed', created: ago(2 * MINUTE) });
  const list = listOf(child, failed, root);

  it('shows roots alone until told otherwise', () => {
    expect(names(list)).toEqual(['root', 'failed']);
  });

  it('shows trees as groups, or all side by side', () => {
    const as = (mode: ExecutionList['mode']) => names(requeryList(list, { mode }, around, HEIGHT));
    expect(as('grouped')).toEqual(['root', 'child', 'failed']);
    expect(as('flat')).toEqual(['root', 'failed', 'child']);
  });

  it('keeps the descendants of a root with a long name in its group', () => {
    const long = execution({ name: `z-${'settle-orders-'.repeat(6)}`, created: ago(0) });
    const theirs = execution({ name: 'a-child', parent: long, created: ago(9 * MINUTE) });
    const all = listOf(long, theirs, root, failed);
    expect(names(requeryList(all, { mode: 'grouped' }, around, HEIGHT)).slice(0, 2)).toEqual([
      long.metadata.name,
      'a-child',
    ]);
  });

  it('shows failing ones alone when asked: failed, and failing again and again', () => {
    const backoff = execution({ name: 'flaps', phase: 'Backoff' });
    const all = applyChanges(list, put(backoff), around, HEIGHT);
    expect(names(requeryList(all, { failingOnly: true }, around, HEIGHT)).sort()).toEqual([
      'failed',
      'flaps',
      'root',
    ]);
    const flat = requeryList(all, { failingOnly: true, mode: 'flat' }, around, HEIGHT);
    expect(names(flat).sort()).toEqual(['child', 'failed', 'flaps']);
  });

  it('a root leaves the failing ones when its last failing descendant recovers', () => {
    const failing = requeryList(list, { failingOnly: true }, around, HEIGHT);
    const well = execution({ name: 'child', phase: 'Completed', parent: root });
    const after = applyChanges(failing, put(well), around, HEIGHT);
    expect(names(after)).toEqual(['failed']);
    expect(names(applyChanges(after, put(child), around, HEIGHT))).toEqual(['root', 'failed']);
  });

  it('knows what fails below each root, and of how many', () => {
    const below = (of: ExecutionList) => {
      const tree = of.below.get(rootKey(root));
      return tree && [tree.total, tree.failing.map(keyOf)];
    };
    expect(below(list)).toEqual([1, ['payments/child']]);
    expect(list.below.get(rootKey(failed))).toBeUndefined();
    const other = execution({ name: 'a-child', phase: 'Backoff', parent: root });
    const two = applyChanges(list, put(other), around, HEIGHT);
    expect(below(two)).toEqual([2, ['payments/a-child', 'payments/child']]);
    const gone = applyChanges(two, [{ key: keyOf(other) }, { key: keyOf(child) }], around, HEIGHT);
    expect(below(gone)).toBeUndefined();
  });

  it('counts the roots of each phase and all that fails, whatever the filter', () => {
    const filtered = requeryList(list, { filter: filterOf('nothing-like-this') }, around, HEIGHT);
    expect(names(filtered)).toEqual([]);
    expect(Object.fromEntries(filtered.counts)).toEqual({ Executing: 1, Failed: 2 });
    expect(filtered.rootCount).toBe(2);
  });

  it('finds an execution by its key, and nothing by another', () => {
    expect(findExecution(list, 'payments/child')).toBe(child);
    expect(findExecution(list, 'payments/chil')).toBeUndefined();
    expect(findExecution(list, 'billing/child')).toBeUndefined();
    expect(findExecution(EMPTY_LIST, 'payments/child')).toBeUndefined();
  });

  it('takes one out that is gone, and does not mind one that was never there', () => {
    const gone = [{ key: keyOf(failed) }, { key: 'payments/never' }];
    expect(names(applyChanges(list, gone, around, HEIGHT))).toEqual(['root']);
  });

  it('does not touch the list it was made from', () => {
    const before = names(list);
    applyChanges(list, [{ key: keyOf(root) }, ...put(execution({ name: 'more' }))], around, HEIGHT);
    expect(names(list)).toEqual(before);
    expect(list.all).toHaveLength(3);
  });
});

describe('the cursor of the list', () => {
  const rows = [0, 1, 2, 3].map((n) => execution({ name: `r${n}`, created: ago(n * MINUTE) }));
  const newer = execution({ name: 'newer', created: ago(-MINUTE) });
  const arriving = listOf(...rows);
  const settled: ExecutionList = { ...arriving, settled: true, scroll: { cursor: 2, top: 0 } };
  const selected = (list: ExecutionList) => selectedExecution(list)?.metadata.name;

  it('stays at the top while the first rows arrive', () => {
    expect(selected(arriving)).toBe('r0');
    expect(selected(applyChanges(arriving, put(newer), around, HEIGHT))).toBe('newer');
  });

  it('stays on its execution once it is settled', () => {
    expect(selected(settled)).toBe('r2');
    const more = applyChanges(settled, put(newer), around, HEIGHT);
    expect(selected(more)).toBe('r2');
    expect(
      selected(requeryList(more, { sort: { column: 'name', reverse: true } }, around, HEIGHT)),
    ).toBe('r2');
  });

  it('stays on it when it changes its phase and its place', () => {
    const done = execution({ name: 'r2', phase: 'Completed', created: ago(2 * MINUTE) });
    const byPhase = requeryList(
      settled,
      { sort: { column: 'phase', reverse: false } },
      around,
      HEIGHT,
    );
    const after = applyChanges(byPhase, put(done), around, HEIGHT);
    expect(selected(after)).toBe('r2');
    expect(after.scroll.cursor).toBe(3);
  });

  it('stays at its place when its execution goes', () => {
    expect(selected(applyChanges(settled, [{ key: 'payments/r2' }], around, HEIGHT))).toBe('r3');
    const last: ExecutionList = { ...settled, scroll: { cursor: 3, top: 0 } };
    expect(selected(applyChanges(last, [{ key: 'payments/r3' }], around, HEIGHT))).toBe('r2');
  });

  it('has nothing to stay on in an empty list', () => {
    expect(selectedExecution(EMPTY_LIST)).toBeUndefined();
    const emptied = applyChanges(
      settled,
      rows.map((e) => ({ key: keyOf(e) })),
      around,
      HEIGHT,
    );
    expect(emptied.scroll).toEqual({ cursor: 0, top: 0 });
  });
});
