import type { Phase } from '../../../api/phase.ts';

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
