import { constants } from 'node:os';
import { sanitize } from '../../text/sanitize.ts';

/** The part of `process` that decides how a program ends and stops. */
export interface Host {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  once(event: string, listener: (...args: unknown[]) => void): unknown;
  removeAllListeners(event: string): unknown;
  exit(code: number): unknown;
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  readonly stderr: { write(text: string): unknown };
}

const FATAL_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/**
 * Makes sure that the terminal is restored however the program ends, and before it says anything:
 * on a signal (exit code 128 + its number), on an error that nobody caught (1), on a plain exit.
 * To be armed before the terminal is touched. Returns what disarms it.
 */
export function armExit(
  host: Host,
  restore: () => void,
  /** True while an interrupt is meant for another program on the same terminal. */
  isLent: () => boolean,
): () => void {
  const onError = (error: unknown): void => {
    restore();
    host.stderr.write(`${describe(error)}\n`);
    host.exit(1);
  };
  const onSignal = FATAL_SIGNALS.map((signal) => {
    const listener = (): void => {
      if (signal === 'SIGINT' && isLent()) return;
      restore();
      if (signal === 'SIGHUP') dieOfHangUp(host);
      host.exit(128 + constants.signals[signal]);
    };
    return [signal, listener] as const;
  });
  // Without a listener of its own an unhandled rejection comes as an uncaught exception.
  const listeners = [...onSignal, ['uncaughtException', onError], ['exit', restore]] as const;
  for (const [event, listener] of listeners) host.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) host.off(event, listener);
  };
}

/**
 * Makes the program end by SIGHUP, as one whose terminal was closed does, once all that is to be done on
 * exit has been done. Node itself would end it by SIGABRT: it cannot set a terminal back that is gone.
 */
export function dieOfHangUp(host: Host): void {
  host.once('exit', () => {
    host.removeAllListeners('SIGHUP');
    host.kill(host.pid, 'SIGHUP');
  });
}

/** The error with its stack. Its message may quote the cluster, so it is cleaned like all else. */
function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .map((line) => sanitize(line))
    .join('\n');
}
