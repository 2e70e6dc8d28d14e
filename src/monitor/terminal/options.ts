import type { Readable } from 'node:stream';
import type { Multiplexer } from './clipboard.ts';
import type { Host } from './exit.ts';
import type { TerminalOutput } from './output.ts';
import type { Colors } from './theme.ts';

/** A terminal to read from, such as `process.stdin`. */
export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
};

/** What the terminal is, and what is known about it. */
export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** `process`: what ends or stops it ends or stops the terminal first. */
  readonly host: Host;
  /** TERM; empty where it is unset. */
  readonly term: string;
  readonly noColor: boolean;
  readonly ascii: boolean;
  readonly tmux: boolean;
}

/** The screen cannot be opened here. */
export class TerminalError extends Error {
  readonly code = 'NO_TERMINAL';
  override readonly name = 'TerminalError';
}

/** Throws where a screen cannot be opened, saying what to do. */
export function refuseUnusable({ input, output, term }: TerminalOptions): void {
  const reason = unusable(input, output, term);
  if (reason === undefined) return;
  throw new TerminalError(
    `The monitor needs a terminal, but ${reason}. ` +
      'Run it in a terminal, or use the other commands (see --help), which need none.',
  );
}

function unusable(input: TerminalInput, output: TerminalOutput, term: string): string | undefined {
  if (input.isTTY !== true) return 'standard input is not a terminal';
  if (output.isTTY !== true) return 'standard output is not a terminal';
  if (term === '') return 'TERM is not set';
  return term === 'dumb' ? 'TERM is dumb' : undefined;
}

/** The colours that the terminal has and the user wants. */
export function colorsOf({ noColor, term }: TerminalOptions): Colors {
  if (noColor) return 'none';
  // Consoles of the kernel and of real hardware; every emulator of today knows 256.
  return /^(?:linux|vt\d|ansi|cons)/.test(term) ? '16' : '256';
}

/** What the way to the clipboard leads through. */
export function multiplexerOf({ tmux, term }: TerminalOptions): Multiplexer {
  if (tmux) return 'tmux';
  return term.startsWith('screen') ? 'screen' : undefined;
}
