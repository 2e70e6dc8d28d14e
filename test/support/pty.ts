import pty from '@lydell/node-pty';
import type { Size } from '../../src/monitor/core/frame.ts';
import { createScreen, type Screen } from './screen.ts';

/** A program that runs in a real terminal. */
export interface Pty {
  readonly screen: Screen;
  readonly pid: number;
  /** Everything that it wrote, escape sequences included. */
  readonly written: string;
  /** How it ended: settles when it has. */
  readonly ended: Promise<{ readonly code: number; readonly signal: number | undefined }>;
  type(keys: string): void;
  resize(size: Size): void;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading what it writes, as a dead link does. */
  stall(): void;
  /** Closes the terminal under it. */
  hangUp(): void;
}

export interface PtyOptions {
  readonly size?: Size;
  /** In addition to PATH, HOME, a UTF-8 locale and TERM=xterm-256color. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const running = new Set<{ readonly stop: () => Promise<void> }>();

/** Starts a program in a terminal of its own, 120×30 unless told. */
export function spawnPty(command: string, args: readonly string[], options: PtyOptions = {}): Pty {
  const size = options.size ?? { width: 120, height: 30 };
  const screen = createScreen(size);
  const { PATH = '', HOME = '/' } = process.env;
  const child = pty.spawn(command, [...args], {
    name: 'xterm-256color',
    cols: size.width,
    rows: size.height,
    cwd: options.cwd ?? process.cwd(),
    env: { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...options.env },
  });
  let written = '';
  child.onData((data) => {
    written += data;
    void screen.write(data);
  });
  const ended = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      running.delete(entry);
      // As a shell tells it.
      resolve({ code: signal ? 128 + signal : exitCode, signal });
    });
  });
  const entry = {
    async stop(): Promise<void> {
      killJob(child.pid);
      await ended;
      screen.dispose();
    },
  };
  running.add(entry);

  return {
    screen,
    pid: child.pid,
    get written() {
      return written;
    },
    ended,
    type: (keys) => child.write(keys),
    resize({ width, height }) {
      screen.resize({ width, height });
      child.resize(width, height);
    },
    kill: (signal) => child.kill(signal),
    stall: () => child.pause(),
    hangUp: () => child.kill('SIGHUP'),
  };
}

/** Ends every program that is still in a terminal: for `afterEach`. */
export async function stopPtys(): Promise<void> {
  await Promise.all([...running].map((entry) => entry.stop()));
}

/** The program leads a session of its own: with it go its children in the foreground. */
function killJob(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch (error) {
      // It has ended by itself meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
