import type { Size } from '../../src/monitor/core/frame.ts';
import { type Pty, spawnPty } from '../support/pty.ts';
import type { Screen } from '../support/screen.ts';
import { type Usage, usageOf } from './process-usage.ts';
import type { Program } from './programs.ts';

const SIZE: Size = { width: 200, height: 50 };

/** A program in a terminal, with a watch in the hand of whoever looks at it. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly screen: Screen;
  /** When the process was asked for, on the clock of `performance.now`. */
  readonly startedAt: number;
  /** Bytes that it wrote to the terminal so far. */
  bytes(): number;
  type(keys: string): void;
  /** The instant at which the screen was first seen to satisfy this. */
  seen(what: string, holds: (screen: Screen) => boolean): Promise<number>;
  usage(): Usage | undefined;
}

/** Starts a program on a namespace. At the end of the block it is asked to quit. */
export function runProgram(program: Program, kubeconfig: string, namespace: string): Running {
  const startedAt = performance.now();
  const pty: Pty = spawnPty(program.command, program.args(kubeconfig, namespace), { size: SIZE });
  const endedEarly = pty.ended.then(({ code }): never => {
    throw new Error(`${program.name} ended with exit code ${code}:\n${pty.screen.text()}`);
  });
  // Who waits for something hears of it; at the end it is what is wanted.
  endedEarly.catch(() => undefined);
  return {
    pid: pty.pid,
    screen: pty.screen,
    startedAt,
    bytes: () => Buffer.byteLength(pty.written),
    type: pty.type,
    async seen(what, holds) {
      await Promise.race([pty.screen.until(holds, `${program.name}: ${what}`), endedEarly]);
      return performance.now();
    },
    usage: () => usageOf(pty.pid),
    async [Symbol.asyncDispose]() {
      pty.type(program.quit);
      await pty.ended;
      pty.screen.dispose();
    },
  };
}
