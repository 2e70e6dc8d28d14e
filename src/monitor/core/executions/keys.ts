import type { Binding } from '../keys/binding.ts';
import { filterKey } from '../keys/filter-key.ts';
import { focusOn, TO_ATTEMPTS, TO_LOGS } from '../keys/focus-keys.ts';
import { objectKeys, whyNothing } from '../keys/object-keys.ts';
import { sortKeys } from '../keys/sort-keys.ts';
import { executionSubject } from '../panes/subject.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import { noEffects } from '../step.ts';
import * as run from './commands.ts';
import { selectedExecution } from './list.ts';
import type { SortColumn } from './order.ts';

/** Returns the execution under the cursor of the list. */
export function listSubject(state: State): Subject | undefined {
  return executionSubject(selectedExecution(state.list));
}

const { showYaml, copying } = objectKeys(listSubject);

const sortKey = (key: string, column: SortColumn): Binding => ({
  keys: [key],
  heading: 'View',
  help: `sort by ${column}`,
  run: (state) => noEffects(run.sortBy(state, column)),
});

/** The keys of the list of executions. */
export const EXECUTION_KEYS: readonly Binding[] = [
  {
    keys: ['enter'],
    heading: 'Navigation',
    hint: 'open',
    help: 'go to the tree of the selected execution',
    disabledReason: whyNothing(listSubject),
    run: focusOn('tree'),
  },
  TO_LOGS,
  TO_ATTEMPTS,
  showYaml,
  {
    keys: ['o'],
    heading: 'View',
    hint: 'roots/all',
    help: 'roots only, grouped by tree, or all executions',
    run: run.cycleMode,
  },
  filterKey(
    'executions',
    run.EXECUTIONS_FILTER,
    'filter: regex !regex phase:failed,backoff fn:x attempt>2 age<1h -f fuzzy -l team=pay',
  ),
  {
    keys: ['F'],
    heading: 'View',
    help: 'show only failing executions',
    command: 'failing',
    run: run.toggleFailing,
  },
  {
    keys: ['ctrl-w'],
    heading: 'View',
    help: 'show the show the worker and message columns first',
    command: 'wide',
    run: run.toggleWide,
  },
  sortKey('N', 'name'),
  sortKey('A', 'age'),
  sortKey('S', 'phase'),
  sortKey('P', 'namespace'),
  ...sortKeys(run.sortNext, run.reverseSort),
  ...copying,
];
