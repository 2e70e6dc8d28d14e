import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { phaseOf } from '../../../api/phase.ts';
import type { TableSpec } from '../table/spec.ts';
import type { Table } from '../table/table.ts';
import { parseFilter } from './filter.ts';
import { NEWEST_FIRST, SORTS } from './order.ts';
import { isFailingTree, TREES } from './trees-below.ts';

/** Which executions the table shows: roots alone, trees as groups, or all side by side. */
export const MODES = ['roots', 'grouped', 'flat'] as const;
export type Mode = (typeof MODES)[number];

const MODE_TEXTS: Readonly<Record<Mode, string>> = {
  roots: 'roots only',
  grouped: 'grouped by tree',
  flat: 'all executions',
};

/** Returns the mode of the table of executions. */
export function modeOf({ mode }: Pick<Table<Execution>, 'mode'>): Mode {
  return MODES.find((known) => known === mode) ?? 'roots';
}

/** The executions of all that are known. */
export const EXECUTIONS: TableSpec<Execution> = {
  id: 'executions',
  sort: NEWEST_FIRST,
  sorts: SORTS,
  modes: new Map(MODES.map((mode) => [mode, MODE_TEXTS[mode]])),
  grouping: TREES,
  lengths: {
    name: ({ metadata }) => metadata.name.length,
    function: ({ spec }) => spec.function.length,
    namespace: ({ metadata }) => metadata.namespace?.length ?? 0,
  },
  source: (resources) => resources.Execution,
  lastDifference: ({ lastDifference }) => lastDifference,
  narrow(settings) {
    const mode = modeOf(settings);
    const { failingOnly } = settings;
    return {
      isGrouped: mode === 'grouped',
      // A root alone on its row stands for its descendants, too.
      asksGroup: failingOnly && mode === 'roots',
      admits: (execution, tree) =>
        (mode !== 'roots' || isRoot(execution)) && (!failingOnly || isFailingTree(execution, tree)),
    };
  },
  parseFilter: (text, { compile, resources }) =>
    parseFilter(text, { compile, phases: resources.Execution.map(phaseOf) }),
  subject: (object) => ({ kind: 'Execution', object }),
};
