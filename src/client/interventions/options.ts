import type { ChildPolicy, Json } from '../../api/execution.ts';
import type { Phase } from '../../api/phase.ts';
import type { CallOptions } from '../scope.ts';

/** What the caller saw when deciding. */
export interface Expected {
  readonly phase?: Phase | undefined;
  /** As `attemptNumber` counts. */
  readonly attempt?: number | undefined;
}

/** What every intervention takes. */
export interface InterventionOptions extends CallOptions {
  /** Asks the server to check and answer as if, and to store nothing. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Writes nothing, with a ConflictError that says what changed, if the object differs from this. */
  readonly expected?: Expected | undefined;
  /** Told of what the server warns about, and of fields that it silently did not keep. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export interface CancelOptions extends InterventionOptions {
  /** Default "Canceled by client". */
  readonly message?: string | undefined;
}

export interface SkipOptions extends InterventionOptions {
  /** Default "Skipped by client". */
  readonly message?: string | undefined;
  /** What a waiting parent gets, any JSON value. Default: none. */
  readonly result?: Json | undefined;
}

export interface RetryOptions extends InterventionOptions {
  /** Written to the spec first, where it stays for automatic retries too. Default: left alone. */
  readonly childPolicy?: ChildPolicy | undefined;
}

export interface ResumeOptions extends InterventionOptions {
  /** All descendants rather than direct children. Default false. */
  readonly recursive?: boolean | undefined;
  /** Only those that wait for a person, or only those that sleep. Default: both. */
  readonly only?: 'approvals' | 'sleeps' | undefined;
}
