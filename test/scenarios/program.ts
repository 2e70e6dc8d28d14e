import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Size } from '../../src/monitor/core/frame.ts';
import { type Pty, spawnPty } from '../support/pty.ts';

/** The command as users get it: `npm run build` makes it. */
export const COMMAND = fileURLToPath(new URL('../../dist/bin/kontinue.js', import.meta.url));

/** What a terminal sends for a key that is not a character. */
const SEQUENCES: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  esc: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  backspace: '\x7f',
};

function sequence(key: string): string {
  const [, letter] = /^ctrl-([a-z])$/.exec(key) ?? [];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 96);
  return SEQUENCES[key] ?? key;
}

/** The monitor in a real terminal, with a person's hands and eyes. */
export interface Monitor extends AsyncDisposable {
  readonly pty: Pty;
  /** Keys by their names in the key table, one after another. */
  press(...keys: readonly string[]): void;
  /** Text as it is typed. */
  type(text: string): void;
  /** Waits until every one of these stands on the screen. */
  sees(...texts: readonly (string | RegExp)[]): Promise<void>;
  /** Waits until it is no longer there. */
  loses(text: string | RegExp): Promise<void>;
  /** The line on the screen that has this in it. */
  line(text: string): string | undefined;
  /** Leaves with `q`, and gives the exit code. */
  quit(): Promise<number>;
  /** What the audit says. */
  audit(): readonly AuditLine[];
}

export interface AuditLine {
  readonly user: string;
  readonly outcome: string;
  readonly message: string;
  readonly request: {
    readonly action: string;
    readonly target: { readonly name: string };
    readonly message?: string;
  };
}

/** Starts the built command in a terminal, 120×30 unless told. */
export function openMonitor(
  args: readonly string[],
  options: { readonly size?: Size; readonly env?: Readonly<Record<string, string>> } = {},
): Monitor {
  const home = mkdtempSync(join(tmpdir(), 'kontinue-monitor-'));
  const auditPath = join(home, 'audit.jsonl');
  const pty = spawnPty(process.execPath, [COMMAND, '--audit', auditPath, ...args], {
    size: options.size ?? { width: 120, height: 30 },
    env: { TZ: 'UTC', HOME: home, ...options.env },
  });
  const shows = (text: string | RegExp) =>
    typeof text === 'string' ? pty.screen.text().includes(text) : text.test(pty.screen.text());
  return {
    pty,
    press(...keys) {
      for (const key of keys) pty.type(sequence(key));
    },
    type: (text) => pty.type(text),
    async sees(...texts) {
      for (const text of texts) await pty.screen.until(() => shows(text), `shows ${text}`);
    },
    loses: (text) => pty.screen.until(() => !shows(text), `no longer shows ${text}`),
    line: (text) => pty.screen.lines().find((line) => line.includes(text)),
    async quit() {
      pty.type('q');
      return (await pty.ended).code;
    },
    audit() {
      const lines = readFileSync(auditPath, 'utf8').trimEnd().split('\n');
      return lines.map((line): AuditLine => JSON.parse(line));
    },
    async [Symbol.asyncDispose]() {
      pty.kill('SIGKILL');
      await pty.ended;
      rmSync(home, { recursive: true });
    },
  };
}
