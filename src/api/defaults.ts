import type { ChildPolicy, ExecutionSpec } from './execution.ts';
import type { FunctionDefaults } from './function.ts';

/** Used when neither the spec nor the Function says otherwise (contract: spec.retry). */
const DEFAULT_RETRY = { retries: 0, backoff: '5s', childPolicy: 'None' } as const;

/** The retry settings in force. */
export function effectiveRetry(
  spec: ExecutionSpec,
  defaults?: FunctionDefaults,
): { readonly retries: number; readonly backoff: string; readonly childPolicy: ChildPolicy } {
  const { retry: own } = spec;
  const { retry } = defaults ?? {};
  return {
    retries: own?.retries ?? retry?.retries ?? DEFAULT_RETRY.retries,
    backoff: own?.backoff ?? retry?.backoff ?? DEFAULT_RETRY.backoff,
    childPolicy: own?.childPolicy ?? retry?.childPolicy ?? DEFAULT_RETRY.childPolicy,
  };
}

/**
 * A spec with what it leaves out taken from the Function's defaults: arguments one level deep,
 * retry, timeout and ttl field by field (contract: Defaults). The spec's own values win.
 */
export function withFunctionDefaults(
  spec: ExecutionSpec,
  defaults: FunctionDefaults | undefined,
): ExecutionSpec {
  if (defaults === undefined) return spec;
  const merged = <K extends 'arguments' | 'retry' | 'timeout' | 'ttl'>(key: K) =>
    defaults[key] === undefined && spec[key] === undefined
      ? {}
      : { [key]: { ...defaults[key], ...spec[key] } };
  return {
    ...spec,
    ...merged('arguments'),
    ...merged('retry'),
    ...merged('timeout'),
    ...merged('ttl'),
  };
}
