import { askFor } from '../actions/ask.ts';
import { disabledReason } from '../actions/refuse.ts';
import { ACTIONS } from '../actions/registry.ts';
import { subjectOf } from '../actions/subject.ts';
import type { SortColumn } from '../executions/order.ts';
import type { PaneId } from '../layout.ts';
import { countedRow, type State } from '../state.ts';
import { TABLE_IDS } from '../table/registry.ts';
import { openExecution } from '../views/open-execution.ts';
import type { Binding } from './binding.ts';
import * as run from './commands.ts';
import { MOVING } from './moving.ts';
import { openSearch, searchOn, whyNoSearch } from './searching.ts';

const LISTS: readonly PaneId[] = ['executions', 'tree'];
const SEARCHED: readonly PaneId[] = ['tree', 'logs'];
const TABLED: readonly PaneId[] = ['executions', ...TABLE_IDS];
const ACTABLE: readonly PaneId[] = ['executions', 'tree', 'attempts', ...TABLE_IDS];

const ACTION_BINDINGS = Object.values(ACTIONS).map(
  ({ id, keys, help }): Binding => ({
    keys,
    where: ACTABLE,
    heading: 'Actions',
    hint: id,
    help,
    command: id,
    disabledReason: (state) => disabledReason(state, id),
    run: (state) => askFor(state, id),
  }),
);

const sortKey = (key: string, column: SortColumn): Binding => ({
  keys: [key],
  where: ['executions'],
  heading: 'View',
  help: `sort by ${column}`,
  run: run.sortBy(column),
});

const nothingSelected = (state: State) =>
  subjectOf(state) === undefined ? 'nothing is selected' : undefined;

const notOneThing = (state: State) => countedRow(state) ?? nothingSelected(state);

