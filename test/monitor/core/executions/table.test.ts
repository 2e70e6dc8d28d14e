import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { rootKey } from '../../../../src/monitor/core/executions/root-key.ts';
import type { Mode } from '../../../../src/monitor/core/executions/table.ts';
import { keyOf } from '../../../../src/monitor/core/resources/collection.ts';
import { rowContext, type State, selectedExecution } from '../../../../src/monitor/core/state.ts';
import { requeryTable, withTable } from '../../../../src/monitor/core/table/requery.ts';
import type { TableSettings } from '../../../../src/monitor/core/table/table.ts';
import {
  changes,
  executionsOf,
  gone,
  monitor,
  press,
  told,
  type,
} from '../../../support/monitor.ts';
import { ago, execution, MINUTE } from '../../../support/objects.ts';

const set = (state: State, settings: Partial<TableSettings<Execution>>) =>
  requeryTable(state, 'executions', settings);
const names = (state: State) => executionsOf(state).shown.map((e) => e.metadata.name);

const listOf = (...executions: Execution[]) => told(monitor(), changes(...executions));

describe('the table of executions', () => {
  const root = execution({ name: 'root', phase: 'Executing', created: ago(MINUTE) });
  const child = execution({ name: 'child', phase: 'Failed', parent: root });
  const failed = execution({ name: 'failed', phase: 'Failed', created: ago(2 * MINUTE) });
  const list = listOf(child, failed, root);

  it('shows roots alone until told otherwise', () => {
    expect(names(list)).toEqual(['root', 'failed']);
  });

  it('shows trees as groups, or all side by side', () => {
    const as = (mode: Mode) => names(set(list, { mode }));
    expect(as('grouped')).toEqual(['root', 'child', 'failed']);
    expect(as('flat')).toEqual(['root', 'failed', 'child']);
  });

  it('keeps the descendants of a root with a long name in its group', () => {
    const long = execution({ name: `z-${'settle-orders-'.repeat(6)}`, created: ago(0) });
    const theirs = execution({ name: 'a-child', parent: long, created: ago(9 * MINUTE) });
    const all = listOf(long, theirs, root, failed);
    expect(names(set(all, { mode: 'grouped' })).slice(0, 2)).toEqual([
      long.metadata.name,
      'a-child',
    ]);
  });

  it('shows failing ones alone when asked: failed, and failing again and again', () => {
    const backoff = execution({ name: 'flaps', phase: 'Backoff' });
    const all = told(list, changes(backoff));
    expect(names(set(all, { failingOnly: true })).sort()).toEqual(['failed', 'flaps', 'root']);
    const flat = set(all, { failingOnly: true, mode: 'flat' });
    expect(names(flat).sort()).toEqual(['child', 'failed', 'flaps']);
  });

  it('a root leaves the failing ones when its last failing descendant recovers', () => {
    const failing = set(list, { failingOnly: true });
    const well = execution({ name: 'child', phase: 'Completed', parent: root });
    const after = told(failing, changes(well));
    expect(names(after)).toEqual(['failed']);
    expect(names(told(after, changes(child)))).toEqual(['root', 'failed']);
  });

  it('knows what fails below each root, and of how many', () => {
    const below = (of: State) => {
      const tree = rowContext(of).below.get(rootKey(root));
      return tree && [tree.total, tree.failing.map(keyOf)];
    };
    expect(below(list)).toEqual([1, ['payments/child']]);
    expect(rowContext(list).below.get(rootKey(failed))).toBeUndefined();
    const other = execution({ name: 'a-child', phase: 'Backoff', parent: root });
    const two = told(list, changes(other));
    expect(below(two)).toEqual([2, ['payments/a-child', 'payments/child']]);
    expect(below(told(two, gone(other), gone(child)))).toBeUndefined();
  });

  it('counts the roots of each phase and all that fails, whatever the filter', () => {
    const filtered = press(type(press(list, '/'), 'nothing-like-this'), 'enter');
    expect(names(filtered)).toEqual([]);
    expect(Object.fromEntries(filtered.counts.byPhase)).toEqual({ Executing: 1, Failed: 2 });
    expect(filtered.counts.roots).toBe(2);
  });

  it('takes one out that is gone, and does not mind one that was never there', () => {
    const never = execution({ name: 'never' });
    expect(names(told(list, gone(failed), gone(never)))).toEqual(['root']);
  });

  it('does not touch the state it was made from', () => {
    const before = names(list);
    told(list, gone(root), changes(execution({ name: 'more' })));
    expect(names(list)).toEqual(before);
    expect(list.resources.Execution).toHaveLength(3);
  });
});

describe('the cursor of the table of executions', () => {
  const rows = [0, 1, 2, 3].map((n) => execution({ name: `r${n}`, created: ago(n * MINUTE) }));
  const newer = execution({ name: 'newer', created: ago(-MINUTE) });
  const arriving = listOf(...rows);
  const at = (cursor: number) =>
    withTable(arriving, 'executions', {
      ...executionsOf(arriving),
      settled: true,
      scroll: { cursor, top: 0 },
    });
  const settled = at(2);
  const selected = (state: State) => selectedExecution(state)?.metadata.name;

  it('stays at the top while the first rows arrive', () => {
    expect(selected(arriving)).toBe('r0');
    expect(selected(told(arriving, changes(newer)))).toBe('newer');
  });

  it('stays on its execution once it is settled', () => {
    expect(selected(settled)).toBe('r2');
    const more = told(settled, changes(newer));
    expect(selected(more)).toBe('r2');
    expect(selected(set(more, { sort: { column: 'name', reverse: true } }))).toBe('r2');
  });

  it('stays on it when it changes its phase and its place', () => {
    const done = execution({ name: 'r2', phase: 'Completed', created: ago(2 * MINUTE) });
    const byPhase = set(settled, { sort: { column: 'phase', reverse: false } });
    const after = told(byPhase, changes(done));
    expect(selected(after)).toBe('r2');
    expect(executionsOf(after).scroll.cursor).toBe(3);
  });

  it('stays at its place when its execution goes', () => {
    expect(selected(told(settled, gone(execution({ name: 'r2' }))))).toBe('r3');
    expect(selected(told(at(3), gone(execution({ name: 'r3' }))))).toBe('r2');
  });

  it('has nothing to stay on in an empty list', () => {
    expect(selectedExecution(monitor())).toBeUndefined();
    const emptied = told(settled, ...rows.map(gone));
    expect(executionsOf(emptied).scroll).toEqual({ cursor: 0, top: 0 });
  });
});
