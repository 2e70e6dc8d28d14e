import { describe, expect, it } from 'vitest';
import type { ExecutionTree } from '../../../../src/api/tree.ts';
import {
  currentNode,
  currentRow,
  moveTo,
  NO_TREE,
  pointAt,
  rebuild,
  type TreeView,
  toggleFold,
  toggleFoldAll,
} from '../../../../src/monitor/core/tree/state.ts';
import { execution, job, treeOf } from '../../../support/objects.ts';

const TARGET = { namespace: 'payments', name: 'root' };
const ROOT = 'Execution/uid-payments-root';

const root = execution({ name: 'root', phase: 'Executing' });
const fetches = ['fetch-0', 'fetch-1', 'fetch-2', 'fetch-3'].map((name) =>
  execution({ name, function: 'fetch', phase: 'Executing', parent: root }),
);
const sum = execution({ name: 'sum', function: 'sum', parent: root });
const sumJob = job({ name: 'sum-job', parent: sum });
const inFetch = job({ name: 'in-fetch', parent: fetches[1] ?? root });

const grow = (tree: ExecutionTree, view: TreeView = pointAt(NO_TREE, TARGET, ROOT)) =>
  rebuild(view, { tree });

const names = (view: TreeView) =>
  view.rows.map(({ content }) =>
    content.kind === 'node' ? content.node.name : `${content.group.label} ×`,
  );

/** The view with its cursor on the row of a name. */
function on(view: TreeView, name: string): TreeView {
  return moveTo(view, view.rows[names(view).indexOf(name)]?.key);
}

const at = (view: TreeView) => names(view)[view.scroll.cursor];

describe('the cursor of the tree', () => {
  const two = treeOf(root, [...fetches.slice(0, 2), sum, sumJob, inFetch]);

  it('begins at the root', () => {
    expect(at(grow(two))).toBe('root');
  });

  it('stays on its node while others come and go above it', () => {
    const view = on(grow(two), 'sum-job');
    const first = execution({ name: 'a-first', function: 'first', parent: root });
    expect(at(grow(treeOf(root, [first, ...fetches.slice(0, 1), sum, sumJob]), view))).toBe(
      'sum-job',
    );
  });

  it('goes to the parent when its node goes, however far up that is', () => {
    const view = on(grow(two), 'sum-job');
    expect(at(grow(treeOf(root, [sum]), view))).toBe('sum');
    expect(at(grow(treeOf(root, []), view))).toBe('root');
  });

  it('stays on its node when siblings make a group of it, which opens', () => {
    const view = on(grow(two), 'fetch-1');
    const more = grow(treeOf(root, [...fetches, sum]), view);
    expect(at(more)).toBe('fetch-1');
    expect(names(more)).toContain('fetch ×');
  });

  it('stays on what is below a node that siblings make a group of', () => {
    const view = on(grow(two), 'in-fetch');
    expect(at(grow(treeOf(root, [...fetches, inFetch]), view))).toBe('in-fetch');
  });

  it('leaves a group folded that took nothing from under it', () => {
    const view = on(grow(two), 'sum');
    const more = grow(treeOf(root, [...fetches, sum]), view);
    expect(names(more)).toEqual(['root', 'fetch ×', 'sum']);
  });

  it('stays on a node that failed, and so left its group', () => {
    const all = grow(treeOf(root, fetches));
    const open = on(toggleFold(on(all, 'fetch ×'), false), 'fetch-2');
    const failed = execution({ name: 'fetch-2', function: 'fetch', phase: 'Failed', parent: root });
    const after = grow(treeOf(root, [...fetches.toSpliced(2, 1), failed]), open);
    expect(at(after)).toBe('fetch-2');
    expect(currentNode(after)?.phase).toBe('Failed');
  });
});

