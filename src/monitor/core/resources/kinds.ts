import type { Execution } from '../../../api/execution.ts';
import type { Job } from '../../../api/job.ts';
import type { Suspension } from '../../../api/suspension.ts';

/** The kinds of objects that a cursor can be on. One line for each. */
export interface KindMap {
  readonly Execution: Execution;
  readonly Suspension: Suspension;
  readonly Job: Job;
}
export type Kind = keyof KindMap;

/** An object, and of which kind it is. */
export type Subject<K extends Kind = Kind> = {
  readonly [P in K]: { readonly kind: P; readonly object: KindMap[P] };
}[K];
