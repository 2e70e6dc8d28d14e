import type { Execution } from '../../api/execution.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import type { Tone } from '../../text/span.ts';
import { endedOwners } from './executions/ended-owners.ts';
import { mutexHolders } from './executions/mutexes.ts';
import { NO_COUNTS, type PhaseCounts } from './executions/phase-counts.ts';
import { treesBelow } from './executions/trees-below.ts';
import type { OpenSuspensions, RowContext } from './executions/waiting-on.ts';
import type { Size } from './frame.ts';
import { defaultsOf, type Functions } from './function-lookup.ts';
import type { Layer } from './layers/layer.ts';
import type { PaneId } from './layout.ts';
import { type LogView, NO_LOGS } from './logs/state.ts';
import type { ExecutionFacts } from './panes/execution-facts.ts';
import type { Permissions } from './permissions.ts';
import type { CompileRegex } from './regex.ts';
import type { Collection } from './resources/collection.ts';
import type { LastDifference } from './resources/difference.ts';
import { NO_RESOURCES, type Resources } from './resources/resources.ts';
import { AT_TOP, type Scroll } from './scroll.ts';
import type { Search } from './search.ts';
import type { Feeds, Session, Setup } from './session.ts';
import { NO_GROUPS } from './table/groups.ts';
import { selectedRow, type Tables } from './table/table.ts';
import { findNode } from './tree/rows.ts';
import { currentGroup, currentNode, NO_TREE, type TreeView } from './tree/state.ts';
import { type History, HOME, NO_HISTORY, type Route } from './views/route.ts';
import type { WorkerLiveness } from './worker-liveness.ts';

/** A word to the person, in the footer, until the next key. */
export interface Flash {
  readonly text: string;
  readonly tone: Tone;
}

/** A write under way: which object, and what its row says meanwhile. */
export interface PendingWrite {
  readonly id: number;
  readonly uid: string;
  readonly text: string;
}

/** A node in the tree of an execution that was opened from another view. */
export interface TreeGoal {
  /** The uid of the selected execution. */
  readonly row: string | undefined;
  /** The key of the node. */
  readonly node: string;
}

/** The whole state of the monitor. The screen is a function of it, its size, and the time. */
export interface State {
  readonly setup: Setup;
  /** Reads regular expressions; undefined until it is loaded, after the first frame. */
  readonly compile: CompileRegex | undefined;
  readonly size: Size;
  readonly session: Session;
  /** What the user may do, as far as it is known. */
  readonly permissions: Permissions;
  readonly feeds: Feeds;
  readonly now: number;
  readonly resources: Resources;
  /** What changed of the executions last: the table need not compare all of them. */
  readonly lastDifference: LastDifference<Execution> | undefined;
  /** Derived from the executions when they change. */
  readonly counts: PhaseCounts;
  /** The executions as they were when one last changed that others may wait for. */
  readonly awaited: Collection<Execution>;
  /** Derived from the suspensions when they change. */
  readonly open: OpenSuspensions;
  readonly tree: TreeView;
  /** Where the cursor of the tree goes for a row of the executions, other than to the node of the row. */
  readonly treeGoal: TreeGoal | undefined;
  readonly attempts: Scroll;
  /** The uid of the execution that `attempts` is about: another one starts at its top. */
  readonly attemptsOf: string | undefined;
  readonly logs: LogView;
  /** Derived from the functions when they change. */
  readonly functions: Functions;
  readonly workers: ReadonlyMap<string, WorkerLiveness>;
  /** The tables that were shown. That which is shown has the newest rows. */
  readonly tables: Tables;
  /** The view that is shown, and those before it. */
  readonly route: Route;
  readonly history: History;
  readonly focus: PaneId;
  readonly zoomed: boolean;
  readonly tallHeader: boolean;
  /** What lies over the panes, the lowest first. */
  readonly layers: readonly Layer[];
  /** What was looked for last, in whatever. */
  readonly search: Search | undefined;
  readonly flash: Flash | undefined;
  readonly pending: readonly PendingWrite[];
  /** Of the next dialog. */
  readonly nextId: number;
  /** Whether it is known where to look: until then nothing is watched. */
  readonly connected: boolean;
  /** Whether requests wait for our own rate limit. */
  readonly throttled: boolean;
  /** Namespaces that were asked for and do not exist. */
  readonly missing: ReadonlySet<string>;
  /** Why there is no connection; a sentence in the place of the rows. */
  readonly fatal: string | undefined;
}

export function initialState(setup: Setup, session: Session, size: Size, now: number): State {
  return {
    setup,
    compile: undefined,
    size,
    session,
    permissions: new Map(),
    feeds: new Map(),
    now,
    resources: NO_RESOURCES,
    lastDifference: undefined,
    counts: NO_COUNTS,
    awaited: [],
    open: new Map(),
    tree: NO_TREE,
    treeGoal: undefined,
    attempts: AT_TOP,
    attemptsOf: undefined,
    logs: NO_LOGS,
    functions: new Map(),
    workers: new Map(),
    tables: {},
    route: HOME,
    history: NO_HISTORY,
    focus: 'executions',
    zoomed: false,
    tallHeader: false,
    layers: [],
    search: undefined,
    flash: undefined,
    pending: [],
    nextId: 1,
    connected: false,
    throttled: false,
    missing: new Set(),
    fatal: undefined,
  };
}

/** What the table of executions and its filters look at besides an execution. */
export function rowContext(state: State): RowContext {
  const executions = state.resources.Execution;
  return {
    open: state.open,
    hasEndedOwner: endedOwners(executions),
    below: treesBelow(state.tables.executions?.groups ?? NO_GROUPS),
    functions: state.functions,
    mutexHolder: mutexHolders(executions),
    now: state.now,
    zone: state.session.zone,
  };
}

/** The execution under the cursor of their table. */
export function selectedExecution({ tables }: State): Execution | undefined {
  return tables.executions && selectedRow(tables.executions);
}

/**
 * The node that attempts, progress and logs are about: the one under the tree's cursor, once the
 * tree is that of the selected execution; else none.
 */
export function subjectNode(state: State): ExecutionTreeNode | undefined {
  return state.tree.tree === undefined ? undefined : currentNode(state.tree);
}

/**
 * Why nothing can be done to what the cursor is on: a counted row stands for many. Undefined where it
 * is on one thing.
 */
export function countedRow(state: State): string | undefined {
  const isInTree = state.route.view === 'executions' && state.focus !== 'executions';
  const group = isInTree ? currentGroup(state.tree) : undefined;
  if (group === undefined) return undefined;
  const count = [...group.counts.values()].reduce((sum, n) => sum + n, 0);
  return `${group.label} ×${count} stands for ${count} executions: press → to unfold them, K for their parent`;
}

/** The execution that attempts and progress are about, and that actions of those panes act on. */
export function subjectExecution(state: State): Execution | undefined {
  const node = subjectNode(state);
  if (node === undefined || state.tree.tree === undefined) return selectedExecution(state);
  const own = node.execution();
  if (own) return own;
  const above = findNode(state.tree.tree, node.key)?.above ?? [];
  return above.findLast((n) => n.kind === 'Execution')?.execution();
}

/** What attempts and progress show of that execution. */
export function subjectFacts(state: State): ExecutionFacts | undefined {
  const execution = subjectExecution(state);
  const { functions, session } = state;
  return execution && { execution, defaults: defaultsOf(functions, execution), zone: session.zone };
}

/** The same state with a word for the person. */
export function withFlash(state: State, words: string, tone: Tone = 'text'): State {
  return { ...state, flash: { text: words, tone } };
}