describe('what the cursor is on', () => {
  it('is a node, or for a group the node that it is below', () => {
    const view = grow(treeOf(root, fetches));
    expect(currentNode(view)?.name).toBe('root');
    expect(currentNode(on(view, 'fetch ×'))?.name).toBe('root');
    expect(currentRow(on(view, 'fetch ×'))?.content.kind).toBe('group');
  });

  it('is nothing before a tree is there', () => {
    expect(currentNode(NO_TREE)).toBeUndefined();
    expect(currentRow(NO_TREE)).toBeUndefined();
  });
});

describe('folding', () => {
  const tree = treeOf(root, [...fetches, sum, sumJob]);

  it('folds and unfolds the row under the cursor', () => {
    const view = on(grow(tree), 'sum');
    const closed = toggleFold(view, undefined);
    expect(names(closed)).toEqual(['root', 'fetch ×', 'sum']);
    expect(at(closed)).toBe('sum');
    expect(names(toggleFold(closed, undefined))).toEqual(names(view));
  });

  it('does nothing on a row that has nothing below it', () => {
    const view = on(grow(tree), 'sum-job');
    expect(toggleFold(view, undefined)).toBe(view);
  });

  it('stays as it is when the tree grows', () => {
    const closed = toggleFold(on(grow(tree), 'sum'), true);
    const more = grow(
      treeOf(root, [...fetches, sum, sumJob, job({ name: 'x', parent: sum })]),
      closed,
    );
    expect(names(more)).toEqual(['root', 'fetch ×', 'sum']);
  });

  it('of all unfolds groups within groups too, and then folds everything', () => {
    const nested = ['a', 'b', 'c'].map((name) =>
      execution({ name, function: 'part', parent: fetches[0] ?? root }),
    );
    const view = grow(treeOf(root, [...fetches, ...nested]));
    const open = toggleFoldAll(view);
    expect(names(open)).toEqual(expect.arrayContaining(['fetch-3', 'a', 'b', 'c']));
    expect(names(toggleFoldAll(open))).toEqual(['root', 'fetch ×']);
  });

  it('of all unfolds a folded root', () => {
    const closed = toggleFold(grow(treeOf(root, [sum, sumJob])), true);
    expect(names(closed)).toEqual(['root']);
    expect(names(toggleFoldAll(closed))).toEqual(['root', 'sum', 'sum-job']);
  });
});

describe('a tree that is pointed elsewhere', () => {
  const view = on(grow(treeOf(root, fetches)), 'fetch ×');

  it('shows nothing of the one before', () => {
    const target = { namespace: 'payments', name: 'other' };
    expect(pointAt(view, target, 'Execution/other')).toEqual({
      ...NO_TREE,
      target,
      aim: view.aim + 1,
      about: 'Execution/other',
    });
    expect(pointAt(view, undefined, undefined)).toEqual({ ...NO_TREE, aim: view.aim + 1 });
  });

  it('stays as it is when it is the same', () => {
    expect(pointAt(view, { ...TARGET }, ROOT)).toBe(view);
  });

  it('begins at the selected execution, and goes to it when another of the tree is selected', () => {
    const tree = treeOf(root, [...fetches, sum, sumJob]);
    const key = (name: string) => `Execution/uid-payments-${name}`;
    const fresh = grow(tree, pointAt(NO_TREE, TARGET, key('sum')));
    expect(at(fresh)).toBe('sum');
    const folds = toggleFold(on(fresh, 'root'), true);
    const other = pointAt(folds, TARGET, key('fetch-2'));
    expect(at(other)).toBe('fetch-2');
    expect(at(pointAt(other, TARGET, ROOT))).toBe('root');
  });

  it('leaves the cursor where the person put it, while the same one is selected', () => {
    const tree = treeOf(root, [...fetches, sum, sumJob]);
    const moved = on(grow(tree), 'sum-job');
    expect(at(pointAt(grow(tree, moved), TARGET, ROOT))).toBe('sum-job');
  });

  it('keeps the old tree with its error, until a newer one comes', () => {
    const failed = { ...view, error: 'forbidden' };
    expect(toggleFold(failed, false).error).toBe('forbidden');
    expect(grow(treeOf(root, fetches), failed).error).toBeUndefined();
  });
});
