import { sanitize } from '../../../text/sanitize.ts';
import { commandLine } from '../../../text/shell.ts';
import { subjectOf } from '../actions/subject.ts';
import { NO_FILTER } from '../executions/filter.ts';
import { MODES, requeryList } from '../executions/list.ts';
import { SORT_COLUMNS, type SortColumn } from '../executions/order.ts';
import { pushLayer } from '../layers/stack.ts';
import { type PaneId, panesOf } from '../layout.ts';
import { EMPTY_BUFFER } from '../logs/buffer.ts';
import { widestShift } from '../logs/layout.ts';
import { logClock } from '../logs/pane.ts';
import { pauseAt, receivedCount } from '../logs/state.ts';
import { paneHeight, paneSize } from '../panes/measure.ts';
import type { Kind } from '../resources/kinds.ts';
import { rowContext, type State, subjectNode, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { reverseTable, sortTableNext } from '../table/commands.ts';
import { isTable } from '../table/registry.ts';
import { requeryTable, tableOf } from '../table/requery.ts';
import { NO_TABLE_FILTER } from '../table/table.ts';
import { textField } from '../text-field.ts';
import { currentRow, moveTo, toggleFold, toggleFoldAll } from '../tree/state.ts';
import { goBack, goForward, goTo } from '../views/navigate.ts';
import { HOME } from '../views/route.ts';

/** The state with the list arranged anew. */
export function requery(state: State, change: Parameters<typeof requeryList>[1]): State {
  const height = paneHeight(state, 'executions');
  return { ...state, list: requeryList(state.list, change, rowContext(state), height) };
}

export const focusOn =
  (pane: PaneId) =>
  (state: State): Step =>
    noEffects({ ...state, focus: pane });

export const nextPane =
  (by: 1 | -1) =>
  (state: State): Step => {
    const panes = panesOf(state.route.view);
    const index = (panes.indexOf(state.focus) + by + panes.length) % panes.length;
    return noEffects({ ...state, focus: panes[index] ?? state.focus });
  };

export const openTree = focusOn('tree');

/** On a job its log is what one wants; elsewhere the children. */
export function openNode(state: State): Step {
  const row = currentRow(state.tree);
  if (row?.folded !== undefined) {
    return noEffects({
      ...state,
      tree: toggleFold(state.tree, undefined, paneHeight(state, 'tree')),
    });
  }
  return subjectNode(state)?.kind === 'Job' ? focusOn('logs')(state) : noEffects(state);
}

export function foldOrParent(state: State): Step {
  return currentRow(state.tree)?.folded === false
    ? noEffects({ ...state, tree: toggleFold(state.tree, true, paneHeight(state, 'tree')) })
    : toParent(state);
}

export function unfoldOrChild(state: State): Step {
  return currentRow(state.tree)?.folded === true
    ? noEffects({ ...state, tree: toggleFold(state.tree, false, paneHeight(state, 'tree')) })
    : toChild(state);
}

export function toParent(state: State): Step {
  const key = currentRow(state.tree)?.parent;
  return noEffects({ ...state, tree: moveTo(state.tree, key, paneHeight(state, 'tree')) });
}

export function toChild(state: State): Step {
  const key = currentRow(state.tree)?.key;
  const child = state.tree.rows.find((row) => row.parent === key);
  return noEffects({ ...state, tree: moveTo(state.tree, child?.key, paneHeight(state, 'tree')) });
}

export function foldAll(state: State): Step {
  return noEffects({ ...state, tree: toggleFoldAll(state.tree, paneHeight(state, 'tree')) });
}

export function showYaml(state: State): Step {
  const subject = subjectOf(state);
  if (subject === undefined) return noEffects(withFlash(state, 'nothing is selected', 'warn'));
  const { kind: of, object } = subject;
  const { name, namespace = '' } = object.metadata;
  const key = `${of}/${namespace}/${name}`;
  const content = {
    source: 'text',
    key,
    title: `${of} ${name}`,
    lines: undefined,
    top: 0,
    shift: 0,
  } as const;
  return [
    pushLayer(state, { kind: 'page', content }),
    [{ kind: 'readYaml', key, of, namespace, name }],
  ];
}

export function cycleMode(state: State): Step {
  const mode = MODES[(MODES.indexOf(state.list.mode) + 1) % MODES.length] ?? 'roots';
  const words = { roots: 'roots only', grouped: 'grouped by tree', flat: 'all executions' }[mode];
  return noEffects(withFlash(requery(state, { mode }), words));
}

export function toggleFailing(state: State): Step {
  return noEffects(requery(state, { failingOnly: !state.list.failingOnly }));
}

export function toggleWide(state: State): Step {
  return noEffects({ ...state, wide: !state.wide });
}

/** Sorts by a column; once more, in reverse. */
export const sortBy =
  (column: SortColumn) =>
  (state: State): Step => {
    const { sort } = state.list;
    const reverse = sort.column === column && !sort.reverse;
    return noEffects(requery(state, { sort: { column, reverse } }));
  };

export const sortNext =
  (by: 1 | -1) =>
  (state: State): Step => {
    if (isTable(state.focus)) return noEffects(sortTableNext(state, state.focus, by));
    const index = SORT_COLUMNS.indexOf(state.list.sort.column) + by;
    const column = SORT_COLUMNS[(index + SORT_COLUMNS.length) % SORT_COLUMNS.length] ?? 'age';
    return noEffects(requery(state, { sort: { column, reverse: false } }));
  };

export function reverseSort(state: State): Step {
  if (isTable(state.focus)) return noEffects(reverseTable(state, state.focus));
  const { sort } = state.list;
  return noEffects(requery(state, { sort: { ...sort, reverse: !sort.reverse } }));
}

export function openFilter(state: State): Step {
  if (isTable(state.focus)) {
    const { filter } = tableOf(state, state.focus);
    const field = textField(filter.text);
    const content = { kind: 'rows' as const, field, error: undefined, rowsBefore: filter };
    return noEffects(pushLayer(state, { kind: 'prompt', content }));
  }
  const content = {
    kind: 'filter' as const,
    field: textField(state.list.filter.text),
    error: undefined,
    before: state.list.filter,
  };
  return noEffects(pushLayer(state, { kind: 'prompt', content }));
}

export function openCommand(state: State): Step {
  const content = { kind: 'command' as const, field: textField(), error: undefined };
  return noEffects(pushLayer(state, { kind: 'prompt', content }));
}

export function openHelp(state: State): Step {
  const page = { key: '', title: 'Keys', lines: undefined, top: 0, shift: 0 };
  return noEffects(pushLayer(state, { kind: 'page', content: { source: 'help', ...page } }));
}

export function toggleFollow(state: State): Step {
  const { logs } = state;
  return noEffects({
    ...state,
    logs: logs.following ? pauseAt(logs, receivedCount(logs), 0) : { ...logs, following: true },
  });
}

export function toggleTimestamps(state: State): Step {
  return noEffects({ ...state, logs: { ...state.logs, timestamps: !state.logs.timestamps } });
}

export function toggleWrap(state: State): Step {
  const { logs } = state;
  return noEffects({ ...state, logs: { ...logs, wrap: !logs.wrap, shift: 0, hidden: 0 } });
}

/** Lines of a log half a pane to the side, no further than their ends. */
export const scrollSideways =
  (by: 1 | -1) =>
  (state: State): Step => {
    const { logs } = state;
    const size = paneSize(state, 'logs');
    const step = by * Math.max(1, Math.floor(size.width / 2));
    const most = Math.max(logs.shift, widestShift(logs, size, logClock(state)));
    const shift = Math.max(0, Math.min(most, logs.shift + step));
    return noEffects({ ...state, logs: { ...logs, shift } });
  };

/** Why lines cannot be scrolled sideways. */
export function whyNoSidewaysScroll(state: State): string | undefined {
  return state.logs.wrap ? 'lines are wrapped: press w to unwrap them' : undefined;
}

export function clearLog(state: State): Step {
  return noEffects({ ...state, logs: { ...state.logs, buffer: EMPTY_BUFFER, following: true } });
}

export function toggleZoom(state: State): Step {
  return noEffects({ ...state, zoomed: !state.zoomed });
}

export function toggleHeader(state: State): Step {
  return noEffects({ ...state, tallHeader: !state.tallHeader });
}

/** One step out; undefined on the home screen, where there is nowhere to go back to. */
function stepBack(state: State): State | undefined {
  if (state.zoomed) return { ...state, zoomed: false };
  if (isTable(state.focus)) {
    const isFiltered = tableOf(state, state.focus).filter.text !== '';
    return isFiltered
      ? requeryTable(state, state.focus, { filter: NO_TABLE_FILTER })
      : state.history.back.length > 0
        ? goBack(state)
        : goTo(state, HOME);
  }
  if (state.focus !== 'executions') return { ...state, focus: 'executions' };
  if (state.list.filter.text !== '') return requery(state, { filter: NO_FILTER });
  if (state.list.failingOnly) return requery(state, { failingOnly: false });
  return undefined;
}

export function back(state: State): Step {
  return noEffects(stepBack(state) ?? state);
}

export function backOrQuit(state: State): Step {
  const before = stepBack(state);
  return before ? noEffects(before) : [state, [{ kind: 'quit' }]];
}

export function copyName(state: State): Step {
  const name = sanitize(subjectOf(state)?.object.metadata.name ?? '');
  return [state, [{ kind: 'copy', text: name, what: name }]];
}

const PLURALS: Readonly<Record<Kind, string>> = {
  Execution: 'executions',
  Suspension: 'suspensions',
  Job: 'jobs',
};

export function copyKubectl(state: State): Step {
  const subject = subjectOf(state);
  if (subject === undefined) return noEffects(state);
  const { name, namespace = '' } = subject.object.metadata;
  const words = ['kubectl', 'get', PLURALS[subject.kind], name, '-n', namespace, '-o', 'yaml'];
  const text = commandLine(state.session, words);
  return [state, [{ kind: 'copy', text, what: text }]];
}

export function toggleUtc(state: State): Step {
  const zone = state.session.zone === 'utc' ? 'local' : 'utc';
  const words = zone === 'utc' ? 'times are UTC' : 'times are local';
  return noEffects(withFlash({ ...state, session: { ...state.session, zone } }, words));
}

export function reconnect(state: State): Step {
  return [withFlash(state, 'reconnecting…'), [{ kind: 'reconnect' }]];
}

/** Shows the view before, or the one that was gone back from. */
export const moveInHistory =
  (way: 'back' | 'forward') =>
  (state: State): Step =>
    noEffects(way === 'back' ? goBack(state) : goForward(state));
