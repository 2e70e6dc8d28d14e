import { attemptNumber } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal, type Phase, phaseOf } from '../../../api/phase.ts';
import { type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { findObject } from '../resources/collection.ts';
import type { Subject } from '../resources/kinds.ts';
import { type State, subjectExecution } from '../state.ts';
import { findNode } from '../tree/rows.ts';
import { HOME } from '../views/route.ts';
import type { ActionKind, Target } from './request.ts';

/** Returns the execution that the subject is, or is part of, as far as it is known. */
export function executionOf(state: State, { kind, object }: Subject): Execution | undefined {
  if (kind === 'Execution') return object;
  if (state.route.view === HOME.view) return subjectExecution(state);
  const owner = owningExecution(object);
  const key = `${object.metadata.namespace ?? ''}/${owner?.name}`;
  const found = owner && findObject(state.resources.Execution, key);
  return found?.metadata.uid === owner?.uid ? found : undefined;
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
