import { expect, it } from 'vitest';
import { isRetryableKind } from '../../../src/worker/protocol/retryable.ts';

it.each([
  ['Infrastructure', true, true],
  ['Execution', true, true],
  ['ChildFailed', false, true],
  ['ChildCanceled', false, true],
  ['Validation', false, false],
  ['Timeout', false, false],
  ['Internal', false, false],
] as const)(
  '%s is retryable under None: %s, and under RetryFailed and RetryAll: %s',
  (kind, none, others) => {
    expect(isRetryableKind(kind, 'None')).toBe(none);
    expect(isRetryableKind(kind, 'RetryFailed')).toBe(others);
    expect(isRetryableKind(kind, 'RetryAll')).toBe(others);
  },
);
