import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { MEASURES, type Measure, type Samples, type Spread, spread, targetOf } from './measures.ts';

/** What was measured of a program on a server with so many executions. */
export interface Result {
  readonly server: string;
  readonly credentials: string;
  readonly size: number;
  readonly program: string;
  readonly samples: Samples;
  /** What ended a run before its time, in a sentence each. */
  readonly failures: readonly string[];
}

/** A moment on this machine: how busy others kept it, and what the start of a bare Node took. */
export function moment() {
  const begun = performance.now();
  spawnSync(process.execPath, ['--eval', '']);
  return {
    date: new Date().toISOString(),
    load: loadavg().map((load) => Number(load.toFixed(2))),
    bareNodeMs: Math.round(performance.now() - begun),
  };
}

const RIVAL = 'k9s';

/** A table per server, credentials and size: min, median, max, target, and k9s where measured. */
export function tables(results: readonly Result[]): string {
  return results
    .filter(({ program }) => program !== RIVAL)
    .map((result) =>
      table(
        result,
        results.find((other) => rivals(result, other)),
      ),
    )
    .join('\n\n');
}

/** Writes everything as JSON, with every sample, and says where. */
export async function writeResults(
  about: Readonly<Record<string, unknown>>,
  results: readonly Result[],
): Promise<string> {
  const folder = '.bench';
  await mkdir(folder, { recursive: true });
  const name = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const file = join(folder, `${name}.json`);
  const plain = results.map(({ samples, ...where }) => ({
    ...where,
    measures: Object.fromEntries(
      [...samples].map(([measure, values]) => [
        measure,
        { ...spread(values), target: target(where, measure), samples: values },
      ]),
    ),
  }));
  await writeFile(file, `${JSON.stringify({ ...about, results: plain }, null, 1)}\n`);
  return file;
}

function rivals(a: Result, b: Result): boolean {
  const same = a.server === b.server && a.size === b.size && a.credentials === b.credentials;
  return same && a.program === 'kontinue' && b.program === RIVAL;
}

function target({ server, size }: Pick<Result, 'server' | 'size'>, measure: Measure) {
  return server === 'embedded' ? undefined : targetOf(measure, size);
}

function table(result: Result, rival: Result | undefined): string {
  const { server, size, credentials, samples, program } = result;
  const what = program === 'kontinue' ? '' : `${program}, `;
  const where = `${server} server, ${size.toLocaleString('en-US')} executions`;
  const heading = `${what}${where}, ${credentials}`;
  const titles = ['min', 'median', 'max', 'target', '', ...(rival ? [rival.program] : [])];
  const lines = [row(heading, titles)];
  for (const measure of Object.keys(MEASURES) as Measure[]) {
    const { title, unit } = MEASURES[measure];
    const seen = spread(samples.get(measure) ?? []);
    if (seen === undefined) continue;
    const limit = target(result, measure);
    const other = rival && spread(rival.samples.get(measure) ?? []);
    lines.push(
      row(`  ${title}, ${unit}`, [
        ...[seen.min, seen.median, seen.max].map(figure),
        limit === undefined ? '' : `≤ ${limit}`,
        limit === undefined ? '' : verdict(seen, limit),
        ...(rival ? [other ? figure(other.median) : ''] : []),
      ]),
    );
  }
  lines.push(...result.failures.map((failure) => `  A run failed: ${failure}`));
  return lines.join('\n');
}

function verdict({ median, max }: Spread, limit: number): string {
  if (max <= limit) return 'held';
  return median <= limit ? 'mostly' : 'MISSED';
}

function row(first: string, rest: readonly string[]): string {
  return `${first.padEnd(48)}${rest.map((cell) => cell.padStart(9)).join('')}`.trimEnd();
}

function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}
