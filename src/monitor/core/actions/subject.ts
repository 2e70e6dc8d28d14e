import { attemptNumber } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal, type Phase, phaseOf } from '../../../api/phase.ts';
import { type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { findExecution, selectedExecution } from '../executions/list.ts';
import type { Subject } from '../resources/kinds.ts';
import { countedRow, type State, subjectExecution, subjectNode } from '../state.ts';
import { isTable, TABLES } from '../table/registry.ts';
import { tableOf } from '../table/requery.ts';
import type { TableSpec } from '../table/spec.ts';
import { selectedRow, type TableId, type TableRows } from '../table/table.ts';
import { findNode } from '../tree/rows.ts';
import type { ActionKind, Target } from './request.ts';

/**
 * What the cursor of the focused pane is on. An attempt is one of its execution; a counted row is many
 * objects, and none of them.
 */
export function subjectOf(state: State): Subject | undefined {
  if (isTable(state.focus)) return tableSubject(state, state.focus);
  if (state.focus === 'executions') return executionSubject(selectedExecution(state.list));
  if (countedRow(state) !== undefined) return undefined;
  const node = subjectNode(state);
  const suspension = node?.suspension();
  if (suspension) return { kind: 'Suspension', object: suspension };
  const job = node?.job();
  if (job) return { kind: 'Job', object: job };
  return executionSubject(subjectExecution(state));
}

/** What an action of one of these kinds would be done to: the subject, or the execution it is part of. */
export function actionSubject(
  state: State,
  kinds: readonly ActionKind[],
): Subject<ActionKind> | undefined {
  const subject = subjectOf(state);
  if (subject === undefined) return undefined;
  if (subject.kind === 'Execution') return subject;
  if (subject.kind === 'Suspension' && kinds.includes('Suspension')) return subject;
  return executionSubject(executionOf(state, subject));
}

function tableSubject<K extends TableId>(state: State, id: K): Subject | undefined {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  const row = selectedRow(tableOf(state, id));
  return row && spec.subject(row);
}

/** Returns the execution that the subject is, or is part of, as far as it is known. */
export function executionOf(state: State, { kind, object }: Subject): Execution | undefined {
  if (kind === 'Execution') return object;
  if (!isTable(state.focus)) return subjectExecution(state);
  const owner = owningExecution(object);
  const found =
    owner && findExecution(state.list, `${object.metadata.namespace ?? ''}/${owner.name}`);
  return found?.metadata.uid === owner?.uid ? found : undefined;
}

function executionSubject(object: Execution | undefined): Subject<'Execution'> | undefined {
  return object && { kind: 'Execution', object };
}

/** The node of a subject, if the tree that is shown has it. */
export function nodeOf(state: State, { kind, object }: Subject): ExecutionTreeNode | undefined {
  const { tree } = state.tree;
  return tree && findNode(tree, `${kind}/${object.metadata.uid}`)?.node;
}

/** The open suspensions below a node; those of an execution that has ended can not be resumed. */
export function openBelow(node: ExecutionTreeNode): readonly Suspension[] {
  return node.children.flatMap((child) => {
    const waits = isOpenSuspension(child) && !isTerminal(node.phase);
    const suspension = waits ? child.suspension() : undefined;
    return [...(suspension ? [suspension] : []), ...openBelow(child)];
  });
}

/** Whether a node is a suspension that is still open. */
export function isOpenSuspension(node: ExecutionTreeNode): boolean {
  return node.kind === 'Suspension' && node.phase === 'Suspended';
}

export function phaseOfSubject(subject: Subject<ActionKind>): Phase {
  return subject.kind === 'Execution' ? phaseOf(subject.object) : suspensionPhase(subject.object);
}

/** What a dialog and its write hold on to of the subject. */
export function targetOf(subject: Subject<ActionKind>): Target {
  const { namespace = '', name, uid = '' } = subject.object.metadata;
  return {
    kind: subject.kind,
    namespace,
    name,
    uid,
    phase: phaseOfSubject(subject),
    attempt: subject.kind === 'Execution' ? attemptNumber(subject.object) : 0,
  };
}
