import type { ChildPolicy } from '../../api/execution.ts';
import type { Phase } from '../../api/phase.ts';
import type { CallOptions } from '../scope.ts';

/** What the caller saw when deciding (contract: What each intervention writes). */
export interface Expected {
  /** Absent: any. */
  readonly phase?: Phase | undefined;
  /** Counted from 1, as `attemptNumber` counts. Absent: any. */
  readonly attempt?: number | undefined;
}

/** What every intervention takes (ours). */
export interface InterventionOptions extends CallOptions {
  /** Asks the server to check and answer as if, and to store nothing. Default false. */
  readonly dryRun?: boolean | undefined;
  /**
   * Writes nothing, with a ConflictError that says what changed, if the object differs from this.
   * Of several objects, such as an execution and what is below it, the one that was named is
   * compared. Default: what is there is taken.
   */
  readonly expected?: Expected | undefined;
  /**
   * Told of what the server warns about, and of lesser fields that it silently did not keep. Where it
   * did not keep what was asked for, the call fails. Default: nobody is told.
   */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** How an execution is canceled (seed: CancelOptions). */
export interface CancelOptions extends InterventionOptions {
  /** Default `Canceled by client`. */
  readonly message?: string | undefined;
}

/** How an execution is skipped (seed: SkipOptions). */
export interface SkipOptions extends InterventionOptions {
  /** Default `Skipped by client`. */
  readonly message?: string | undefined;
  /**
   * What a waiting parent gets: anything that JSON can write, as `JSON.stringify` writes it. A date
   * becomes its ISO text, `toJSON` is heard, undefined fields are left out. Default: none.
   */
  readonly result?: unknown;
}

/** How an execution is retried (seed: RetryOptions). */
export interface RetryOptions extends InterventionOptions {
  /** Written to the spec first, where it stays for automatic retries too. Default: left alone. */
  readonly childPolicy?: ChildPolicy | undefined;
}

/** Which suspensions of an execution are resumed (seed: ResumeOptions). */
export interface ResumeOptions extends InterventionOptions {
  /** All descendants rather than direct children. Default false. */
  readonly recursive?: boolean | undefined;
  /** Only those that wait for a person, or only those that sleep. Default: both. */
  readonly only?: 'approvals' | 'sleeps' | undefined;
}
