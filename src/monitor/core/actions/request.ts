import type { ChildPolicy, Json } from '../../../api/execution.ts';
import type { Phase } from '../../../api/phase.ts';

/** What an action can be done to. */
export type ActionKind = 'Execution' | 'Suspension';

/** The object that a dialog was opened for, as it looked then: a write stops if it looks otherwise. */
export interface Target {
  readonly kind: ActionKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly phase: Phase;
  /** Of an execution; 0 for a suspension. */
  readonly attempt: number;
}

/** What each action asks for besides its target. One line for each action. */
export interface RequestMap {
  readonly cancel: {
    readonly message: string;
    /** Cancel the open descendants as well: there is no worker that would. */
    readonly descendants: boolean;
  };
  readonly skip: { readonly message: string; readonly result: Json | undefined };
  readonly retry: {
    /** Undefined leaves the execution's own policy alone. */
    readonly childPolicy: ChildPolicy | undefined;
  };
  readonly resume: { readonly recursive: boolean };
}
export type ActionId = keyof RequestMap;

/** What the user decided, ready to be checked by a dry run and then done. */
export type InterventionRequest<K extends ActionId = ActionId> = {
  readonly [P in K]: { readonly action: P; readonly target: Target } & RequestMap[P];
}[K];

/** What a dry run said. `unchecked`: the server could not say, which blocks nothing. */
export interface CheckOutcome {
  readonly kind: 'allowed' | 'refused' | 'unchecked';
  readonly message: string;
}
