import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { isRoot } from '../../../../src/api/ownership.ts';
import { phaseOf } from '../../../../src/api/phase.ts';
import type { Suspension } from '../../../../src/api/suspension.ts';
import { endedOwners } from '../../../../src/monitor/core/executions/ended-owners.ts';
import {
  type Filter,
  NO_FILTER,
  parseFilter,
} from '../../../../src/monitor/core/executions/filter.ts';
import {
  applyChanges,
  EMPTY_LIST,
  type ExecutionChange,
  type ExecutionList,
  MODES,
  requeryList,
  selectedExecution,
} from '../../../../src/monitor/core/executions/list.ts';
import { mutexHolders } from '../../../../src/monitor/core/executions/mutexes.ts';
import {
  NEWEST_FIRST,
  orderBy,
  rootKey,
  SORT_COLUMNS,
} from '../../../../src/monitor/core/executions/order.ts';
import { isFailing } from '../../../../src/monitor/core/executions/trees-below.ts';
import { openSuspensions } from '../../../../src/monitor/core/executions/waiting-on.ts';
import { widestOf } from '../../../../src/monitor/core/executions/widest.ts';
import { compareKeys, keyOf } from '../../../../src/monitor/core/table/collection.ts';
import { compileRegex } from '../../../../src/monitor/regex.ts';
import { execution, MINUTE, NOW, SECOND, suspension } from '../../../support/objects.ts';
import { anyExecution, anySuspension } from './any-execution.ts';

const HEIGHT = 5;

const ALL = { mode: 'flat', sort: NEWEST_FIRST, filter: NO_FILTER, failingOnly: false } as const;

function filterOf(text: string): Filter {
  const filter = parseFilter(text, { compile: compileRegex, phases: [] });
  if (typeof filter === 'string') throw new Error(filter);
  return filter;
}

const FILTERS = [
  '',
  'phase:!completed',
  'n[0-4]',
  'age>90s',
  'age<2m duration>30s',
  'waiting:human,sleep',
  'waiting:!mutex age<150s',
].map(filterOf);

const anyChange: fc.Arbitrary<ExecutionChange> = fc.oneof(
  { weight: 3, arbitrary: anyExecution.map((object) => ({ key: keyOf(object), object })) },
  { weight: 1, arbitrary: anyExecution.map((object) => ({ key: keyOf(object) })) },
);
const anySettings = fc.record({
  mode: fc.constantFrom(...MODES),
  sort: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), reverse: fc.boolean() }),
  filter: fc.constantFrom(NO_FILTER, ...FILTERS),
  failingOnly: fc.boolean(),
});
const anyStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ changes: fc.array(anyChange, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ settings: anySettings }) },
  // Clocks may be set back.
  { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: -1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ suspensions: fc.array(anySuspension, { maxLength: 3 }) }) },
);
type AnyStep = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

interface Scene {
  readonly list: ExecutionList;
  readonly known: ReadonlyMap<string, Execution>;
  readonly around: Parameters<typeof applyChanges>[2];
}

const START: Scene = {
  list: EMPTY_LIST,
  known: new Map(),
  around: { open: new Map(), functions: new Map(), now: NOW, zone: 'utc' },
};

function take({ list, known, around }: Scene, step: AnyStep): Scene {
  if ('changes' in step) {
    const next = new Map(known);
    for (const { key, object } of step.changes) {
      if (object) next.set(key, object);
      else next.delete(key);
    }
    return { list: applyChanges(list, step.changes, around, HEIGHT), known: next, around };
  }
  const next = {
    ...around,
    ...('pass' in step && { now: around.now + step.pass * 15 * SECOND }),
    ...('suspensions' in step && { open: openSuspensions(step.suspensions) }),
  };
  const settings = 'settings' in step ? step.settings : {};
  return { list: requeryList(list, settings, next, HEIGHT), known, around: next };
}

/** What should show, worked out from nothing but the newest objects. */
function expected({ list, known, around }: Scene): readonly Execution[] {
  const all = [...known.values()].sort(compareKeys);
  const context = { ...around, hasEndedOwner: endedOwners(all), mutexHolder: mutexHolders(all) };
  const treeOf = (e: Execution) => all.filter((other) => rootKey(other) === rootKey(e));
  const leadOf = (e: Execution) => treeOf(e).findLast(isRoot) ?? e;
  const fails = (e: Execution) => {
    const below = list.mode === 'roots' ? treeOf(e).filter((other) => !isRoot(other)) : [];
    return [e, ...below].some((one) => ['Failed', 'Backoff'].includes(phaseOf(one)));
  };
  const order = orderBy(list.sort);
  const grouped = (a: Execution, b: Execution) =>
    leadOf(a) === leadOf(b)
      ? Number(leadOf(b) === b) - Number(leadOf(a) === a) || compareKeys(a, b)
      : order(leadOf(a), leadOf(b));
  return all
    .filter((e) => list.mode !== 'roots' || isRoot(e))
    .filter((e) => !list.failingOnly || fails(e))
    .filter((e) => list.filter.test(e, context))
    .sort(list.mode === 'grouped' ? grouped : order);
}

