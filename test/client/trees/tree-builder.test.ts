import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import type { Job } from '../../../src/api/job.ts';
import type { KubeObject } from '../../../src/api/metadata.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import { buildTree, type ExecutionTree } from '../../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../../src/api/tree-node.ts';
import { TreeBuilder } from '../../../src/client/trees/tree-builder.ts';
import { treeMembers } from '../../../src/client/trees/tree-members.ts';
import { Store, type StoreChange } from '../../../src/kube/watch/store.ts';
import { ago, execution, job, MINUTE, suspension } from '../../support/objects.ts';

type Kind = 'Execution' | 'Suspension' | 'Job';

let version = 0;

function storeOf<T extends KubeObject>(): Store<T> {
  return new Store<T>({
    key: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    uid: ({ metadata }) => metadata.uid ?? '',
    version: ({ metadata }) => metadata.resourceVersion ?? '',
  });
}

/** Stores, and a builder that hears of each change in them as a watcher of trees does. */
function sceneOf(start: Execution) {
  const executions = storeOf<Execution>();
  const suspensions = storeOf<Suspension>();
  const jobs = storeOf<Job>();
  const stores = { executions, suspensions, jobs: [jobs] };
  const builder = new TreeBuilder();
  const note = (kind: Kind) => (changes: readonly StoreChange<KubeObject>[]) => {
    for (const change of changes) {
      builder.note({
        child: { kind, object: change.item } as Parameters<typeof builder.note>[0]['child'],
        previous: change.type === 'updated' ? change.previous : undefined,
        isDeleted: change.type === 'deleted',
      });
    }
  };
  executions.subscribe(note('Execution'));
  suspensions.subscribe(note('Suspension'));
  jobs.subscribe(note('Job'));
  let tree: ExecutionTree | undefined;
  return {
    stores,
    put(kind: Kind, object: KubeObject): void {
      version++;
      const fresh = { ...object, metadata: { ...object.metadata, resourceVersion: `${version}` } };
      if (kind === 'Execution') executions.apply(fresh as Execution);
      else if (kind === 'Suspension') suspensions.apply(fresh);
      else jobs.apply(fresh);
    },
    remove(kind: Kind, name: string): void {
      const store = { Execution: executions, Suspension: suspensions, Job: jobs }[kind];
      store.delete(`payments/${name}`);
    },
    build(): ExecutionTree | undefined {
      const seen = executions.get(`payments/${start.metadata.name}`);
      if (seen === undefined) return undefined;
      tree = builder.build(seen, stores, [], tree);
      return tree;
    },
    /** The tree of what the stores hold, built from all of it. */
    expected(): ExecutionTree | undefined {
      const seen = executions.get(`payments/${start.metadata.name}`);
      return seen && buildTree(seen, treeMembers(seen, stores).objects);
    },
  };
}

/** A node with all that can be seen of it. */
function facts(node: ExecutionTreeNode | undefined): unknown {
  if (node === undefined) return undefined;
  const { key, phase, message, flaw, object, startedAt, finishedAt, createdAt } = node;
  const children = node.children.map(facts);
  return { key, phase, message, flaw, object, startedAt, finishedAt, createdAt, children };
}

const ROOT = execution({ name: 'root', phase: 'Executing' });

