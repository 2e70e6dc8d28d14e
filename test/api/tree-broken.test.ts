import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../src/api/execution.ts';
import { PARENT_LABEL, ROOT_LABEL } from '../../src/api/labels.ts';
import { buildTree } from '../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../src/api/tree-node.ts';
import { execution, job, suspension, treeOf } from '../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing' });

function names(node: ExecutionTreeNode): string[] {
  return node.children.map((child) => `${child.name}${child.flaw ? ` (${child.flaw})` : ''}`);
}

function withoutOwners(child: Execution): Execution {
  const { ownerReferences: _, ...metadata } = child.metadata;
  return { ...child, metadata };
}

function ownedBy(uid: string, child: Execution): Execution {
  const owner = { apiVersion: 'kontinue.cloud/v1alpha1', kind: 'Execution', name: 'x', uid };
  return { ...child, metadata: { ...child.metadata, ownerReferences: [owner] } };
}

describe('children that lost something', () => {
  it('are found by owner references where labels are missing', () => {
    const child = execution({ name: 'child', parent: root });
    const { labels: _, ...metadata } = child.metadata;
    expect(names(treeOf(root, [{ ...child, metadata }]).root())).toEqual(['child']);
  });

  it('are found by labels where owner references are missing', () => {
    const child = execution({ name: 'child', parent: root });
    const grandchild = execution({ name: 'grandchild', parent: child });
    const tree = treeOf(root, [grandchild, child].map(withoutOwners));
    expect(names(tree.root())).toEqual(['child']);
    expect(tree.root().children.flatMap(names)).toEqual(['grandchild']);
  });

  it('do not hang under a child that has the name of their root of before', () => {
    const owner = execution({ name: 'owner' });
    const child = execution({ name: 'root', parent: owner });
    const left = ownedBy('gone', execution({ name: 'left', parent: root }));
    expect(names(treeOf(root, [left]).root())).toEqual(['left (orphan)']);
    expect(names(treeOf(child, [left]).root())).toEqual([]);
  });

  it('are found by the shortened label of a long name', () => {
    const long = execution({ name: `settle-${'x'.repeat(80)}` });
    const child = withoutOwners(execution({ name: 'child', parent: long }));
    expect(names(treeOf(long, [child]).root())).toEqual(['child']);
  });

  it('go where their owner reference says, whatever the label says', () => {
    const left = execution({ name: 'left', parent: root });
    const right = execution({ name: 'right', parent: root });
    const child = ownedBy(
      right.metadata.uid ?? '',
      execution({ name: 'child', labels: { [PARENT_LABEL]: 'left', [ROOT_LABEL]: 'root' } }),
    );
    const tree = treeOf(root, [left, right, child]);
    expect(tree.root().children.map(names)).toEqual([[], ['child']]);
  });

  it('are never taken from another namespace that uses the same names', () => {
    const elsewhere = execution({ name: 'root', namespace: 'billing' });
    const theirs = [
      withoutOwners(execution({ name: 'child', parent: elsewhere })),
      ownedBy('gone', execution({ name: 'orphan', parent: elsewhere })),
    ];
    const ours = withoutOwners(execution({ name: 'ours', parent: root }));
    expect(names(treeOf(root, [elsewhere, ours, ...theirs]).root())).toEqual(['ours']);
    expect(names(treeOf(root, [ours, ...theirs, elsewhere]).root())).toEqual(['ours']);
  });
});

describe('an orphan', () => {
  it('hangs under the root of its label, flagged, with all that it owns', () => {
    const orphan = ownedBy('gone', execution({ name: 'orphan', labels: { [ROOT_LABEL]: 'root' } }));
    const work = job({ name: 'work', parent: orphan });
    const tree = treeOf(root, [work, orphan]);
    expect(names(tree.root())).toEqual(['orphan (orphan)']);
    expect(tree.root().children.flatMap(names)).toEqual(['work']);
  });

  it('does not hang under a child that somebody opened as a root', () => {
    const child = execution({ name: 'child', parent: root });
    const orphan = ownedBy('gone', execution({ name: 'orphan', labels: { [ROOT_LABEL]: 'root' } }));
    expect(names(treeOf(child, [root, orphan]).root())).toEqual([]);
  });
});

