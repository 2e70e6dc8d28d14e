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
    heading: 'Acting',
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
  heading: 'Looking',
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
    heading: 'Looking',
    hint: 'open',
    help: 'go to the tree of the selected execution',
    disabledReason: nothingSelected,
    run: run.openTree,
  },
  {
    keys: ['enter'],
    where: ['tree'],
    heading: 'Looking',
    hint: 'open',
    help: 'fold, unfold; on a job, go to its log',
    run: run.openNode,
  },
  {
    keys: ['enter'],
    where: TABLE_IDS,
    heading: 'Looking',
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
    heading: 'Looking',
    hint: 'fold all',
    help: 'unfold everything, or fold it',
    run: run.foldAll,
  },
  {
    keys: ['l'],
    where: LISTS,
    heading: 'Looking',
    hint: 'logs',
    help: 'go to the logs',
    run: run.focusOn('logs'),
  },
  {
    keys: ['i'],
    where: LISTS,
    heading: 'Looking',
    help: 'go to the attempts',
    run: run.focusOn('attempts'),
  },
  {
    keys: ['y'],
    where: ACTABLE,
    heading: 'Looking',
    hint: 'yaml',
    help: 'the whole object as YAML',
    disabledReason: notOneThing,
    run: run.showYaml,
  },
  {
    keys: ['o'],
    where: ['executions'],
    heading: 'Looking',
    hint: 'roots/all',
    help: 'roots alone, trees as groups, or all executions',
    run: run.cycleMode,
  },
  {
    keys: ['/'],
    where: ['executions'],
    heading: 'Looking',
    hint: 'filter',
    help: 'filter: regex !regex phase:failed,backoff fn:x attempt>2 age<1h -f fuzzy -l team=pay',
    run: run.openFilter,
  },
  {
    keys: ['/'],
    where: TABLE_IDS,
    heading: 'Looking',
    hint: 'filter',
    help: 'filter: regex !regex',
    run: run.openFilter,
  },
  {
    keys: ['/'],
    where: SEARCHED,
    heading: 'Looking',
    hint: 'search',
    help: 'search: a regex, in what is folded too; pages like this one have it as well',
    run: openSearch,
  },
  {
    keys: ['n'],
    where: SEARCHED,
    heading: 'Looking',
    help: 'to the next match',
    disabledReason: whyNoSearch,
    run: searchOn(1),
  },
  {
    keys: ['N'],
    where: SEARCHED,
    heading: 'Looking',
    help: 'to the match before',
    disabledReason: whyNoSearch,
    run: searchOn(-1),
  },
  {
    keys: ['F'],
    where: ['executions'],
    heading: 'Looking',
    help: 'failing ones only',
    command: 'failing',
    run: run.toggleFailing,
  },
  {
    keys: ['ctrl-w'],
    where: ['executions'],
    heading: 'Looking',
    help: 'worker and message columns first',
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
    heading: 'Looking',
    help: 'sort by the column before',
    run: run.sortNext(-1),
  },
  {
    keys: ['shift-right'],
    where: TABLED,
    heading: 'Looking',
    help: 'sort by the next column',
    run: run.sortNext(1),
  },
  {
    keys: ['O'],
    where: TABLED,
    heading: 'Looking',
    help: 'reverse the order',
    run: run.reverseSort,
  },
  {
    keys: ['s'],
    where: ['logs'],
    heading: 'Looking',
    hint: 'follow',
    help: 'follow the log, or stop following',
    run: run.toggleFollow,
  },
  {
    keys: ['t'],
    where: ['logs'],
    heading: 'Looking',
    hint: 'times',
    help: 'timestamps on or off',
    run: run.toggleTimestamps,
  },
  {
    keys: ['w'],
    where: ['logs'],
    heading: 'Looking',
    hint: 'wrap',
    help: 'wrap long lines',
    run: run.toggleWrap,
  },
  {
    keys: ['left'],
    where: ['logs'],
    heading: 'Looking',
    help: 'long lines back to the left',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(-1),
  },
  {
    keys: ['right'],
    where: ['logs'],
    heading: 'Looking',
    help: 'on in long lines, to the right',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(1),
  },
  {
    keys: ['X'],
    where: ['logs'],
    heading: 'Looking',
    hint: 'clear',
    help: 'clear what is shown',
    run: run.clearLog,
  },
  {
    keys: ['f'],
    where: 'everywhere',
    heading: 'Looking',
    hint: 'full screen',
    help: 'this pane alone, or all again',
    run: run.toggleZoom,
  },
  {
    keys: ['tab'],
    where: 'everywhere',
    heading: 'Moving',
    hint: 'next pane',
    help: 'to the next pane',
    run: run.nextPane(1),
  },
  {
    keys: ['shift-tab'],
    where: 'everywhere',
    heading: 'Moving',
    help: 'to the pane before',
    run: run.nextPane(-1),
  },
  {
    keys: ['['],
    where: 'everywhere',
    heading: 'Program',
    help: 'back to the view before',
    run: run.moveInHistory('back'),
  },
  {
    keys: [']'],
    where: 'everywhere',
    heading: 'Program',
    help: 'forward again',
    run: run.moveInHistory('forward'),
  },
  {
    keys: ['esc'],
    where: 'everywhere',
    heading: 'Program',
    help: 'back: out of full screen, out of a filter, to the list',
    run: run.back,
  },
  {
    keys: [':'],
    where: 'everywhere',
    heading: 'Program',
    hint: 'command',
    help: `a command: ${TABLE_IDS.map((id) => `:${id}`).join(', ')}, :executions, :ns NAME, :cancel, :sort COLUMN, :help, :q`,
    run: run.openCommand,
  },
  {
    keys: ['c'],
    where: ACTABLE,
    heading: 'Program',
    help: 'copy the name to the clipboard',
    disabledReason: notOneThing,
    run: run.copyName,
  },
  {
    keys: ['C'],
    where: ACTABLE,
    heading: 'Program',
    help: 'copy the kubectl line that shows it',
    disabledReason: notOneThing,
    run: run.copyKubectl,
  },
  {
    keys: ['ctrl-e'],
    where: 'everywhere',
    heading: 'Program',
    help: 'who and where in full, and the version of the server',
    command: 'header',
    run: run.toggleHeader,
  },
  {
    keys: ['T'],
    where: 'everywhere',
    heading: 'Program',
    help: 'times local or UTC',
    run: run.toggleUtc,
  },
  {
    keys: ['ctrl-r'],
    where: 'everywhere',
    heading: 'Program',
    help: 'reconnect now',
    command: 'reconnect',
    run: run.reconnect,
  },
  {
    keys: ['ctrl-l'],
    where: 'everywhere',
    heading: 'Program',
    help: 'draw the screen anew',
    command: 'redraw',
    run: (state) => [state, [{ kind: 'redraw' }]],
  },
  {
    keys: ['ctrl-z'],
    where: 'everywhere',
    heading: 'Program',
    help: 'to the shell; fg comes back',
    run: (state) => [state, [{ kind: 'suspendToShell' }]],
  },
  {
    keys: ['?'],
    where: 'everywhere',
    heading: 'Program',
    hint: 'help',
    help: 'all keys',
    command: 'help',
    run: run.openHelp,
  },
  {
    keys: ['q'],
    where: 'everywhere',
    heading: 'Program',
    help: 'back, and quit on the home screen',
    command: 'quit',
    run: run.backOrQuit,
  },
  {
    keys: ['ctrl-c'],
    where: 'everywhere',
    heading: 'Program',
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
