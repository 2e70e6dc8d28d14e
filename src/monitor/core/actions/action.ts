import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import type { Permission } from '../permissions.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import type { Field } from './field.ts';
import type { ActionId, ActionKind, RequestMap } from './request.ts';

/** Something that can be done to an object, and all that is said and asked about it. */
export interface Action<K extends ActionId> {
  readonly id: K;
  readonly keys: readonly string[];
  readonly help: string;
  /** The title of its dialog. */
  readonly title: string;
  /** What the object's row shows until the write is answered. */
  readonly underWay: string;
  /** What it is done to. With the cursor on anything else, it is done to the execution of that. */
  readonly kinds: readonly ActionKind[];
  /** Returns the permissions without which it is off, in the namespace of the subject. */
  needs(subject: Subject<ActionKind>): readonly Permission[];
  /** Returns why it cannot be done to a subject; undefined if it can. */
  refuse(state: State, subject: Subject<ActionKind>): string | undefined;
  /** Returns what the user may decide. `node`: the subject in the tree, if that is loaded. */
  fields(
    state: State,
    subject: Subject<ActionKind>,
    node: ExecutionTreeNode | undefined,
  ): readonly Field[];
  /** Returns what it will do, and who will do it: one sentence a line. */
  effect(
    state: State,
    subject: Subject<ActionKind>,
    node: ExecutionTreeNode | undefined,
  ): readonly string[];
  /** Returns what the fields ask for, or one sentence that says which of them is wrong. */
  request(fields: readonly Field[]): RequestMap[K] | string;
  /** Returns the flags of the command line that does the same, after the name and the namespace. */
  flags(request: RequestMap[K]): readonly string[];
}
