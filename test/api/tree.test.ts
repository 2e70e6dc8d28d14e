import { describe, expect, it } from 'vitest';
import { buildTree } from '../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../src/api/tree-node.ts';
import {
  ago,
  ended,
  execution,
  HOUR,
  job,
  MINUTE,
  suspension,
  treeOf,
} from '../support/objects.ts';

/** The tree as lines, two spaces for each level. */
function outline(node: ExecutionTreeNode, depth = 0): string[] {
  const number = node.attemptNumber === undefined ? '' : ` ${node.attemptNumber}`;
  const flaw = node.flaw === undefined ? '' : ` (${node.flaw})`;
  const name = node.kind === 'Attempt' ? '' : ` ${node.name}`;
  return [
    `${'  '.repeat(depth)}${node.kind}${name}${number} ${node.phase}${flaw}`,
    ...node.children.flatMap((child) => outline(child, depth + 1)),
  ];
}

const attempt = (phase: string) => ({ phase, startedAt: ago(HOUR), finishedAt: ago(MINUTE) });

describe('a tree', () => {
  const root = execution({ name: 'root', phase: 'Executing' });

  it('is the root alone when nothing belongs to it', () => {
    const stranger = execution({ name: 'stranger' });
    const tree = treeOf(root, [stranger, job({ name: 'theirs', parent: stranger })]);
    expect(outline(tree.root())).toEqual(['Execution root Executing']);
    expect(tree.isArchived()).toBe(false);
  });

  it('puts previous attempts first, then children of every kind by creation time, then name', () => {
    const start = execution({
      name: 'root',
      phase: 'Executing',
      status: { attempts: [attempt('Failed'), attempt('Canceled'), { phase: 'Executing' }] },
    });
    const child = execution({
      name: 'root-1',
      phase: 'Completed',
      parent: start,
      created: ago(30 * MINUTE),
    });
    const tree = treeOf(start, [
      job({ name: 'z-last', parent: start, created: ago(10 * MINUTE) }),
      suspension({ name: 'approve', parent: start, created: ago(20 * MINUTE) }),
      job({ name: 'deep', parent: child, status: { active: 1 } }),
      execution({ name: 'root-10', parent: start, created: ago(15 * MINUTE) }),
      execution({ name: 'root-2', parent: start, created: ago(15 * MINUTE) }),
      child,
    ]);
    expect(outline(tree.root())).toEqual([
      'Execution root Executing',
      '  Attempt 1 Failed',
      '  Attempt 2 Canceled',
      '  Execution root-1 Completed',
      '    Job deep Executing',
      '  Suspension approve Suspended',
      '  Execution root-2 Pending',
      '  Execution root-10 Pending',
      '  Job z-last Pending',
    ]);
  });

  it.each(['Backoff', 'Pending'])('counts the last attempt as history in %s', (phase) => {
    const start = execution({ phase, status: { attempts: [attempt('Failed')] } });
    expect(
      treeOf(start)
        .root()
        .children.map((node) => node.attemptNumber),
    ).toEqual([1]);
  });

  it('says of each node what it is', () => {
    const start = execution({
      name: 'root',
      phase: 'Failed',
      status: {
        message: 'disk full',
        startedAt: ago(5 * MINUTE),
        finishedAt: ago(MINUTE),
        attempts: [
          {
            phase: 'Failed',
            message: 'first',
            startedAt: ago(9 * MINUTE),
            finishedAt: ago(8 * MINUTE),
          },
          { phase: 'Failed', startedAt: ago(5 * MINUTE), finishedAt: ago(MINUTE) },
        ],
      },
    });
    const wait = suspension({
      name: 'wait',
      parent: start,
      message: 'sure?',
      phase: 'Completed',
      finishedAt: ago(2 * MINUTE),
      created: ago(4 * MINUTE),
    });
    const work = job({
      name: 'work',
      parent: start,
      status: ended('Failed', 'BackoffLimitExceeded', ago(3 * MINUTE)),
    });
    const top = treeOf(start, [wait, work]).root();
    const [first, worked, waited] = top.children;
    const instants = (node: ExecutionTreeNode | undefined) =>
      [node?.startedAt, node?.finishedAt].map((date) => date?.toISOString().replace('.000', ''));

    expect(top).toMatchObject({
      kind: 'Execution',
      namespace: 'payments',
      phase: 'Failed',
      message: 'disk full',
      attemptNumber: undefined,
    });
    expect(instants(top)).toEqual([ago(5 * MINUTE), ago(MINUTE)]);
    expect(first).toMatchObject({ kind: 'Attempt', attemptNumber: 1, message: 'first' });
    expect(instants(first)).toEqual([ago(9 * MINUTE), ago(8 * MINUTE)]);
    expect(worked).toMatchObject({ kind: 'Job', phase: 'Failed', message: 'BackoffLimitExceeded' });
    expect(instants(worked)).toEqual([ago(4 * MINUTE), ago(3 * MINUTE)]);
    expect(waited).toMatchObject({ kind: 'Suspension', phase: 'Completed', message: 'sure?' });
    expect(instants(waited)).toEqual([ago(4 * MINUTE), ago(2 * MINUTE)]);

    expect(top.execution()).toBe(start);
    expect(worked?.job()).toBe(work);
    expect(waited?.suspension()).toBe(wait);
    expect(first?.attempt()).toBe(start.status?.attempts?.[0]);
    expect([top.suspension(), top.job(), top.attempt(), first?.execution()]).toEqual(
      Array.from({ length: 4 }),
    );
  });

  it('has unique keys, also where kinds share a name', () => {
    const start = execution({ name: 'root', status: { attempts: [attempt('Failed')] } });
    const twins = [
      job({ name: 'root-1', parent: start, uid: 'a' }),
      suspension({ name: 'root-1', parent: start, uid: 'b' }),
    ];
    const keys = treeOf(start, twins)
      .root()
      .children.map((node) => node.key);
    expect(new Set(keys).size).toBe(3);
  });

  it('of a child has that child at its root', () => {
    const child = execution({ name: 'root-1', parent: root });
    const tree = treeOf(child, [root, job({ name: 'work', parent: child })]);
    expect(outline(tree.root())).toEqual(['Execution root-1 Pending', '  Job work Pending']);
  });

  it('says when it was read from an archive', () => {
    const nothing = { executions: [], suspensions: [], jobs: [] };
    expect(buildTree(root, nothing, { archived: true }).isArchived()).toBe(true);
  });
});

