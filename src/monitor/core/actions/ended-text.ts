import type { Phase } from '../../../api/phase.ts';
import { RETRY } from './retry.ts';

const ENDED: Readonly<Record<string, string>> = {
  Completed: 'already completed',
  Failed: 'already failed',
  Canceled: 'was already canceled',
  Skipped: 'was already skipped',
};

/** Says how an execution ended: `deploy-7f3 already failed`. */
export function endedText(name: string, phase: Phase): string {
  return `${name} ${ENDED[phase] ?? 'already ended'}`;
}

/** Says how an execution ended and, where it can be retried, which key does that. */
export function endedAndRetryText(name: string, phase: Phase): string {
  const canRetry = phase === 'Failed' || phase === 'Canceled';
  return `${endedText(name, phase)}${canRetry ? `; ${RETRY.keys[0]} retries it` : ''}`;
}
