import { claimModel } from './claim-model.ts';
import { judgeLeases } from './lease-judge.ts';
import { mutexModel } from './mutex-model.ts';
import { judgeReplay } from './replay-judge.ts';
import { search } from './search.ts';

/** What finds an error in the worker's rules: undefined where there is none. */
export const judges = {
  claim: () => {
    for (const policy of ['None', 'RetryAll'] as const) {
      const { violation } = search(
        claimModel({ workers: 2, policy, crashes: 0, lostAnswers: 0, claims: 3 }),
      );
      if (violation !== undefined) return violation;
    }
    return undefined;
  },
  leases: judgeLeases,
  mutex: () => search(mutexModel()).violation,
  replay: judgeReplay,
} satisfies Record<string, () => string | undefined | Promise<string | undefined>>;

export type JudgeName = keyof typeof judges;
