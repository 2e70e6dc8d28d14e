import type { Execution } from '../api/execution.ts';
import { isTerminal } from '../api/phase.ts';
import type { Suspension } from '../api/suspension.ts';
import type { ExecutionTree } from '../api/tree.ts';
import type { ExecutionTreeNode } from '../api/tree-node.ts';
import { mutexHolders } from '../monitor/core/executions/mutexes.ts';
import { openSuspensions, type Waiting, waitingOn } from '../monitor/core/executions/waiting-on.ts';
import { defaultsOf, type Functions } from '../monitor/core/function-lookup.ts';
import { attemptsRows } from '../monitor/core/panes/attempts.ts';
import { nameColumn, type TreeFacts, treeLine, widestName } from '../monitor/core/tree/pane.ts';
import { treeRows } from '../monitor/core/tree/rows.ts';
import { ASCII, UNICODE } from '../text/glyphs.ts';
import type { Zone } from '../text/time.ts';
import type { Line } from './paint.ts';

/** Everything that the page of an execution shows. */
export interface ExecutionDetails {
  readonly tree: ExecutionTree;
  readonly functions: Functions;
  /** Other executions, one of which may hold its mutex. */
  readonly others: readonly Execution[];
  readonly now: number;
  readonly zone: Zone;
  /** Whether to draw with ASCII characters only. */
  readonly ascii: boolean;
}

/** All lines of the monitor's tree pane, each `width` cells wide. */
export function treeLines(details: ExecutionDetails, width: number): readonly Line[] {
  const { tree, now, zone, ascii } = details;
  const facts: TreeFacts = { tree, pending: [], now, zone, glyphs: ascii ? ASCII : UNICODE };
  const rows = treeRows(tree, new Map());
  // The lines have no border to fill, so names take only the width that they need.
  const column = Math.min(nameColumn(width), widestName(facts, rows) + 1);
  return rows.map((row) => treeLine(facts, row, column, width));
}

/** All lines of the monitor's attempts pane. */
export function attemptLines(details: ExecutionDetails, width: number): readonly Line[] {
  const { tree, functions, zone, now } = details;
  const execution = tree.root().execution();
  const facts = { execution, defaults: defaultsOf(functions, execution), zone };
  const size = { width, height: Number.MAX_SAFE_INTEGER };
  return attemptsRows(facts, 0, size, now).map(({ spans }) => spans);
}

/** Why the execution of the tree makes no progress. */
export function waitingText(details: ExecutionDetails): Waiting | undefined {
  const { tree, functions, others, now, zone } = details;
  const hasEndedOwner = suspensionsIn(tree.root());
  return waitingOn(tree.root().execution(), {
    open: openSuspensions(hasEndedOwner.keys()),
    hasEndedOwner: (suspension) => hasEndedOwner.get(suspension) ?? false,
    functions,
    mutexHolder: mutexHolders(others),
    now,
    zone,
  });
}

/** The suspensions of a tree, each with whether its execution has ended. */
function suspensionsIn(root: ExecutionTreeNode): ReadonlyMap<Suspension, boolean> {
  const found = new Map<Suspension, boolean>();
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const child of node.children) {
      const suspension = child.suspension();
      if (suspension) found.set(suspension, isTerminal(node.phase));
      pending.push(child);
    }
  }
  return found;
}
