import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { isRoot } from '../../../../src/api/ownership.ts';
import { phaseOf } from '../../../../src/api/phase.ts';
import type { Suspension } from '../../../../src/api/suspension.ts';
import { parseFilter } from '../../../../src/monitor/core/executions/filter.ts';
import {
  NEWEST_FIRST,
  SORT_COLUMNS,
  SORTS,
} from '../../../../src/monitor/core/executions/order.ts';
import { rootKey } from '../../../../src/monitor/core/executions/root-key.ts';
import { EXECUTIONS, MODES } from '../../../../src/monitor/core/executions/table.ts';
import { isFailing } from '../../../../src/monitor/core/executions/trees-below.ts';
import {
  type Change,
  compareKeys,
  keyOf,
} from '../../../../src/monitor/core/resources/collection.ts';
import { rowContext, type State, selectedExecution } from '../../../../src/monitor/core/state.ts';
import { orderBy } from '../../../../src/monitor/core/table/order.ts';
import { requeryTable, withTable } from '../../../../src/monitor/core/table/requery.ts';
import {
  NO_FILTER,
  type TableFilter,
  type TableSettings,
} from '../../../../src/monitor/core/table/table.ts';
import { widestOf } from '../../../../src/monitor/core/table/widest.ts';
import { compileRegex } from '../../../../src/monitor/regex.ts';
import { executionsOf, monitor, suspended, told } from '../../../support/monitor.ts';
import { execution, MINUTE, NOW, SECOND, suspension } from '../../../support/objects.ts';
import { anyExecution, anySuspension } from './any-execution.ts';

const ALL = { mode: 'flat', sort: NEWEST_FIRST, filter: NO_FILTER, failingOnly: false } as const;
type AnySettings = Pick<TableSettings<Execution>, keyof typeof ALL>;

