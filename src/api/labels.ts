/** Which workers serve an object (contract: Labels). */
export const WORKER_GROUP_LABEL = 'kontinue.cloud/worker-group';
/** The root execution's name, on every descendant. */
export const ROOT_LABEL = 'kontinue.cloud/root';
/** The direct parent's name, on every child. */
export const PARENT_LABEL = 'kontinue.cloud/parent';
/** The schedule's name, on executions it made. */
export const SCHEDULE_LABEL = 'kontinue.cloud/schedule';
/** `"true"` on a Function keeps it out of lists. */
export const HIDDEN_ANNOTATION = 'kontinue.cloud/hidden';

export const DEFAULT_WORKER_GROUP = 'default';

const MAX_LABEL = 63;
const KEPT = 54;

/** 32-bit FNV-1a of the UTF-8 bytes, as 8 hex digits. */
export function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const part of encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).match(
    /%..|./g,
  ) ?? []) {
    const byte = part.length > 1 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0);
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * A name cut to what fits: its first `limit - 9` characters, trailing `-` and `.` stripped, `-`, and
 * the hash of the whole. Label values and Job names hold 63, other names 253 (contract: Labels).
 */
export function truncateName(name: string, limit: number = MAX_LABEL): string {
  if (name.length <= limit) return name;
  const kept = limit === MAX_LABEL ? KEPT : limit - 9;
  return `${name.slice(0, kept).replace(/[-.]+$/, '')}-${fnv1a(name)}`;
}
