import type { ChildPolicy } from '../../api/execution.ts';

/** What kind of thing went wrong (D: error kinds). */
export type ErrorKind =
  | 'Infrastructure'
  | 'Validation'
  | 'ChildFailed'
  | 'ChildCanceled'
  | 'Timeout'
  | 'Internal'
  | 'Execution';

/**
 * Whether an attempt that failed so may be retried. A failed or canceled child only where the policy
 * replaces it: under None a retry would replay the same end.
 */
export function isRetryableKind(kind: ErrorKind, policy: ChildPolicy): boolean {
  switch (kind) {
    case 'Infrastructure':
    case 'Execution':
      return true;
    case 'ChildFailed':
    case 'ChildCanceled':
      return policy !== 'None';
    case 'Validation':
    case 'Timeout':
    case 'Internal':
      return false;
  }
}
