import type { Phase } from '../../api/phase.ts';

/** The user left and the execution runs on: the exit code of an interrupt. */
export const DETACHED = 130;

/** The exit code for the phase of an execution (documented in --help and docs/cli.md). */
export function exitCodeOf(phase: Phase): number {
  switch (phase) {
    case 'Completed':
    case 'Skipped':
      return 0;
    case 'Failed':
      return 2;
    case 'Canceled':
      return 3;
    default:
      return 1;
  }
}
