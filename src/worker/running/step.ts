import type { Json } from '../../api/execution.ts';
import type { Clock } from '../../kube/clock.ts';
import type { StepContext } from '../functions/context.ts';
import { FunctionError } from '../replay/errors.ts';
import type { Asked } from './asked.ts';

/** What one try of a step needs. */
export interface StepTry {
  readonly key: string;
  /** The uid of the execution. */
  readonly uid: string;
  /** How many tries ended before. */
  readonly tries: number;
  /** Ends with the execution. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly store: (value: Json) => Promise<void>;
  readonly load: () => Json | undefined;
}

/** Runs a step once, for as long as it may take. */
export async function tryStep(
  { run, timeoutMs }: Extract<Asked, { readonly is: 'step' }>,
  { key, uid, tries, signal, clock, store, load }: StepTry,
): Promise<unknown> {
  const late = new AbortController();
  const step: StepContext = {
    idempotencyKey: `${uid}/${key}`,
    signal: AbortSignal.any([signal, late.signal]),
    tries,
    store,
    load: <T extends Json>() => load() as T | undefined,
  };
  if (timeoutMs === undefined) return run(step);
  const over = new FunctionError(`step ${key} took longer than ${timeoutMs} ms`, 'Execution');
  let stopTimer = () => {};
  const timedOut = new Promise<never>((_, reject) => {
    stopTimer = clock.after(timeoutMs, () => {
      late.abort(over);
      reject(over);
    });
  });
  try {
    return await Promise.race([run(step), timedOut]);
  } finally {
    stopTimer();
  }
}
