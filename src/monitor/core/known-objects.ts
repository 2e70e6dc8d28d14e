import type { Execution } from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import type { Suspension } from '../../api/suspension.ts';
import { updateCounts } from './executions/phase-counts.ts';
import { openSuspensions } from './executions/waiting-on.ts';
import { groupFunctions } from './function-lookup.ts';
import { type Collection, compareKeys, updateCollection } from './resources/collection.ts';
import { type Difference, diffRows } from './resources/difference.ts';
import type { ObjectChanges } from './resources/resources.ts';
import { ALL_NAMESPACES } from './session.ts';
import type { State } from './state.ts';

/** Returns the state after some objects appeared, changed or went, with all that is derived from them. */
export function applyChanges(state: State, { namespace, ...change }: ObjectChanges): State {
  const { resources } = state;
  switch (change.of) {
    case 'Execution': {
      const { all, difference } = updateCollection(resources.Execution, change.changes);
      return withExecutions(state, all, difference);
    }
    case 'Suspension':
      return withSuspensions(state, updateCollection(resources.Suspension, change.changes).all);
    case 'Function': {
      const { all } = updateCollection(resources.Function, change.changes);
      // Of all namespaces listed at once, one without functions is not told apart from one not listed.
      const isAll = namespace === ALL_NAMESPACES;
      return withFunctions(state, all, isAll ? [] : [...state.functions.keys(), namespace]);
    }
  }
}

/** Returns the state without the objects of namespaces that are no longer watched. */
export function keepObjects(
  state: State,
  isKept: (namespace: string | undefined) => boolean,
): State {
  const { Execution: executions, Suspension: suspensions, Function: functions } = state.resources;
  const isHere = ({ metadata }: Execution | Suspension | KontinueFunction) =>
    isKept(metadata.namespace);
  const left = executions.filter(isHere);
  const next = withExecutions(state, left, diffRows(executions, left, compareKeys));
  return withFunctions(
    withSuspensions(next, suspensions.filter(isHere)),
    functions.filter(isHere),
    [...state.functions.keys()].filter(isKept),
  );
}

function withExecutions(
  state: State,
  all: Collection<Execution>,
  difference: Difference<Execution>,
): State {
  return {
    ...state,
    resources: { ...state.resources, Execution: all },
    lastDifference: { ...difference, from: state.resources.Execution },
    counts: updateCounts(state.counts, difference),
    awaited: isAwaited(difference, state) ? all : state.awaited,
  };
}

/** Whether one of the changed executions may hold up others: by its mutex, or by how it ended. */
function isAwaited({ removed, added }: Difference<Execution>, { open }: State): boolean {
  const mayHoldUp = ({ spec, metadata }: Execution) =>
    spec.mutex !== undefined || open.has(metadata.uid ?? '');
  return added.some(mayHoldUp) || [...removed].some(mayHoldUp);
}

function withSuspensions(state: State, all: Collection<Suspension>): State {
  const resources = { ...state.resources, Suspension: all };
  return { ...state, resources, open: openSuspensions(all) };
}

function withFunctions(
  state: State,
  all: Collection<KontinueFunction>,
  listed: Iterable<string>,
): State {
  const resources = { ...state.resources, Function: all };
  return { ...state, resources, functions: groupFunctions(all, listed) };
}
