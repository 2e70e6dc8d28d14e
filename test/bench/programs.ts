import { spawnSync } from 'node:child_process';
import type { Screen } from '../support/screen.ts';
import { SEEDED_NAME } from './executions.ts';

/** A program under measure. */
export interface Program {
  readonly name: string;
  /** What it is exactly, for the report. */
  readonly version: string;
  readonly command: string;
  readonly args: (kubeconfig: string, namespace: string) => readonly string[];
  /** Whether the screen says that this many executions are all there is. */
  readonly complete: (text: string, count: number) => boolean;
  readonly quit: string;
}

const BUILT = 'dist/bin/kontinue.js';

/** The built command. */
export function kontinue(): Program {
  return {
    name: 'kontinue',
    version: BUILT,
    command: process.execPath,
    args: (kubeconfig, namespace) => [BUILT, '--kubeconfig', kubeconfig, '-n', namespace],
    complete: (text, count) =>
      text.includes(`${count.toLocaleString('en-US')} roots`) && /\blive\b/.test(text),
    quit: 'q',
  };
}

/** k9s, where it is on the path: read with the same eyes, for comparison. */
export function k9s(): Program | undefined {
  const found = spawnSync('k9s', ['version', '--short'], { encoding: 'utf8' });
  if (found.status !== 0) return undefined;
  return {
    name: 'k9s',
    version: found.stdout.split('\n')[0]?.replace(/^Version\s*/, '') ?? '',
    command: 'k9s',
    args: (kubeconfig, namespace) => [
      ...['--kubeconfig', kubeconfig, '--namespace', namespace],
      ...['--command', 'executions', '--logoless', '--headless'],
    ],
    complete: (text, count) => text.includes(`[${count}]`),
    quit: '\x03',
  };
}

/** The names of the seeded executions on the screen, a line each. */
export function seededNames(screen: Screen): readonly string[] {
  return screen.lines().flatMap((line) => SEEDED_NAME.exec(line)?.slice(0, 1) ?? []);
}

/** The line of the seeded execution under the cursor: the one on a ground of its own. */
export function cursorLine(screen: Screen): number | undefined {
  const rows = screen.lines().flatMap((text, y) => {
    const x = text.search(SEEDED_NAME);
    if (x < 0) return [];
    const { bg, inverse } = screen.cell(x, y);
    return [{ y, ground: `${bg} ${inverse}` }];
  });
  const plain = rows.at(-1)?.ground;
  return rows.find(({ ground }) => ground !== plain)?.y;
}
