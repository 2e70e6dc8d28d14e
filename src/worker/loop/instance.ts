import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { fnv1a } from '../../api/labels.ts';

/** Names this process among all that ever had a Lease: where it runs, its number there, and chance. */
export function nameInstance(): string {
  return `${placeOf()}-${process.pid}-${crypto.randomUUID()}`;
}

/**
 * Whether the process of an instance is known to be gone: it ran where this one runs, and there is no
 * such process any more. Then its Lease needs no time to become stale.
 */
export function isGone(instance: string): boolean {
  const [, place, pid = ''] = /^([0-9a-f]{8})-(\d+)-/.exec(instance) ?? [];
  if (place !== placeOf()) return false;
  // A number of this process was another's before.
  return Number(pid) === process.pid || !isRunning(Number(pid));
}

/** The machine, and on Linux its table of processes: containers of one name may have several. */
function placeOf(): string {
  return fnv1a(`${hostname()} ${processTable()}`);
}

function processTable(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it.
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    return !isMissing;
  }
}