describe('a cycle', () => {
  it('is cut and flagged, and nothing of it is lost', () => {
    const labels = { [ROOT_LABEL]: 'root' };
    const a = ownedBy('uid-b', execution({ name: 'a', uid: 'uid-a', labels }));
    const b = ownedBy('uid-a', execution({ name: 'b', uid: 'uid-b', labels }));
    const tree = treeOf(root, [a, b]);
    expect(names(tree.root())).toEqual(['a (cycle)']);
    expect(tree.root().children.flatMap(names)).toEqual(['b']);
  });

  it('through the root itself does not hang', () => {
    const top = ownedBy('uid-b', execution({ name: 'a', uid: 'uid-a' }));
    const b = ownedBy('uid-a', execution({ name: 'b', uid: 'uid-b' }));
    expect(names(treeOf(top, [b]).root())).toEqual(['b']);
  });

  it('of one that owns itself does not hang', () => {
    const labels = { [ROOT_LABEL]: 'root' };
    const itself = ownedBy('uid-a', execution({ name: 'a', uid: 'uid-a', labels }));
    expect(names(treeOf(root, [itself]).root())).toEqual(['a (cycle)']);
    expect(names(treeOf(itself, []).root())).toEqual([]);
  });
});

describe('broken data', () => {
  it('may lack a uid, a namespace, times and a status', () => {
    const bare: Execution = { metadata: { name: 'bare' }, spec: { function: 'f' } };
    const child = (name: string) => ({ metadata: { name, labels: { [PARENT_LABEL]: 'bare' } } });
    const tree = buildTree(bare, {
      executions: [bare],
      suspensions: [child('a')],
      jobs: [child('b')],
    });
    expect(tree.root().children.map((node) => `${node.kind} ${node.phase}`)).toEqual([
      'Suspension Suspended',
      'Job Pending',
    ]);
  });

  it('may give times that are none', () => {
    const status = { startedAt: 'soon', attempts: [{ startedAt: '' }, { phase: 'Executing' }] };
    const start = execution({ phase: 'Executing', created: 'once', status });
    const node = treeOf(start).root();
    expect([node.createdAt, node.startedAt, node.children[0]?.startedAt]).toEqual(
      Array.from({ length: 3 }),
    );
  });

  it('of any shape ends, and places every object once at most', () => {
    const size = 12;
    const member = fc.record({
      kind: fc.constantFrom('Execution', 'Suspension', 'Job'),
      owner: fc.option(fc.nat(size + 1)),
      parentLabel: fc.option(fc.nat(size + 1)),
      labelled: fc.boolean(),
    });
    const made = { Execution: execution, Suspension: suspension, Job: job } as const;
    fc.assert(
      fc.property(fc.array(member, { maxLength: size }), fc.nat(size - 1), (members, first) => {
        const objects = members.map(({ kind, owner, parentLabel, labelled }, i) => {
          const object = made[kind as keyof typeof made]({
            name: `n${i}`,
            uid: `u${i}`,
            labels: {
              ...(labelled && { [ROOT_LABEL]: `n${first}` }),
              ...(parentLabel !== null && { [PARENT_LABEL]: `n${parentLabel}` }),
            },
          });
          const owned = owner === null ? {} : ownedBy(`u${owner}`, execution()).metadata;
          const { ownerReferences } = owned as Execution['metadata'];
          return {
            ...object,
            metadata: { ...object.metadata, ...(ownerReferences && { ownerReferences }) },
          };
        });
        const start = objects[first];
        if (start?.kind !== 'Execution') return;
        const seen: string[] = [];
        const visit = (node: ExecutionTreeNode) => {
          seen.push(node.key);
          node.children.forEach(visit);
        };
        visit(treeOf(start as Execution, objects).root());
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen[0]).toBe(`Execution/u${first}`);
      }),
      { numRuns: 300 },
    );
  });

  it('may be as deep as data can be made', () => {
    let last = execution({ name: 'n0' });
    const chain = [last];
    while (chain.length < 1_000) {
      last = execution({ name: `n${chain.length}`, parent: last });
      chain.push(last);
    }
    let depth = 0;
    let node: ExecutionTreeNode | undefined = treeOf(chain[0] ?? root, chain).root();
    for (; node; [node] = node.children) depth++;
    expect(depth).toBe(1_000);
  });
});

describe('a thousand children', () => {
  const children = Array.from({ length: 1_000 }, (_, i) =>
    execution({ name: `root-${i}`, parent: root }),
  );

  it('stand in the order of their numbers', () => {
    const shuffled = children.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    expect(
      treeOf(root, shuffled)
        .root()
        .children.map((node) => node.name),
    ).toEqual(children.map((child) => child.metadata.name));
  });

  it('cost a number of looks at the objects that grows with their number, not its square', () => {
    const looks = (count: number): number => {
      let reads = 0;
      const counted = children.slice(0, count).map(
        (child) =>
          new Proxy(child, {
            get: (target, field) => {
              reads++;
              return Reflect.get(target, field);
            },
          }),
      );
      buildTree(root, { executions: counted, suspensions: [], jobs: [] });
      return reads;
    };
    expect(looks(1_000)).toBeLessThan(looks(100) * 20);
  });
});
