import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ArchivedExecution } from '../../../src/api/archived-execution.ts';
import { customResourceDefinitions } from '../../../src/api/crds/crds.ts';
import type { Execution } from '../../../src/api/execution.ts';
import { isRoot } from '../../../src/api/ownership.ts';
import { PHASES, phaseOf } from '../../../src/api/phase.ts';
import {
  ARCHIVED_EXECUTIONS,
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  LEASES,
  PODS,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from '../../../src/api/resources.ts';
import { validate } from '../../../src/cluster/schema/validate.ts';
import { HOUR, SECOND } from '../../../src/cluster/world/script.ts';
import { findWorld, WORLDS } from '../../../src/cluster/world/worlds.ts';
import { TestWorld } from './test-world.ts';

const OWN = [EXECUTIONS, SUSPENSIONS, SCHEDULED_EXECUTIONS, FUNCTIONS, ARCHIVED_EXECUTIONS];
const ALL = [...OWN, JOBS, PODS, LEASES];

function demo(seed?: number): TestWorld {
  return new TestWorld(findWorld('demo')?.scenarios ?? [], seed === undefined ? {} : { seed });
}

function roots(test: TestWorld) {
  return test.storage.list<Execution>(EXECUTIONS).filter(isRoot);
}

/** All objects by kind, place and name, without what differs from one world to the next. */
function contents(test: TestWorld): readonly string[] {
  return ALL.flatMap((resource) =>
    test.storage.list(resource).map(({ metadata, status }) => {
      const { namespace, name, creationTimestamp } = metadata;
      return `${resource.kind} ${namespace}/${name} ${creationTimestamp} ${JSON.stringify(status)}`;
    }),
  );
}

describe.each(WORLDS)('the world $name', ({ scenarios }) => {
  test('holds only objects that the API server would take', () => {
    const { storage } = new TestWorld(scenarios);
    for (const definition of customResourceDefinitions()) {
      const schema = definition.spec.versions[0]?.schema.openAPIV3Schema ?? {};
      const resource = OWN.find(({ kind }) => kind === definition.spec.names.kind);
      if (!resource) throw new Error(`unknown kind ${definition.spec.names.kind}`);
      for (const object of storage.list(resource)) {
        expect(validate(schema, object, ''), object.metadata.name).toEqual([]);
      }
    }
  });

  test('leaves no timer when it is stopped', () => {
    const test = new TestWorld(scenarios);
    expect(test.clock.alarms).toBeGreaterThan(0);
    test.world.stop();
    expect(test.clock.alarms).toBe(0);
  });
});

test('the demo opens with a past: a screen of roots, in every phase', () => {
  const test = demo();
  const all = roots(test);
  expect(all.length).toBeGreaterThan(20);
  expect(all.length).toBeLessThan(50);
  expect([...new Set(all.map(phaseOf))].sort()).toEqual([...PHASES].sort());
  const waiting = all.filter(({ spec }) => spec.function === 'train-ranker');
  expect(waiting.map(phaseOf)).toEqual(['Pending', 'Pending']);
  expect(test.storage.list(SCHEDULED_EXECUTIONS).length).toBeGreaterThan(1);
});

test('an archive of the demo holds a whole tree', () => {
  const [archived] = demo().storage.list<ArchivedExecution>(ARCHIVED_EXECUTIONS);
  const json = gunzipSync(Buffer.from(archived?.spec.data ?? '', 'base64')).toString();
  const tree = JSON.parse(json);
  expect(tree.executions[0].metadata.uid).toBe(archived?.spec.uid);
  expect(tree.executions).toHaveLength(4);
  expect(tree.suspensions).toHaveLength(1);
  expect(tree.jobs).toHaveLength(1);
});

test('no two groups of the demo are alike: gpu has no worker, the others have live ones', () => {
  const test = demo();
  const groups = test.storage
    .list(LEASES)
    .map(({ metadata }) => metadata.labels?.['kontinue.cloud/worker-group']);
  expect(new Set(groups.filter((group) => group !== undefined))).toEqual(
    new Set(['default', 'batch']),
  );
});

test('the same seed makes the same demo, another seed another', () => {
  expect(contents(demo(7))).toEqual(contents(demo(7)));
  expect(contents(demo(7))).not.toEqual(contents(demo(8)));
});

test('in the demo something moves every few seconds', () => {
  const test = demo();
  const versions = () => {
    const [executions] = [test.storage.list(EXECUTIONS)];
    return executions.map(({ metadata }) => metadata.resourceVersion).join();
  };
  for (let i = 0; i < 60; i++) {
    const before = versions();
    test.clock.advance(3 * SECOND);
    expect(versions()).not.toBe(before);
  }
});

test('after six hours the demo is no bigger than it was after one', () => {
  const test = demo();
  const sizes: number[] = [];
  for (let hour = 0; hour < 6; hour++) {
    let most = 0;
    for (let part = 0; part < 6; part++) {
      test.clock.advance(HOUR / 6);
      most = Math.max(most, ALL.flatMap((resource) => test.storage.list(resource)).length);
      expect(roots(test).length).toBeLessThan(60);
    }
    sizes.push(most);
  }
  expect(Math.max(...sizes)).toBeLessThan(2_500);
  expect(test.clock.alarms).toBeLessThan(500);
}, 60_000);
