import { setTimeout } from 'node:timers/promises';
import { record, type Samples } from './measures.ts';
import { type Program, seededNames } from './programs.ts';
import type { Running } from './run-program.ts';

/** After so long nothing of the start is still under way, the garbage collector's part included. */
const SETTLE_MS = 4_000;

/** From the start of the process to all rows on the screen. */
export async function measureStart(
  program: Program,
  running: Running,
  size: number,
  samples: Samples,
): Promise<void> {
  const { startedAt } = running;
  const since = (instant: number) => instant - startedAt;
  const frame = await running.seen('a first frame', (screen) => screen.text().trim() !== '');
  record(samples, 'firstFrame', since(frame));
  const rows = await running.seen('first rows', (screen) => seededNames(screen).length > 0);
  record(samples, 'firstRows', since(rows));
  const all = await running.seen('all rows', (screen) => program.complete(screen.text(), size));
  record(samples, 'allRows', since(all));
  record(samples, 'firstBytes', running.bytes());
}

/** What it holds when it has come to rest. */
export async function measureRest(running: Running, samples: Samples): Promise<void> {
  await setTimeout(SETTLE_MS);
  const usage = running.usage();
  if (usage) record(samples, 'rss', usage.rssMb);
}