describe('after any changes, settings and time, the list', () => {
  it('shows in each mode what filtering and sorting all of them would show', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyStep, { maxLength: 15 }), (settings, steps) => {
        let scene = take(START, { settings });
        for (const step of steps) {
          scene = take(scene, step);
          expect(scene.list.shown.map(keyOf)).toEqual(expected(scene).map(keyOf));
          expect(scene.list.all).toEqual([...scene.known.values()].sort(compareKeys));
          expect(scene.list.widest).toEqual(widestOf(scene.list.shown));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('counts what counting all of them would count', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 15 }), (steps) => {
        const { list, known } = steps.reduce(take, START);
        const all = [...known.values()].sort(compareKeys);
        const roots = all.filter(isRoot);
        const counts: Record<string, number> = {};
        for (const e of all) {
          if (isRoot(e) || isFailing(e)) counts[phaseOf(e)] = (counts[phaseOf(e)] ?? 0) + 1;
        }
        expect(Object.fromEntries(list.counts)).toEqual(counts);
        expect(list.rootCount).toBe(roots.length);
        for (const root of roots) {
          const below = all.filter((e) => !isRoot(e) && rootKey(e) === rootKey(root));
          expect(list.below.get(rootKey(root))).toEqual(
            below.length === 0
              ? undefined
              : { total: below.length, failing: below.filter(isFailing) },
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps a settled cursor on its execution for as long as that shows', () => {
    fc.assert(
      fc.property(
        fc.array(anyChange, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.array(anyStep, { maxLength: 8 }),
        (changes, place, steps) => {
          const first = take(take(START, { changes }), {
            settings: ALL,
          });
          const cursor = place % Math.max(1, first.list.shown.length);
          const scroll = { cursor, top: cursor };
          let scene: Scene = { ...first, list: { ...first.list, settled: true, scroll } };
          for (const step of steps) {
            const before = selectedExecution(scene.list);
            scene = take(scene, step);
            const { shown, scroll: after } = scene.list;
            expect(after.cursor).toBeLessThan(Math.max(1, shown.length));
            expect(after.cursor - after.top).toBeLessThan(HEIGHT);
            const index = before ? shown.map(keyOf).indexOf(keyOf(before)) : -1;
            if (index >= 0) expect(after.cursor).toBe(index);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same whether many changes come at once or one by one', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.array(anyChange, { minLength: 65, maxLength: 120 }),
        (settings, changes) => {
          const start = take(START, { settings });
          const atOnce = take(start, { changes });
          const oneByOne = changes.map((change) => ({ changes: [change] })).reduce(take, start);
          expect(atOnce.list.shown).toEqual(oneByOne.list.shown);
          expect(atOnce.list.groups).toEqual(oneByOne.list.groups);
          expect(atOnce.list.widest).toEqual(oneByOne.list.widest);
          expect(atOnce.list.counts).toEqual(oneByOne.list.counts);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a change of one execution', () => {
  const waitingFor = (kind: string, open: Suspension[], ...executions: Execution[]) => {
    const filter = filterOf(`waiting:${kind}`);
    const scene = take(START, { suspensions: open });
    const changes = executions.map((object) => ({ key: keyOf(object), object }));
    return take(take(scene, { settings: { ...ALL, filter } }), { changes });
  };
  const namesAfter = (scene: Scene, object: Execution) =>
    take(scene, { changes: [{ key: keyOf(object), object }] }).list.shown.map(keyOf);

  it('takes another out of the list that waits for its mutex no longer, and puts it back', () => {
    const spec = { mutex: { name: 'deploys' } };
    const waits = execution({ name: 'waits', spec });
    const holds = execution({ name: 'holds', phase: 'Executing', spec });
    const ended = execution({ name: 'holds', phase: 'Completed', spec });
    const scene = waitingFor('mutex', [], waits, holds);
    expect(scene.list.shown).toEqual([waits]);
    expect(namesAfter(scene, ended)).toEqual([]);
    expect(namesAfter(waitingFor('mutex', [], waits, ended), holds)).toEqual(['payments/waits']);
  });

  it('takes its root out of the list when it ended, and its approval is needed no longer', () => {
    const root = execution({ name: 'root', phase: 'Suspended' });
    const child = execution({ name: 'child', phase: 'Executing', parent: root });
    const scene = waitingFor('human', [suspension({ parent: child })], root, child);
    expect(scene.list.shown).toEqual([child, root]);
    const ended = execution({ name: 'child', phase: 'Failed', parent: root });
    expect(namesAfter(scene, ended)).toEqual([]);
  });
});

describe('time alone', () => {
  it('takes an execution out of a list of young ones, and lets it into one of old ones', () => {
    const [young, old] = ['age<1m', 'age>1m'].map(filterOf);
    const changes = fc.sample(anyExecution, 20).map((object) => ({ key: keyOf(object), object }));
    const scene = take(START, { changes });
    const sizes = (filter = NO_FILTER) =>
      [0, 1, 2, 4].map((minutes) => {
        const from = take(scene, { settings: { ...ALL, filter } });
        const around = { ...from.around, now: NOW + minutes * MINUTE + 1 };
        const { shown } = requeryList(from.list, {}, around, HEIGHT);
        expect(shown).toEqual(expected({ ...from, list: { ...from.list, filter }, around }));
        return shown.length;
      });
    expect(sizes(young).at(-1)).toBe(0);
    expect(sizes(old).at(-1)).toBe(scene.known.size);
  });
});
