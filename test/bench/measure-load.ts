import { setTimeout } from 'node:timers/promises';
import type { RawClient } from '../contract/support/raw-client.ts';
import { namespaceOf, openNames } from './executions.ts';
import { type Measure, record, type Samples } from './measures.ts';
import type { Running } from './run-program.ts';
import { executionPath } from './seed.ts';

const IDLE_MS = 20_000;
const BUSY_MS = 10_000;
const RATE = 200;
/** Requests under way at once, at most: a server that is slower than the rate is not buried. */
const HANDS = 16;

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
  let sent = 0;
  const hand = async (begun: number) => {
    while (performance.now() < begun + BUSY_MS) {
      const count = sent++;
      await setTimeout(Math.max(0, begun + (count / RATE) * 1_000 - performance.now()));
      const status = { progress: { current: 100 + (count % 300) } };
      (await admin.mergePatch(paths[count % paths.length] ?? '', { status })).object();
    }
  };
  await over(running, samples, ['busyCpu', 'busyBytes'], async () => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: HANDS }, () => hand(begun)));
  });
  record(samples, 'busyRate', sent / (BUSY_MS / 1_000));
  const usage = running.usage();
  if (usage) record(samples, 'busyRss', usage.rssMb);
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
