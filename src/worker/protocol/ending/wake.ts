import { formatInstant, parseInstant } from '../../../api/instant.ts';
import { type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import { type PatchStatus, patchSeen, setStatus } from '../write.ts';

/**
 * The write that ends a wait whose time has come: a sleep is Completed, and an approval that got no
 * answer in time is Canceled. Undefined where it waits on. `now`: by the server's clock, in
 * milliseconds since 1970.
 */
export function decideWake(suspension: Suspension, now: number): PatchStatus | undefined {
  if (suspensionPhase(suspension) !== 'Suspended') return undefined;
  const { resumeAt, expiresAt } = suspension.spec ?? {};
  const end = (phase: string, message?: string) =>
    patchSeen('Suspension', suspension, [
      setStatus('phase', phase),
      setStatus('finishedAt', formatInstant(now)),
      ...(message === undefined ? [] : [setStatus('message', message)]),
    ]);
  if (isPast(resumeAt, now)) return end('Completed');
  return isPast(expiresAt, now) ? end('Canceled', 'it was not answered in time') : undefined;
}

function isPast(instant: string | undefined, now: number): boolean {
  const at = parseInstant(instant);
  return at !== undefined && at <= now;
}
