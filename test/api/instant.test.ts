import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../src/api/instant.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-11-22T10:42:00Z', 1_795_344_120_000],
    ['2026-11-22T10:42:00.250Z', 1_795_344_120_250],
    ['2026-11-22T11:42:00+01:00', 1_795_344_120_000],
    // The API server writes micro seconds into Leases and Events.
    ['2026-11-22T10:42:00.250999Z', 1_795_344_120_250],
  ])('reads %s', (text, milliseconds) => {
    expect(parseInstant(text)).toBe(milliseconds);
  });

  it.each([
    undefined,
    '',
    'soon',
    '2026-13-45T99:00:00Z',
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ])('has no value for %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('formatInstant', () => {
  it('writes UTC in whole seconds', () => {
    expect(formatInstant(1_795_344_120_999)).toBe('2026-11-22T10:42:00Z');
  });
});
