import type { Execution } from '../api/execution.ts';
import type { ExecutionTree } from '../api/tree.ts';
import type { ExecutionTreeNode } from '../api/tree-node.ts';
import { attemptsRows } from '../monitor/core/attempts.ts';
import { openSuspensions, type Waiting, waitingOn } from '../monitor/core/executions/waiting-on.ts';
import type { Row } from '../monitor/core/frame.ts';
import type { Functions } from '../monitor/core/function-lookup.ts';
import { initialState, rowContext, type State } from '../monitor/core/state.ts';
import { nameColumn, treeRowsShown, widestName } from '../monitor/core/tree/pane.ts';
import { treeRows } from '../monitor/core/tree/rows.ts';
import { NO_TREE } from '../monitor/core/tree/state.ts';
import { ASCII, UNICODE } from '../text/glyphs.ts';
import type { Zone } from '../text/time.ts';

/** What is known of an execution, as far as its page shows it. */
export interface ExecutionDetails {
  readonly tree: ExecutionTree;
  readonly functions: Functions;
  /** Those beside it, among which the holder of its mutex may be. */
  readonly others: readonly Execution[];
  readonly now: number;
  readonly zone: Zone;
  /** Marks and lines of ASCII alone. */
  readonly ascii: boolean;
}

/** The lines of the monitor's tree pane, all of them, `width` cells wide. */
export function treeLines(sight: ExecutionDetails, width: number): readonly Row[] {
  const state = stateOf(sight);
  const glyphs = sight.ascii ? ASCII : UNICODE;
  // Without a cursor: there is nobody to move it.
  const tree = { ...state.tree, scroll: { cursor: -1, top: 0 } };
  const size = { width, height: state.tree.rows.length };
  // Other lines do not share its borders, so that names need no more room than they take.
  const column = Math.min(nameColumn(width), widestName(state, sight.now, glyphs) + 1);
  return treeRowsShown({ ...state, tree }, size, sight.now, glyphs, column);
}

/** The lines of the monitor's attempts pane. */
export function attemptLines(sight: ExecutionDetails, width: number): readonly Row[] {
  return attemptsRows(stateOf(sight), { width, height: Number.MAX_SAFE_INTEGER }, sight.now);
}

/** Why the execution of the tree does not move. */
export function waitingText(sight: ExecutionDetails): Waiting | undefined {
  const execution = sight.tree.root().execution();
  return execution && waitingOn(execution, rowContext(stateOf(sight)));
}

/** The monitor as it is while it shows this tree with the cursor on its root. */
function stateOf({ tree, functions, others, now, zone, ascii }: ExecutionDetails): State {
  const setup = { readOnly: true, ascii, title: '' };
  const session = {
    context: '',
    reach: { variables: [], flags: [] },
    namespaces: [],
    user: '',
    serverVersion: '',
    rights: new Map(),
    zone,
  };
  const start = initialState(setup, session, { width: 0, height: 0 }, now);
  return {
    ...start,
    functions,
    open: openSuspensions(suspensionsIn(tree.root())),
    list: { ...start.list, all: others },
    tree: { ...NO_TREE, tree, rows: treeRows(tree, new Map()) },
  };
}

function suspensionsIn(node: ExecutionTreeNode) {
  const found = [];
  const pending = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const suspension = next.suspension();
    if (suspension) found.push(suspension);
    pending.push(...next.children);
  }
  return found;
}
