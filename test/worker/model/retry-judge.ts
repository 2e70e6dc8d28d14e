import type { Execution } from '../../../src/api/execution.ts';
import { mayAct } from '../../../src/worker/protocol/act.ts';
import { beginAttempt } from '../../../src/worker/protocol/attempt.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import type { Outcome } from '../../../src/worker/replay/outcome.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from '../replay/run-program.ts';

const WORLD = 1;
const work = { kind: 'execution', function: 'work', hash: '0000000a' } as const;
const done = (value: number): Outcome => ({ ending: 'done', value });
const failed: Outcome = { ending: 'failed', message: 'broken' };

/** Plays instants, tries, groups, and an attempt after a failed one. */
export async function judgeRetries(): Promise<string | undefined> {
  return (
    (await judgeInstants()) ?? (await judgeTries()) ?? (await judgeGroup()) ?? (await judgeRetry())
  );
}

async function judgeInstants(): Promise<string | undefined> {
  const body: Body = async ({ ask, now }) => [now(), await ask({ kind: 'step', name: 'charge' })];
  const first = await startRun(body, emptyJournal, WORLD, { clock: () => 1_000 });
  const again = await startRun(body, throughServer(first.journal), WORLD, { clock: () => 2_000 });
  await again.deliver('charge', done(1), true);
  const end = JSON.stringify(look(again).end);
  if (!end.includes('[1000,')) return `a replay was given another time: ${end}`;
  const [ask] = first.outstanding;
  const isEarly = ask && mayAct(ask, throughServer(emptyJournal));
  return isEarly ? 'a step began before the time it was given was on record' : undefined;
}

async function judgeTries(): Promise<string | undefined> {
  const run = await startRun(
    ({ ask }) => ask({ kind: 'step', name: 'charge' }),
    emptyJournal,
    WORLD,
  );
  const before = throughServer(run.journal);
  run.recordTry('charge');
  const [ask] = run.outstanding;
  return ask && mayAct(ask, before) ? 'a try began before the last was on record' : undefined;
}

async function judgeGroup(): Promise<string | undefined> {
  const run = await startRun(({ askAll }) => askAll([work, work], {}), emptyJournal, WORLD);
  await run.deliver('2', done(2), true);
  await run.deliver('1', done(1), true);
  const end = JSON.stringify(look(run).end);
  const expected = JSON.stringify({ returned: [done(1), done(2)] });
  return end === expected ? undefined : `a group gave its results in the order of arrival: ${end}`;
}

/** The first child failed and was caught, the second completed; then the attempt failed. */
async function judgeRetry(): Promise<string | undefined> {
  const body: Body = async ({ ask }) => {
    await ask(work).catch(() => {});
    return ask(work);
  };
  const first = await startRun(body, emptyJournal, WORLD);
  await first.deliver('1', failed, false);
  await first.deliver('2', done(2), true);
  const child = (key: string, phase: string): Execution => ({
    metadata: { name: `release-7f3-${key}`, uid: `uid-${key}` },
    spec: { function: 'work' },
    status: { phase },
  });
  const executions = [child('1', 'Failed'), child('2', 'Completed')];
  const own = { ...NO_CHILDREN, executions };
  const journal = beginAttempt(first.journal, 2, '1', 'RetryFailed', 'release-7f3', own);
  if (journal.gone.join() !== 'uid-1') return `a retry replaces ${journal.gone.join(' and ')}`;
  const again = await startRun(body, throughServer(journal), WORLD, {
    recall: () => done(2),
    replacesKept: true,
  });
  await again.deliver('1', done(1), true);
  const end = JSON.stringify(look(again).end);
  return end === '{"returned":2}' ? undefined : `a retry ended with ${end}`;
}
