import type { Binding } from '../keys/binding.ts';
import { filterKey } from '../keys/filter-key.ts';
import { objectKeys, whyNothing } from '../keys/object-keys.ts';
import { sortKeys } from '../keys/sort-keys.ts';
import type { State } from '../state.ts';
import { openExecution } from '../views/open-execution.ts';
import { reverseTable, sortTableNext, tableFilter, tableSubject } from './commands.ts';
import type { TableViewId } from './table.ts';

/** Returns the keys that every table has. */
export function tableKeys(id: TableViewId): readonly Binding[] {
  const subject = (state: State) => tableSubject(state, id);
  const { showYaml, copying } = objectKeys(subject);
  return [
    {
      keys: ['enter'],
      heading: 'Navigation',
      hint: 'open',
      help: 'go to the tree of its execution',
      disabledReason: whyNothing(subject),
      run: (state) => openExecution(state, subject(state)),
    },
    showYaml,
    filterKey(id, tableFilter(id), 'filter: regex !regex'),
    ...sortKeys(
      (state, by) => sortTableNext(state, id, by),
      (state) => reverseTable(state, id),
    ),
    ...copying,
  ];
}