describe('a newer tree', () => {
  const root = execution({ name: 'root', status: { attempts: [attempt('Failed')] } });
  const left = execution({ name: 'left', parent: root, phase: 'Executing' });
  const right = execution({ name: 'right', parent: root, phase: 'Executing' });
  const leftJob = job({ name: 'left-job', parent: left });
  const before = treeOf(root, [left, right, leftJob]);

  it('keeps every node when nothing changed', () => {
    expect(treeOf(root, [left, right, leftJob], before).root()).toBe(before.root());
  });

  it('keeps what did not change, and makes anew what did and all above it', () => {
    const done = execution({ name: 'right', parent: root, phase: 'Completed' });
    const after = treeOf(root, [left, done, leftJob], before);
    const [attempt0, left0, right0] = before.root().children;
    const [attempt1, left1, right1] = after.root().children;
    expect(after.root()).not.toBe(before.root());
    expect(attempt1).toBe(attempt0);
    expect(left1).toBe(left0);
    expect(right1).not.toBe(right0);
    expect(right1?.phase).toBe('Completed');
  });

  it('notices a child that came or went', () => {
    const fewer = treeOf(root, [left, right], before);
    expect(fewer.root().children[1]).not.toBe(before.root().children[1]);
    expect(fewer.root().children[1]?.children).toEqual([]);
    const more = treeOf(root, [left, right, leftJob, job({ name: 'x', parent: right })], before);
    expect(more.root().children[1]).toBe(before.root().children[1]);
    expect(more.root().children[2]?.children).toHaveLength(1);
  });

  it('does not keep the node of a name that was made again', () => {
    const again = execution({ name: 'left', parent: root, phase: 'Executing', uid: 'newer' });
    const after = treeOf(root, [again, right], before);
    expect(after.root().children.map((node) => node.key)).toContain('Execution/newer');
    expect(after.root().children).not.toContain(before.root().children[1]);
  });
});
