import { archiveModel } from './archive-model.ts';
import { claimModel } from './claim-model.ts';
import { judgeEndings } from './ending-judge.ts';
import { judgeLeases } from './lease-judge.ts';
import { mutexModel } from './mutex-model.ts';
import { judgeQueue } from './queue-judge.ts';
import { recreationModel } from './recreation-model.ts';
import { judgeReplay } from './replay-judge.ts';
import { judgeRetries } from './retry-judge.ts';
import { scheduleModel } from './schedule-model.ts';
import { type Model, type Report, search } from './search.ts';

const claims = { workers: 2, crashes: 0, lostAnswers: 0, claims: 3 } as const;

/** The searches, each to its fixpoint. */
export const searches = {
  claim: searchOf(claimModel({ ...claims, policy: 'None' })),
  replacement: searchOf(claimModel({ ...claims, policy: 'RetryAll' })),
  recreation: searchOf(recreationModel()),
  mutex: searchOf(mutexModel()),
  schedule: searchOf(scheduleModel()),
  archive: searchOf(archiveModel()),
} satisfies Record<string, () => Report>;

function searchOf<S>(model: Model<S>): () => Report {
  return () => search(model);
}

/** What finds an error in the worker's rules without a search: undefined where there is none. */
export const judges = {
  leases: judgeLeases,
  replay: judgeReplay,
  retries: judgeRetries,
  endings: judgeEndings,
  queue: judgeQueue,
} satisfies Record<string, () => string | undefined | Promise<string | undefined>>;

export type JudgeName = keyof typeof judges | keyof typeof searches;
