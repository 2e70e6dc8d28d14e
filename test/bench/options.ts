import { parseArgs } from 'node:util';

/** What to measure, and how often. */
export interface Options {
  readonly servers: readonly ServerName[];
  readonly programs: readonly ProgramName[];
  readonly sizes: readonly number[];
  readonly runs: number;
}

export const SERVERS = ['embedded', 'real'] as const;
export type ServerName = (typeof SERVERS)[number];
export const PROGRAMS = ['kontinue', 'k9s', 'library'] as const;
export type ProgramName = (typeof PROGRAMS)[number];

export const USAGE = `Measures the monitor in a terminal of 200×50, k9s beside it where that is on the path, and the library:

  npm run bench -- [--only embedded|real] [--programs kontinue,k9s,library] [--sizes 100,10000] [--runs 3]`;

/** The options of a command line; undefined where they make no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  const options = {
    only: { type: 'string' },
    programs: { type: 'string', default: PROGRAMS.join() },
    sizes: { type: 'string', default: '100,10000' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const servers = SERVERS.filter((name) => name === (values.only ?? name));
  const asked = values.programs.split(',');
  const programs = PROGRAMS.filter((name) => asked.includes(name));
  const sizes = values.sizes.split(',').map(Number);
  const runs = Number(values.runs);
  const known = servers.length > 0 && programs.length === asked.length;
  const sound = [...sizes, runs].every((n) => Number.isInteger(n) && n > 0);
  return values.help || !known || !sound ? undefined : { servers, programs, sizes, runs };
}
