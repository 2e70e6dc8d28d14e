import { readFileSync } from 'node:fs';

/** What a process used so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Linux counts the time of processes in hundredths of a second, whatever its own clock. */
const TICK_MS = 10;
const PAGE_MB = 4096 / 1024 / 1024;

/** Reads `/proc`; undefined where there is none. */
export function usageOf(pid: number): Usage | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
  return {
    cpuMs: ((user ?? 0) + (system ?? 0)) * TICK_MS,
    rssMb: (pages ?? 0) * PAGE_MB,
  };
}
