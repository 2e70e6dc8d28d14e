import { setTimeout } from 'node:timers/promises';
import type { RawClient } from '../contract/raw-client.ts';
import { namespaceOf, openNames } from './executions.ts';
import { type Measure, record, type Samples } from './measures.ts';
import type { Running } from './run-program.ts';
import { executionPath } from './seed.ts';

const IDLE_MS = 20_000;
const BUSY_MS = 10_000;
const RATE = 200;
/** Sent together, this often: timers are no finer. */
const BATCH = 4;

/** What it uses and writes while nothing happens. */
export async function measureIdle(running: Running, samples: Samples): Promise<void> {
  await over(running, samples, ['idleCpu', 'idleBytes'], () => setTimeout(IDLE_MS));
}

/** What it uses and writes while 200 updates a second arrive, of executions half of which show. */
export async function measureBusy(
  running: Running,
  admin: RawClient,
  size: number,
  samples: Samples,
): Promise<void> {
  const paths = openNames(size).map((name) => `${executionPath(namespaceOf(size), name)}/status`);
  const answers: Promise<void>[] = [];
  let answered = 0;
  await over(running, samples, ['busyCpu', 'busyBytes'], async () => {
    const begun = performance.now();
    for (let ms = 0; ms < BUSY_MS; ms = performance.now() - begun) {
      while (answers.length < (ms / 1_000) * RATE + BATCH) {
        const path = paths[answers.length % paths.length] ?? '';
        answers.push(step(admin, path, answers.length).then(() => void answered++));
      }
      await setTimeout((1_000 / RATE) * BATCH);
    }
    record(samples, 'busyRate', answered / (BUSY_MS / 1_000));
  });
  const usage = running.usage();
  if (usage) record(samples, 'busyRss', usage.rssMb);
  await Promise.all(answers);
}

async function step(admin: RawClient, path: string, count: number): Promise<void> {
  const status = { progress: { current: 100 + (count % 300) } };
  (await admin.mergePatch(path, { status })).object();
}

/** Records the CPU and the bytes of a time. */
async function over(
  running: Running,
  samples: Samples,
  [cpu, written]: readonly [Measure, Measure],
  time: () => Promise<void>,
): Promise<void> {
  const before = running.usage();
  const bytes = running.bytes();
  const begun = performance.now();
  await time();
  const ms = performance.now() - begun;
  const after = running.usage();
  if (before && after) record(samples, cpu, ((after.cpuMs - before.cpuMs) / ms) * 100);
  record(samples, written, (running.bytes() - bytes) / (ms / 1_000));
}