function filterOf(text: string): TableFilter<Execution> {
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

const anyChange: fc.Arbitrary<Change<Execution>> = fc.oneof(
  { weight: 3, arbitrary: anyExecution.map((object) => ({ key: keyOf(object), object })) },
  { weight: 1, arbitrary: anyExecution.map((object) => ({ key: keyOf(object) })) },
);
const anySettings: fc.Arbitrary<AnySettings> = fc.record({
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
  readonly state: State;
  readonly known: ReadonlyMap<string, Execution>;
}

// All namespaces are watched, and the executions are in several.
const START: Scene = { state: monitor({ namespaces: [] }), known: new Map() };

function take({ state, known }: Scene, step: AnyStep): Scene {
  if ('changes' in step) {
    const next = new Map(known);
    for (const { key, object } of step.changes) {
      if (object) next.set(key, object);
      else next.delete(key);
    }
    const { changes } = step;
    const msg = { kind: 'objectsChanged', of: 'Execution', namespace: '*', changes } as const;
    return { state: told(state, msg), known: next };
  }
  if ('suspensions' in step) {
    const empty = { ...state.resources, Suspension: [] };
    const next = told({ ...state, resources: empty }, suspended(...step.suspensions));
    return { state: requeryTable(next, 'executions'), known };
  }
  const now = state.now + ('pass' in step ? step.pass * 15 * SECOND : 0);
  const settings = 'settings' in step ? step.settings : {};
  return { state: requeryTable({ ...state, now }, 'executions', settings), known };
}

/** What should show, worked out from nothing but the newest objects. */
function expected({ state, known }: Scene): readonly Execution[] {
  const table = executionsOf(state);
  const all = [...known.values()].sort(compareKeys);
  const context = rowContext(state);
  const treeOf = (e: Execution) => all.filter((other) => rootKey(other) === rootKey(e));
  const leadOf = (e: Execution) => treeOf(e).findLast(isRoot) ?? e;
  const fails = (e: Execution) => {
    const below = table.mode === 'roots' ? treeOf(e).filter((other) => !isRoot(other)) : [];
    return [e, ...below].some((one) => ['Failed', 'Backoff'].includes(phaseOf(one)));
  };
  const order = orderBy(SORTS, table.sort);
  const grouped = (a: Execution, b: Execution) =>
    leadOf(a) === leadOf(b)
      ? Number(leadOf(b) === b) - Number(leadOf(a) === a) || compareKeys(a, b)
      : order(leadOf(a), leadOf(b));
  return all
    .filter((e) => table.mode !== 'roots' || isRoot(e))
    .filter((e) => !table.failingOnly || fails(e))
    .filter((e) => table.filter.test(e, context))
    .sort(table.mode === 'grouped' ? grouped : order);
}

const rowsOf = ({ state }: Scene) => executionsOf(state).shown;

describe('after any changes, settings and time, the list', () => {
  it('shows in each mode what filtering and sorting all of them would show', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyStep, { maxLength: 15 }), (settings, steps) => {
        let scene = take(START, { settings });
        for (const step of steps) {
          scene = take(scene, step);
          const { all, shown, widest } = executionsOf(scene.state);
          expect(shown.map(keyOf)).toEqual(expected(scene).map(keyOf));
          expect(all).toEqual([...scene.known.values()].sort(compareKeys));
          expect(widest).toEqual(widestOf(EXECUTIONS.lengths, shown));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('counts what counting all of them would count', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 15 }), (steps) => {
        const { state, known } = steps.reduce(take, START);
        const all = [...known.values()].sort(compareKeys);
        const roots = all.filter(isRoot);
        const counts: Record<string, number> = {};
        for (const e of all) {
          if (isRoot(e) || isFailing(e)) counts[phaseOf(e)] = (counts[phaseOf(e)] ?? 0) + 1;
        }
        expect(Object.fromEntries(state.counts.byPhase)).toEqual(counts);
        expect(state.counts.roots).toBe(roots.length);
        for (const root of roots) {
          const below = all.filter((e) => !isRoot(e) && rootKey(e) === rootKey(root));
          expect(rowContext(state).below.get(rootKey(root))).toEqual(
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
          const table = executionsOf(first.state);
          const cursor = place % Math.max(1, table.shown.length);
          const scroll = { cursor, top: cursor };
          const held = { ...table, settled: true, scroll };
          let scene: Scene = { ...first, state: withTable(first.state, 'executions', held) };
          for (const step of steps) {
            const before = selectedExecution(scene.state);
            scene = take(scene, step);
            const { shown, scroll: after } = executionsOf(scene.state);
            expect(after.cursor).toBeLessThan(Math.max(1, shown.length));
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
          const one = executionsOf(atOnce.state);
          const other = executionsOf(oneByOne.state);
          expect(one.shown).toEqual(other.shown);
          expect(one.groups).toEqual(other.groups);
          expect(one.widest).toEqual(other.widest);
          expect(atOnce.state.counts).toEqual(oneByOne.state.counts);
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
    rowsOf(take(scene, { changes: [{ key: keyOf(object), object }] })).map(keyOf);

  it('takes another out of the list that waits for its mutex no longer, and puts it back', () => {
    const spec = { mutex: { name: 'deploys' } };
    const waits = execution({ name: 'waits', spec });
    const holds = execution({ name: 'holds', phase: 'Executing', spec });
    const ended = execution({ name: 'holds', phase: 'Completed', spec });
    const scene = waitingFor('mutex', [], waits, holds);
    expect(rowsOf(scene)).toEqual([waits]);
    expect(namesAfter(scene, ended)).toEqual([]);
    expect(namesAfter(waitingFor('mutex', [], waits, ended), holds)).toEqual(['payments/waits']);
  });

  it('takes its root out of the list when it ended, and its approval is needed no longer', () => {
    const root = execution({ name: 'root', phase: 'Suspended' });
    const child = execution({ name: 'child', phase: 'Executing', parent: root });
    const scene = waitingFor('human', [suspension({ parent: child })], root, child);
    expect(rowsOf(scene)).toEqual([child, root]);
    const ended = execution({ name: 'child', phase: 'Failed', parent: root });
    expect(namesAfter(scene, ended)).toEqual([]);
  });
});

describe('time alone', () => {
  it('takes an execution out of a list of young ones, and lets it into one of old ones', () => {
    const [young, old] = ['age<1m', 'age>1m'].map(filterOf);
    const changes = fc.sample(anyExecution, 20).map((object) => ({ key: keyOf(object), object }));
    const scene = take(START, { changes });
    const sizes = (filter: AnySettings['filter'] = NO_FILTER) =>
      [0, 1, 2, 4].map((minutes) => {
        const from = take(scene, { settings: { ...ALL, filter } });
        const now = NOW + minutes * MINUTE + 1;
        const later = { ...from, state: requeryTable({ ...from.state, now }, 'executions') };
        expect(rowsOf(later)).toEqual(expected(later));
        return rowsOf(later).length;
      });
    expect(sizes(young).at(-1)).toBe(0);
    expect(sizes(old).at(-1)).toBe(scene.known.size);
  });
});
