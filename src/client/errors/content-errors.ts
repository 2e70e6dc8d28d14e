import type { Execution } from '../../api/execution.ts';
import { type Phase, phaseOf } from '../../api/phase.ts';
import { type ErrorDetails, KontinueError } from './kontinue-error.ts';

/** The execution has no result to read (seed: ParseResult). */
export class ResultUnavailableError extends KontinueError {
  override readonly name = 'ResultUnavailableError';
  /** The phase of the execution: `Failed` if it failed. */
  readonly phase: Phase;
  /** The execution itself: its name, its message, its attempts. */
  readonly execution: Execution;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly execution: Execution }) {
    super(message, { ...details, code: 'ResultUnavailable' });
    this.execution = details.execution;
    this.phase = phaseOf(details.execution);
  }
}

/** The archive exists, but its tree cannot be read (contract: ArchivedExecution). */
export class ArchiveCorruptError extends KontinueError {
  override readonly name = 'ArchiveCorruptError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'ArchiveCorrupt' });
  }
}

/** One field of an object that cannot be stored (ours). */
export interface InvalidField {
  /** Undefined where the server names none. */
  readonly field: string | undefined;
  /** What is wrong with it. */
  readonly message: string;
}

/** The object cannot be stored as it is (ours). */
export class InvalidObjectError extends KontinueError {
  override readonly name = 'InvalidObjectError';
  /** The fields that are wrong, and why, as far as the server tells. */
  readonly fields: readonly InvalidField[];

  /** @internal */
  constructor(
    message: string,
    details: ErrorDetails & { readonly fields: readonly InvalidField[] },
  ) {
    super(message, { ...details, code: 'InvalidObject' });
    this.fields = details.fields;
  }
}

/**
 * The cluster accepted a write but did not keep its fields: its custom resource definition does not
 * know them, or something in the cluster, such as an admission webhook, changes what is written
 * (ours).
 */
export class PrunedError extends KontinueError {
  override readonly name = 'PrunedError';
  /** The fields that were not kept, such as `status.phase`. */
  readonly fields: readonly string[];

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly fields: readonly string[] }) {
    super(message, { ...details, code: 'Pruned' });
    this.fields = details.fields;
  }
}
