import type { ChildPolicy } from '../../api/execution.ts';
import type { Phase } from '../../api/phase.ts';
import type { CallOptions } from '../scope.ts';

/** What the caller saw before the call (contract: What each intervention writes). */
export interface Expected {
  /** Absent: any. */
  readonly phase?: Phase | undefined;
  /** Counted from 1, as `attemptNumber` counts. Absent: any. */
  readonly attempt?: number | undefined;
}

/** The options of every intervention (ours). */
export interface InterventionOptions extends CallOptions {
  /** Asks the server to check the change and to store nothing. Default false. */
  readonly dryRun?: boolean | undefined;
  /**
   * If the object differs from this, the call writes nothing and fails with a ConflictError that
   * says what changed. For an intervention in several objects, only the named object is compared.
   * Default: nothing is compared.
   */
  readonly expected?: Expected | undefined;
  /**
   * Called with warnings of the server, and with unessential fields that it silently did not keep.
   * If it did not keep an essential field, the call fails. Default: none.
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
   * The result for a waiting parent: anything that JSON can hold, as `JSON.stringify` writes it.
   * Dates become ISO texts, `toJSON` is called, undefined fields are left out. Default: none.
   */
  readonly result?: unknown;
}

/** How an execution is retried (seed: RetryOptions). */
export interface RetryOptions extends InterventionOptions {
  /**
   * Written to the spec first, where it also applies to later automatic retries. Default:
   * unchanged.
   */
  readonly childPolicy?: ChildPolicy | undefined;
}

/** Which suspensions of an execution are resumed (seed: ResumeOptions). */
export interface ResumeOptions extends InterventionOptions {
  /** All descendants rather than direct children. Default false. */
  readonly recursive?: boolean | undefined;
  /** Only approvals, or only sleeps. Default: both. */
  readonly only?: 'approvals' | 'sleeps' | undefined;
}
