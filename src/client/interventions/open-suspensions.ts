import { isTerminal } from '../../api/phase.ts';
import { needsHuman, type Suspension, suspensionPhase } from '../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import type { ResumeOptions } from './options.ts';

/**
 * The open suspensions directly under an execution or, recursively, anywhere below it. Suspensions
 * of an execution that has ended are left out: it no longer waits for them.
 */
export function openSuspensions(
  node: ExecutionTreeNode,
  { recursive = false, only }: Pick<ResumeOptions, 'recursive' | 'only'>,
): readonly Suspension[] {
  return node.children.flatMap((child) => {
    const suspension = child.suspension();
    if (suspension === undefined) {
      return recursive ? openSuspensions(child, { recursive, only }) : [];
    }
    const isOpen = suspensionPhase(suspension) === 'Suspended' && !isTerminal(node.phase);
    const isWanted = only === undefined || needsHuman(suspension) === (only === 'approvals');
    return isOpen && isWanted ? [suspension] : [];
  });
}
