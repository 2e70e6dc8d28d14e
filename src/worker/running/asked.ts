import { parseDuration } from '../../api/duration.ts';
import type { ExecutionSpec } from '../../api/execution.ts';
import type { Duration, StepContext } from '../functions/context.ts';
import type { Schema } from '../functions/schema.ts';
import { FunctionError } from '../replay/errors.ts';
import type { StepRetry } from '../replay/step-retry.ts';

/** What it takes to begin what a function asked for, beside what the journal holds of it. */
export type Asked =
  | { readonly is: 'child'; readonly spec: ExecutionSpec; readonly isSpawned: boolean }
  | {
      readonly is: 'step';
      readonly run: (step: StepContext) => unknown;
      readonly retry: StepRetry;
      readonly timeoutMs: number | undefined;
    }
  | { readonly is: 'sleep' }
  | {
      readonly is: 'wait';
      readonly message: string | undefined;
      readonly expiresAt: string | undefined;
      readonly schema: Schema<unknown> | undefined;
    };

/**
 * A duration in milliseconds.
 * @throws FunctionError if it has another form.
 */
export function toMilliseconds(duration: Duration, what: string): number {
  const milliseconds = typeof duration === 'number' ? duration : parseDuration(duration);
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
  throw new FunctionError(
    `${what} takes milliseconds or a duration such as 90s, 1h30m or 7d, not ${JSON.stringify(duration)}`,
    'Validation',
  );
}
