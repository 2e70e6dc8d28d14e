import type { KubeObject } from '../../api/metadata.ts';
import type { Journal } from './journal/journal.ts';
import { ATTEMPT_ANNOTATION } from './names.ts';

/**
 * Whether a child may be run: `granted`, not yet (`awaited`), or never (`void`, so that it is
 * deleted by its uid).
 */
export type Licence = 'granted' | 'awaited' | 'void';

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
