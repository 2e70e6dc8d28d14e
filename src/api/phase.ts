/** Phases of an Execution that kontinue documents (contract: Phases). */
export const PHASES = [
  'Pending',
  'Executing',
  'Suspended',
  'Backoff',
  'Completed',
  'Failed',
  'Canceled',
  'Skipped',
] as const;

/** One of `PHASES` (seed: ExecutionPhase). */
export type KnownPhase = (typeof PHASES)[number];

/** A phase as it stands on the wire: an unknown one is kept as written (contract: Phases). */
export type Phase = KnownPhase | (string & {});

const TERMINAL: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Canceled', 'Skipped']);

/** Whether an execution in this phase has ended. An unknown phase is treated as open (contract: Phases). */
export function isTerminal(phase: Phase): boolean {
  return TERMINAL.has(phase);
}

/** Place of a phase in sorted lists: by life cycle, unknown phases last. */
export function phaseOrder(phase: Phase): number {
  const index = (PHASES as readonly string[]).indexOf(phase);
  return index < 0 ? PHASES.length : index;
}

/** The phase of an object whose status may be absent: none means Pending (contract: status.phase). */
export function phaseOf(object: { readonly status?: { readonly phase?: Phase } }): Phase {
  return object.status?.phase || 'Pending';
}
