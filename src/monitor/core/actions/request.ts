import type { ChildPolicy, Json } from '../../../api/execution.ts';
import type { Phase } from '../../../api/phase.ts';

/** The actions that change something. */
export const ACTIONS = ['cancel', 'skip', 'retry', 'resume'] as const;
export type Action = (typeof ACTIONS)[number];

/** The object that a dialog was opened for, as it looked then: a write stops if it looks otherwise. */
export interface Target {
  readonly kind: 'Execution' | 'Suspension';
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly phase: Phase;
  /** Of an execution; 0 for a suspension. */
  readonly attempt: number;
}

/** What a person decided, ready to be checked by a dry run and then done. */
export type InterventionRequest =
  | {
      readonly action: 'cancel';
      readonly target: Target;
      readonly message: string;
      /** Cancel the open descendants as well: there is no worker that would. */
      readonly descendants: boolean;
    }
  | {
      readonly action: 'skip';
      readonly target: Target;
      readonly message: string;
      readonly result: Json | undefined;
    }
  | {
      readonly action: 'retry';
      readonly target: Target;
      /** Undefined leaves the execution's own policy alone. */
      readonly childPolicy: ChildPolicy | undefined;
    }
  | { readonly action: 'resume'; readonly target: Target; readonly recursive: boolean };

/** What a dry run said. `unchecked`: the server could not say, which blocks nothing. */
export interface CheckOutcome {
  readonly kind: 'allowed' | 'refused' | 'unchecked';
  readonly message: string;
}

/** What the row shows while the write is under way. */
export const UNDER_WAY: Readonly<Record<Action, string>> = {
  cancel: 'canceling…',
  skip: 'skipping…',
  retry: 'retrying…',
  resume: 'resuming…',
};
