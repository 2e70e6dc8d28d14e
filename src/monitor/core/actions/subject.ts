import { attemptNumber } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import type { ObjectMeta } from '../../../api/metadata.ts';
import { isTerminal, type Phase, phaseOf } from '../../../api/phase.ts';
import { type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { selectedExecution } from '../executions/list.ts';
import { countedRow, type State, subjectExecution, subjectNode } from '../state.ts';
import { findNode } from '../tree/rows.ts';
import type { Action, Target } from './request.ts';

/** The object an action of the focused pane would be done to. */
export type Subject =
  | { readonly kind: 'Execution'; readonly execution: Execution }
  | { readonly kind: 'Suspension'; readonly suspension: Suspension };

/** What the cursor is on: in the list an execution; in the tree also a suspension, for Resume. */
export function actionSubject(state: State, action: Action): Subject | undefined {
  if (state.focus === 'executions') {
    const execution = selectedExecution(state.list);
    return execution && { kind: 'Execution', execution };
  }
  if (countedRow(state) !== undefined) return undefined;
  const suspension = action === 'resume' ? subjectNode(state)?.suspension() : undefined;
  if (suspension) return { kind: 'Suspension', suspension };
  const execution = subjectExecution(state);
  return execution && { kind: 'Execution', execution };
}

/** The node of an execution, if the tree that is shown has it. */
export function nodeOf(state: State, execution: Execution): ExecutionTreeNode | undefined {
  const { tree } = state.tree;
  return tree && findNode(tree, `Execution/${execution.metadata.uid}`)?.node;
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

export function metadataOf(subject: Subject): ObjectMeta {
  return subject.kind === 'Execution' ? subject.execution.metadata : subject.suspension.metadata;
}

export function phaseOfSubject(subject: Subject): Phase {
  return subject.kind === 'Execution'
    ? phaseOf(subject.execution)
    : suspensionPhase(subject.suspension);
}

/** What a dialog and its write hold on to of the subject. */
export function targetOf(subject: Subject): Target {
  const { namespace = '', name, uid = '' } = metadataOf(subject);
  return {
    kind: subject.kind,
    namespace,
    name,
    uid,
    phase: phaseOfSubject(subject),
    attempt: subject.kind === 'Execution' ? attemptNumber(subject.execution) : 0,
  };
}
