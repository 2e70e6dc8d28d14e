import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import type { Job } from '../../../../src/api/job.ts';
import type { ExecutionTree } from '../../../../src/api/tree.ts';
import { findNode, nodesOf, treeRows } from '../../../../src/monitor/core/tree/rows.ts';
import {
  currentRow,
  moveTo,
  NO_TREE,
  pointAt,
  rebuild,
  reveal,
  type TreeView,
  toggleFold,
} from '../../../../src/monitor/core/tree/state.ts';
import { execution, job, treeOf } from '../../../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing' });
const stages = ['s0', 's1'].map((name) =>
  execution({ name, function: name, phase: 'Executing', parent: root }),
);

interface Part {
  readonly name: number;
  readonly stage: number;
  readonly function: string;
  readonly phase: string;
  readonly hasJob: boolean;
}

/** What does not change from tree to tree is the same object, as in a store. */
const objectsOf = {
  known: new Map<string, readonly (Execution | Job)[]>(),
  get(part: Part): readonly (Execution | Job)[] {
    const id = JSON.stringify(part);
    const known = this.known.get(id);
    if (known) return known;
    const { name, stage, hasJob, ...rest } = part;
    const parent = stages[stage];
    const one = execution({ name: `e${name}`, ...rest, ...(parent && { parent }) });
    const objects = hasJob ? [one, job({ name: `j${name}`, parent: one })] : [one];
    this.known.set(id, objects);
    return objects;
  },
};

/** Executions below the stages, some with a job, and in phases that take them out of their group. */
const anyTree = fc
  .uniqueArray(
    fc.record({
      name: fc.nat(11),
      stage: fc.nat(1),
      function: fc.constantFrom('fetch', 'sum'),
      phase: fc.constantFrom('Executing', 'Completed', 'Failed'),
      hasJob: fc.boolean(),
    }),
    { maxLength: 12, selector: ({ name }) => name },
  )
  .map((parts) => parts.flatMap((part) => objectsOf.get(part)));
const anyStep = fc.oneof(
  { weight: 3, arbitrary: anyTree.map((objects) => ({ objects })) },
  { weight: 2, arbitrary: fc.nat(30).map((fold) => ({ fold })) },
  { weight: 2, arbitrary: fc.nat(30).map((show) => ({ show })) },
  { weight: 2, arbitrary: fc.nat(30).map((cursor) => ({ cursor })) },
);

function take(view: TreeView, step: typeof anyStep extends fc.Arbitrary<infer S> ? S : never) {
  if ('objects' in step) {
    const tree = treeOf(root, [...stages, ...step.objects], view.tree);
    return rebuild(view, { tree });
  }
  if ('fold' in step) return toggleFold(view, undefined);
  if ('show' in step) {
    const nodes = nodesOf(view.tree as ExecutionTree);
    return reveal(view, nodes[step.show % nodes.length]?.key);
  }
  return moveTo(view, view.rows[step.cursor % view.rows.length]?.key);
}

const start = rebuild(pointAt(NO_TREE, { namespace: 'payments', name: 'root' }, undefined), {
  tree: treeOf(root, stages),
});

describe('after any trees and folds', () => {
  it('the rows are those of a tree that was never seen before', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        let view = start;
        let objects: readonly (Execution | Job)[] = [];
        for (const step of steps) {
          view = take(view, step);
          if ('objects' in step) objects = step.objects;
          // Rows are kept with nodes, and these are new ones.
          const unseen = treeOf(root, [...stages, ...objects]);
          expect(view.rows).toEqual(treeRows(unseen, view.folds));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the cursor is on its row, on the row above it where that went, and on the screen', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        let view = start;
        for (const step of steps) {
          const before = view;
          view = take(view, step);
          expect(view.scroll.cursor).toBeLessThan(view.rows.length);
          if (!('objects' in step)) continue;
          const keys = new Set(view.rows.map((row) => row.key));
          let row = currentRow(before);
          while (row !== undefined && !keys.has(row.key)) {
            const { parent } = row;
            row = before.rows.find(({ key }) => key === parent);
          }
          expect(currentRow(view)?.key).toBe(row?.key);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('each node is found with what is above it', () => {
    fc.assert(
      fc.property(anyTree, (objects) => {
        const tree = treeOf(root, [...stages, ...objects]);
        for (const node of nodesOf(tree)) {
          const found = findNode(tree, node.key);
          expect(found?.node).toBe(node);
          const path = [...(found?.above ?? []), node];
          expect(path[0]).toBe(tree.root());
          path.slice(1).forEach((child, i) => {
            expect(path[i]?.children).toContain(child);
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the rows of a tree in which one node changed', () => {
  it('are the same objects, except for the node and those above it', () => {
    const leaves = Array.from({ length: 40 }, (_, i) =>
      job({ name: `job-${i}`, ...(stages[i % 2] && { parent: stages[i % 2] }) }),
    );
    const before = rebuild(start, { tree: treeOf(root, [...stages, ...leaves], start.tree) });
    const active = {
      ...leaves[7],
      metadata: leaves[7]?.metadata ?? { name: '' },
      status: { active: 1 },
    };
    const tree = treeOf(root, [...stages, ...leaves.toSpliced(7, 1, active)], before.tree);
    const after = rebuild(before, { tree });
    const known = new Set(before.rows);
    const changed = after.rows.filter((row) => !known.has(row));
    expect(changed.map(({ content }) => content.kind === 'node' && content.node.name)).toEqual([
      'root',
      's1',
      'job-7',
    ]);
  });
});
