import type { Execution } from '../../../api/execution.ts';
import { formatInstant } from '../../../api/instant.ts';
import type { PatchOperation } from '../journal/patch.ts';
import { setStatus } from '../write.ts';

/**
 * The changes of `status` that end an attempt, and the execution unless `phase` is Backoff. The open
 * last attempt is closed; closed ones never change. `now`: in milliseconds since 1970.
 */
export function endStatus(
  execution: Execution,
  phase: string,
  message: string,
  now: number,
): readonly PatchOperation[] {
  const finishedAt = formatInstant(now);
  const attempts = execution.status?.attempts ?? [];
  const last = attempts.at(-1);
  const isOpen = last !== undefined && last.finishedAt === undefined;
  const closed = { ...last, phase: phase === 'Backoff' ? 'Failed' : phase, message, finishedAt };
  const path = `/status/attempts/${attempts.length - 1}`;
  return [
    setStatus('phase', phase),
    setStatus('message', message),
    // In a list, `add` would insert.
    ...(isOpen ? [{ op: 'replace', path, value: closed } as const] : []),
    ...(phase === 'Backoff' ? [] : [setStatus('finishedAt', finishedAt)]),
  ];
}