/** Every key of the home screen. */
export const BINDINGS: readonly Binding[] = [
  {
    keys: ['enter'],
    where: ['executions'],
    heading: 'View',
    hint: 'open',
    help: 'go to the tree of the selected execution',
    disabledReason: nothingSelected,
    run: run.openTree,
  },
  {
    keys: ['enter'],
    where: ['tree'],
    heading: 'View',
    hint: 'open',
    help: 'fold or unfold; on a job, go to its log',
    run: run.openNode,
  },
  {
    keys: ['enter'],
    where: TABLE_IDS,
    heading: 'View',
    hint: 'open',
    help: 'go to the tree of its execution',
    disabledReason: nothingSelected,
    run: openExecution,
  },
  ...ACTION_BINDINGS,
  ...MOVING,
  {
    keys: ['x'],
    where: ['tree'],
    heading: 'View',
    hint: 'fold all',
    help: 'unfold everything, or fold everything',
    run: run.foldAll,
  },
  {
    keys: ['l'],
    where: LISTS,
    heading: 'View',
    hint: 'logs',
    help: 'go to the logs',
    run: run.focusOn('logs'),
  },
  {
    keys: ['i'],
    where: LISTS,
    heading: 'View',
    help: 'go to the attempts',
    run: run.focusOn('attempts'),
  },
  {
    keys: ['y'],
    where: ACTABLE,
    heading: 'View',
    hint: 'yaml',
    help: 'show the whole object as YAML',
    disabledReason: notOneThing,
    run: run.showYaml,
  },
  {
    keys: ['o'],
    where: ['executions'],
    heading: 'View',
    hint: 'roots/all',
    help: 'roots only, grouped by tree, or all executions',
    run: run.cycleMode,
  },
  {
    keys: ['/'],
    where: ['executions'],
    heading: 'View',
    hint: 'filter',
    help: 'filter: regex !regex phase:failed,backoff fn:x attempt>2 age<1h -f fuzzy -l team=pay',
    run: run.openFilter,
  },
  {
    keys: ['/'],
    where: TABLE_IDS,
    heading: 'View',
    hint: 'filter',
    help: 'filter: regex !regex',
    run: run.openFilter,
  },
  {
    keys: ['/'],
    where: SEARCHED,
    heading: 'View',
    hint: 'search',
    help: 'search with a regex, in folded parts too; works in pages like this one',
    run: openSearch,
  },
  {
    keys: ['n'],
    where: SEARCHED,
    heading: 'View',
    help: 'next match',
    disabledReason: whyNoSearch,
    run: searchOn(1),
  },
  {
    keys: ['N'],
    where: SEARCHED,
    heading: 'View',
    help: 'previous match',
    disabledReason: whyNoSearch,
    run: searchOn(-1),
  },
  {
    keys: ['F'],
    where: ['executions'],
    heading: 'View',
    help: 'show only failing executions',
    command: 'failing',
    run: run.toggleFailing,
  },
  {
    keys: ['ctrl-w'],
    where: ['executions'],
    heading: 'View',
    help: 'show the worker and message columns first',
    command: 'wide',
    run: run.toggleWide,
  },
  sortKey('N', 'name'),
  sortKey('A', 'age'),
  sortKey('S', 'phase'),
  sortKey('P', 'namespace'),
  {
    keys: ['shift-left'],
    where: TABLED,
    heading: 'View',
    help: 'sort by the previous column',
    run: run.sortNext(-1),
  },
  {
    keys: ['shift-right'],
    where: TABLED,
    heading: 'View',
    help: 'sort by the next column',
    run: run.sortNext(1),
  },
  {
    keys: ['O'],
    where: TABLED,
    heading: 'View',
    help: 'reverse the order',
    run: run.reverseSort,
  },
  {
    keys: ['s'],
    where: ['logs'],
    heading: 'View',
    hint: 'follow',
    help: 'follow the log, or stop following',
    run: run.toggleFollow,
  },
  {
    keys: ['t'],
    where: ['logs'],
    heading: 'View',
    hint: 'times',
    help: 'show or hide timestamps',
    run: run.toggleTimestamps,
  },
  {
    keys: ['w'],
    where: ['logs'],
    heading: 'View',
    hint: 'wrap',
    help: 'wrap long lines',
    run: run.toggleWrap,
  },
  {
    keys: ['left'],
    where: ['logs'],
    heading: 'View',
    help: 'scroll long lines left',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(-1),
  },
  {
    keys: ['right'],
    where: ['logs'],
    heading: 'View',
    help: 'scroll long lines right',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(1),
  },
  {
    keys: ['X'],
    where: ['logs'],
    heading: 'View',
    hint: 'clear',
    help: 'clear the lines shown',
    run: run.clearLog,
  },
  {
    keys: ['f'],
    where: 'everywhere',
    heading: 'View',
    hint: 'full screen',
    help: 'toggle full screen',
    run: run.toggleZoom,
  },
  {
    keys: ['tab'],
    where: 'everywhere',
    heading: 'Navigation',
    hint: 'next pane',
    help: 'next pane',
    run: run.nextPane(1),
  },
  {
    keys: ['shift-tab'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'previous pane',
    run: run.nextPane(-1),
  },
  {
    keys: ['['],
    where: 'everywhere',
    heading: 'General',
    help: 'go back to the previous view',
    run: run.moveInHistory('back'),
  },
  {
    keys: [']'],
    where: 'everywhere',
    heading: 'General',
    help: 'go forward again',
    run: run.moveInHistory('forward'),
  },
  {
    keys: ['esc'],
    where: 'everywhere',
    heading: 'General',
    help: 'go back: leave full screen, clear the filter, or go to the list',
    run: run.back,
  },
  {
    keys: [':'],
    where: 'everywhere',
    heading: 'General',
    hint: 'command',
    help: `enter a command: ${TABLE_IDS.map((id) => `:${id}`).join(', ')}, :executions, :ns NAME, :cancel, :sort COLUMN, :help, :q`,
    run: run.openCommand,
  },
  {
    keys: ['c'],
    where: ACTABLE,
    heading: 'General',
    help: 'copy the name to the clipboard',
    disabledReason: notOneThing,
    run: run.copyName,
  },
  {
    keys: ['C'],
    where: ACTABLE,
    heading: 'General',
    help: 'copy the kubectl command that shows it',
    disabledReason: notOneThing,
    run: run.copyKubectl,
  },
  {
    keys: ['ctrl-e'],
    where: 'everywhere',
    heading: 'General',
    help: 'show the context, namespaces, user and server version in full',
    command: 'header',
    run: run.toggleHeader,
  },
  {
    keys: ['T'],
    where: 'everywhere',
    heading: 'General',
    help: 'show times in local time or in UTC',
    run: run.toggleUtc,
  },
  {
    keys: ['ctrl-r'],
    where: 'everywhere',
    heading: 'General',
    help: 'reconnect now',
    command: 'reconnect',
    run: run.reconnect,
  },
  {
    keys: ['ctrl-l'],
    where: 'everywhere',
    heading: 'General',
    help: 'redraw the screen',
    command: 'redraw',
    run: (state) => [state, [{ kind: 'redraw' }]],
  },
  {
    keys: ['ctrl-z'],
    where: 'everywhere',
    heading: 'General',
    help: 'suspend to the shell; fg returns',
    run: (state) => [state, [{ kind: 'suspendToShell' }]],
  },
  {
    keys: ['?'],
    where: 'everywhere',
    heading: 'General',
    hint: 'help',
    help: 'show all keys',
    command: 'help',
    run: run.openHelp,
  },
  {
    keys: ['q'],
    where: 'everywhere',
    heading: 'General',
    help: 'go back; on the home screen, quit',
    command: 'quit',
    run: run.backOrQuit,
  },
  {
    keys: ['ctrl-c'],
    where: 'everywhere',
    heading: 'General',
    help: 'quit',
    run: (state) => [state, [{ kind: 'quit' }]],
  },
];

/** Whether a binding belongs to a pane. */
export function belongsTo(binding: Pick<Binding, 'where'>, pane: PaneId): boolean {
  return binding.where === 'everywhere' || binding.where.includes(pane);
}

/** The binding of a key in a pane. */
export function bindingOf(key: string, pane: PaneId): Binding | undefined {
  return BINDINGS.find((binding) => belongsTo(binding, pane) && binding.keys.includes(key));
}
