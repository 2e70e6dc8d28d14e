import { describe, expect, it } from 'vitest';
import { type ClaimModelOptions, claimModel } from './claim-model.ts';
import { judges, searches } from './judges.ts';
import { search } from './search.ts';

/** A search computes and waits for nothing: on a busy machine it may take this long. */
const timeout = 120_000;

describe('the rules of the worker, in every order in which workers may stall', { timeout }, () => {
  it.each([
    ['claim', 4_000],
    ['replacement', 5_000],
    ['recreation', 300],
    ['mutex', 50_000],
    ['schedule', 5_000],
    ['archive', 2_500],
  ] as const)('hold in the model of %s', (name, least) => {
    const { violation, edges } = searches[name]();
    expect(violation).toBeUndefined();
    expect(edges).toBeGreaterThan(least);
  });

  it.each<ClaimModelOptions & { least: number }>([
    { workers: 2, policy: 'None', crashes: 1, lostAnswers: 0, claims: 3, least: 25_000 },
    { workers: 2, policy: 'RetryAll', crashes: 0, lostAnswers: 1, claims: 3, least: 5_000 },
    { workers: 2, policy: 'RetryFailed', crashes: 0, lostAnswers: 0, claims: 3, least: 8_000 },
  ])(
    'hold for claims under $policy, with $crashes crashes and $lostAnswers lost answers',
    ({ least, ...options }) => {
      const { violation, edges } = search(claimModel(options));
      expect(violation).toBeUndefined();
      expect(edges).toBeGreaterThan(least);
    },
  );

  it.each(Object.entries(judges))('hold where they are played: %s', async (_, judge) => {
    expect(await judge()).toBeUndefined();
  });
});
