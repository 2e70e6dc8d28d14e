import { describe, expect, it } from 'vitest';
import { type ClaimModelOptions, claimModel } from './claim-model.ts';
import { mutexModel } from './mutex-model.ts';
import { search } from './search.ts';

/** A search computes and waits for nothing: on a busy machine it may take this long. */
const timeout = 120_000;

describe('claims, take-overs, and children of attempts', { timeout }, () => {
  it.each<ClaimModelOptions & { least: number }>([
    { workers: 2, policy: 'None', crashes: 0, lostAnswers: 0, claims: 3, least: 9_000 },
    { workers: 2, policy: 'None', crashes: 1, lostAnswers: 0, claims: 3, least: 50_000 },
    { workers: 2, policy: 'RetryAll', crashes: 0, lostAnswers: 1, claims: 3, least: 10_000 },
    { workers: 2, policy: 'RetryFailed', crashes: 0, lostAnswers: 0, claims: 3, least: 16_000 },
  ])(
    'hold under $policy, with $crashes crashes and $lostAnswers lost answers',
    ({ least, ...options }) => {
      const { violation, edges } = search(claimModel(options));
      expect(violation).toBeUndefined();
      expect(edges).toBeGreaterThan(least);
    },
  );
});

describe('a mutex', { timeout }, () => {
  it('never has two workers inside, and is always taken in the end', () => {
    const { violation, edges } = search(mutexModel());
    expect(violation).toBeUndefined();
    expect(edges).toBeGreaterThan(100_000);
  });
});
