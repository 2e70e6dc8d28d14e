import {
  type Body,
  emptyJournal,
  look,
  settle,
  startRun,
  throughServer,
} from '../replay/run-program.ts';

const WORLD = 1;

/** Runs a race and a failing step, and replays both. */
export async function judgeReplay(): Promise<string | undefined> {
  return (await judgeRace()) ?? (await judgeFailedStep()) ?? (await judgeTurns());
}

async function judgeRace(): Promise<string | undefined> {
  const body: Body = ({ ask }) =>
    Promise.race(['a', 'b'].map((name) => ask({ kind: 'suspension', name }).then(() => name)));
  const first = await startRun(body, emptyJournal, WORLD);
  await first.deliver('b', { ending: 'done', value: null }, true);
  const again = await startRun(body, throughServer(first.journal), WORLD, {
    recall: () => ({ ending: 'done', value: null }),
  });
  const [was, is] = [first, again].map((run) => JSON.stringify(look(run).end));
  return was === is ? undefined : `the race ended with ${was}, and with ${is} when it was replayed`;
}

async function judgeFailedStep(): Promise<string | undefined> {
  const body: Body = ({ ask }) => ask({ kind: 'step', name: 'charge' });
  const first = await startRun(body, emptyJournal, WORLD);
  first.recordStep('charge', { ending: 'failed', message: 'declined' });
  await first.deliver('charge', { ending: 'failed', message: 'declined' }, true);
  const again = await startRun(body, throughServer(first.journal), WORLD);
  const end = JSON.stringify(look(again).end);
  return end.includes('declined') ? undefined : `a step that failed was replayed as ${end}`;
}

/** Two recorded outcomes: what the first brings about is asked before the second is delivered. */
async function judgeTurns(): Promise<string | undefined> {
  const body: Body = ({ ask }) =>
    Promise.all(
      ['a', 'b'].map(async (name) => {
        await ask({ kind: 'suspension', name });
        for (let tick = 0; tick < (name === 'a' ? 20 : 1); tick += 1) await Promise.resolve();
        return ask({ kind: 'execution', function: name, hash: '0000000a' });
      }),
    );
  const first = await startRun(body, emptyJournal, WORLD);
  for (const key of ['a', 'b']) {
    await first.deliver(key, { ending: 'done', value: null }, true);
    // Outcomes arrive one by one.
    await settle();
  }
  const again = await startRun(body, throughServer(first.journal), WORLD, {
    recall: () => ({ ending: 'done', value: null }),
  });
  return again.end === undefined
    ? undefined
    : `the order of turns changed: ${JSON.stringify(look(again).end)}`;
}