describe('a builder of trees', () => {
  // Executions e0 to e3 may own each other, in circles too; others belong to one of them, or to nothing.
  const someExecutions = ['root', 'e0', 'e1', 'e2', 'e3'].map((name) => execution({ name }));
  const anyObject = fc
    .record({
      kind: fc.constantFrom<Kind>('Execution', 'Execution', 'Suspension', 'Job'),
      name: fc.nat(3),
      uid: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1) }),
      parent: fc.nat(4),
      isLabelled: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
      isOwned: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
      root: fc.oneof({ weight: 9, arbitrary: fc.constant('root') }, fc.constantFrom('e0', 'x')),
      created: fc.nat(2),
      phase: fc.constantFrom('Pending', 'Executing', 'Failed'),
      attempts: fc.array(fc.record({ phase: fc.constantFrom('Failed', 'Executing') }), {
        maxLength: 2,
      }),
    })
    .map(({ kind, ...parts }) => {
      const name = kind === 'Execution' ? `e${parts.name}` : `${kind}-${parts.name}`.toLowerCase();
      const parent = someExecutions[parts.parent];
      const common = {
        name,
        uid: parts.uid === 0 ? `uid-payments-${name}` : `other-${name}`,
        created: ago(parts.created * MINUTE),
        ...(parent && { parent }),
      };
      const made =
        kind === 'Execution'
          ? execution({ ...common, phase: parts.phase, status: { attempts: parts.attempts } })
          : kind === 'Suspension'
            ? suspension({ ...common, message: parts.phase })
            : job({ ...common, status: { active: parts.created } });
      const { labels: _, ownerReferences, ...metadata } = made.metadata;
      return {
        kind,
        object: {
          ...made,
          metadata: {
            ...metadata,
            ...(parts.isOwned && ownerReferences && { ownerReferences }),
            ...(parts.isLabelled && {
              labels: {
                'kontinue.cloud/root': parts.root,
                'kontinue.cloud/parent': parent?.metadata.name ?? '',
              },
            }),
          },
        },
      };
    });
  const anyStep = fc.oneof(
    { weight: 8, arbitrary: anyObject.map((put) => ({ put })) },
    { weight: 2, arbitrary: fc.constantFrom('Pending', 'Failed').map((phase) => ({ phase })) },
    { weight: 1, arbitrary: anyObject.map((remove) => ({ remove })) },
    { weight: 5, arbitrary: fc.constant({ build: true }) },
  );

  test.each(['root', 'e0'])('builds for %s what a build from all objects gives', (name) => {
    const start = execution({ name });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const scene = sceneOf(start);
        scene.put('Execution', start);
        for (const step of steps) {
          if ('put' in step) scene.put(step.put.kind, step.put.object);
          else if ('phase' in step) scene.put('Execution', execution({ name, phase: step.phase }));
          else if ('remove' in step) {
            scene.remove(step.remove.kind, step.remove.object.metadata.name);
          } else expect(facts(scene.build()?.root())).toEqual(facts(scene.expected()?.root()));
        }
        expect(facts(scene.build()?.root())).toEqual(facts(scene.expected()?.root()));
      }),
      { numRuns: 400 },
    );
  });

  const stages = Array.from({ length: 10 }, (_, i) =>
    execution({ name: `stage-${i}`, parent: ROOT, created: ago((20 - i) * MINUTE) }),
  );
  function wideScene() {
    const scene = sceneOf(ROOT);
    scene.put('Execution', ROOT);
    for (const stage of stages) {
      scene.put('Execution', stage);
      for (let n = 0; n < 50; n++) {
        scene.put('Job', job({ name: `${stage.metadata.name}-${n}`, parent: stage }));
      }
    }
    return scene;
  }

  /** All nodes of a tree. */
  function nodesOf(node: ExecutionTreeNode): readonly ExecutionTreeNode[] {
    return [node, ...node.children.flatMap(nodesOf)];
  }

  /** How many nodes of the next tree are not those of the tree before. */
  function countNew(scene: ReturnType<typeof sceneOf>, change: () => void): number {
    const before = new Set(nodesOf(scene.build()?.root() as ExecutionTreeNode));
    change();
    const after = scene.build()?.root() as ExecutionTreeNode;
    expect(facts(after)).toEqual(facts(scene.expected()?.root()));
    return nodesOf(after).filter((node) => !before.has(node)).length;
  }

  test('makes only the nodes of changed objects and of those above them', () => {
    const scene = wideScene();
    const changed = job({ name: 'stage-3-7', parent: stages[3] ?? ROOT, status: { active: 1 } });
    expect(countNew(scene, () => scene.put('Job', changed))).toBe(3);
    const fresh = execution({ name: 'fresh', parent: stages[3] ?? ROOT });
    const below = suspension({ name: 'below', parent: fresh });
    const both = () => {
      scene.put('Execution', fresh);
      scene.put('Suspension', below);
    };
    expect(countNew(scene, both)).toBe(4);
  });

  test('looks at no other object for that', () => {
    const scene = wideScene();
    scene.build();
    let looks = 0;
    const { jobs } = scene.stores;
    const [store] = jobs;
    for (const item of store?.values() ?? []) {
      if (item.metadata.name === 'stage-3-7') continue;
      const { status } = item;
      Object.defineProperty(item, 'status', {
        get: () => {
          looks++;
          return status;
        },
      });
    }
    const changed = job({ name: 'stage-3-7', parent: stages[3] ?? ROOT, status: { active: 1 } });
    scene.put('Job', changed);
    scene.build();
    expect(looks).toBe(0);
  });
});
