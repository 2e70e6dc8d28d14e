import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import type { Outcome } from '../replay/outcome.ts';

/** An outcome, and whether it can never change. */
export interface Ended {
  readonly outcome: Outcome;
  readonly isFinal: boolean;
}

/** How a child ended; undefined while it runs. A failed or canceled one may be retried by a user. */
export function endOfChild(child: Execution): Ended | undefined {
  const phase = phaseOf(child);
  if (!isTerminal(phase)) return undefined;
  const { result = null, message = '' } = child.status ?? {};
  switch (phase) {
    case 'Completed':
      return { outcome: { ending: 'done', value: result }, isFinal: true };
    case 'Skipped':
      return { outcome: { ending: 'skipped', value: result }, isFinal: true };
    case 'Canceled':
      return { outcome: { ending: 'canceled', message }, isFinal: false };
    default:
      return { outcome: { ending: 'failed', message }, isFinal: false };
  }
}

/** How a wait ended, and with which answer; undefined while it waits. */
export function endOfWait({ metadata, spec, status }: Suspension): Ended | undefined {
  switch (suspensionPhase({ metadata, ...(status && { status }) })) {
    case 'Completed': {
      const isSleep = spec?.resumeAt !== undefined;
      return { outcome: { ending: 'done', value: status?.value ?? null }, isFinal: isSleep };
    }
    case 'Canceled': {
      const message = status?.message ?? `${metadata.name} was canceled`;
      return { outcome: { ending: 'canceled', message }, isFinal: false };
    }
    default:
      return undefined;
  }
}

/** What becomes of an operation whose object was deleted. */
export function endOfDeleted({ metadata }: Pick<KubeObject, 'metadata'>): Ended {
  const message = `${metadata.name} was deleted`;
  return { outcome: { ending: 'canceled', message }, isFinal: false };
}
