import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { type Journal, parseJournal } from './journal/journal.ts';
import { ATTEMPT_ANNOTATION, KEY_ANNOTATION } from './names.ts';

/**
 * Whether a child may be run: `granted`, not yet (`awaited`), or never (`void`, so that it is
 * deleted by its uid).
 */
export type Licence = 'granted' | 'awaited' | 'void';

/** The key of a child in the journal of its parent. */
export function keyOfChild({ metadata }: Execution, parent: string): string {
  return metadata.annotations?.[KEY_ANNOTATION] ?? metadata.name.slice(parent.length + 1);
}

/** The attempt of its parent that a child was made by; undefined for objects without one. */
export function attemptOfChild(child: KubeObject): number | undefined {
  const text = child.metadata.annotations?.[ATTEMPT_ANNOTATION];
  return text === undefined ? undefined : Number(text);
}

/**
 * A child is run only if its parent holds an ask for it of the attempt that made it: the late POST
 * of a worker that lost the parent makes an object that no worker runs. The ask is in the watch
 * before the child is, so that a cache can be trusted here. `key`: the child's in the journal.
 */
export function judgeLicence(child: KubeObject, key: string, parent: Journal | undefined): Licence {
  const attempt = attemptOfChild(child);
  if (attempt === undefined) return 'granted';
  if (parent === undefined) return 'awaited';
  if (parent.gone.includes(child.metadata.uid ?? '')) return 'void';
  const asked = parent.operations.find((operation) => operation.key === key);
  if (asked && (asked.attempt ?? parent.attempt) === attempt) return 'granted';
  return attempt < parent.attempt ? 'void' : 'awaited';
}

/** What a worker knows of the execution that owns another. */
export interface ParentView {
  /** The execution of a uid, in the same watch; undefined where it is not known. */
  readonly find: (uid: string) => Execution | undefined;
  /** Whether no execution has this uid any more, by a fresh read. */
  readonly isGone: (uid: string) => boolean;
}

/**
 * The licence of an execution that another owns: by the owner's uid, since an execution that was
 * deleted and made again under its name asked for nothing yet. What no execution owns needs none.
 * @throws JournalError if the owner's journal cannot be read.
 */
export function licenceOf(child: Execution, parents: ParentView): Licence {
  const owner = owningExecution(child);
  if (owner === undefined || attemptOfChild(child) === undefined) return 'granted';
  const parent = parents.find(owner.uid);
  if (parent === undefined) return parents.isGone(owner.uid) ? 'void' : 'awaited';
  return judgeLicence(child, keyOfChild(child, owner.name), parseJournal(parent.status?.state));
}
