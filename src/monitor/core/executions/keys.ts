import type { Binding } from '../keys/binding.ts';
import { filterKey } from '../keys/filter-key.ts';
import { focusOn, TO_ATTEMPTS, TO_LOGS } from '../keys/focus-keys.ts';
import { objectKeys, whyNothing } from '../keys/object-keys.ts';
import { sortKeys } from '../keys/sort-keys.ts';
import type { State } from '../state.ts';
import { noEffects } from '../step.ts';
import {
  cycleMode,
  reverseTable,
  sortTableBy,
  sortTableNext,
  tableFilter,
  tableSubject,
} from '../table/commands.ts';
import { toggleFailing, toggleWide } from './commands.ts';
import type { SortColumn } from './order.ts';

const subject = (state: State) => tableSubject(state, 'executions');
const { showYaml, copying } = objectKeys(subject);

const sortKey = (key: string, column: SortColumn): Binding => ({
  keys: [key],
  heading: 'View',
  help: `sort by ${column}`,
  run: (state) => noEffects(sortTableBy(state, 'executions', column)),
});

/** The keys of the list of executions. */
export const EXECUTION_KEYS: readonly Binding[] = [
  {
    keys: ['enter'],
    heading: 'Navigation',
    hint: 'open',
    help: 'go to the tree of the selected execution',
    disabledReason: whyNothing(subject),
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
    run: (state) => noEffects(cycleMode(state, 'executions')),
  },
  filterKey(
    'executions',
    tableFilter('executions'),
    'filter: regex !regex phase:failed,backoff fn:x attempt>2 age<1h -f fuzzy -l team=pay',
  ),
  {
    keys: ['F'],
    heading: 'View',
    help: 'show only failing executions',
    command: 'failing',
    run: (state) => noEffects(toggleFailing(state)),
  },
  {
    keys: ['ctrl-w'],
    heading: 'View',
    help: 'show the worker and message columns first',
    command: 'wide',
    run: (state) => noEffects(toggleWide(state)),
  },
  sortKey('N', 'name'),
  sortKey('A', 'age'),
  sortKey('S', 'phase'),
  sortKey('P', 'namespace'),
  ...sortKeys(
    (state, by) => sortTableNext(state, 'executions', by),
    (state) => reverseTable(state, 'executions'),
  ),
  ...copying,
];
