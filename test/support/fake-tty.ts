import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { Size } from '../../src/monitor/core/frame.ts';
import type { Host } from '../../src/monitor/terminal/exit.ts';
import type { TerminalInput, TerminalOptions } from '../../src/monitor/terminal/options.ts';
import type { TerminalOutput } from '../../src/monitor/terminal/output.ts';
import { createScreen, type Screen, type WidthTable } from './screen.ts';

/** A terminal inside the test: streams to give to the program, and the screen they lead to. */
export interface FakeTty {
  readonly screen: Screen;
  readonly input: TerminalInput & { readonly raw: boolean };
  readonly output: TerminalOutput;
  readonly host: FakeHost;
  /** What `openTerminal` wants to know. */
  readonly options: TerminalOptions;
  /** Bytes written so far. */
  readonly bytes: number;
  /** All that was written so far. */
  readonly written: string;
  type(keys: string | Uint8Array): void;
  /** Ends the input, as a terminal that went away does. */
  hangUp(): void;
  resize(size: Size): void;
  /** Stops reading, as ctrl-s or a dead link does, until resumed. */
  stall(): void;
  resume(): void;
  /** Settles when all that was written so far is on the screen. */
  settle(): Promise<void>;
  dispose(): void;
}

/** A process that records how it would have ended. */
export type FakeHost = EventEmitter &
  Host & {
    readonly exitCodes: readonly number[];
    readonly signalsSent: readonly string[];
    readonly printed: readonly string[];
  };

export interface FakeTtyOptions extends Partial<Size> {
  readonly widths?: WidthTable;
  readonly term?: string;
  readonly noColor?: boolean;
  readonly ascii?: boolean;
  readonly tmux?: boolean;
}

/** A fake terminal, 80×24 unless told. */
export function createFakeTty({
  width = 80,
  height = 24,
  widths = '11',
  term = 'xterm-256color',
  noColor = false,
  ascii = false,
  tmux = false,
}: FakeTtyOptions = {}): FakeTty {
  const screen = createScreen({ width, height }, widths);
  let written = '';
  let bytes = 0;
  let held: (() => void) | undefined;
  let stalled = false;
  let last = Promise.resolve();

  const sink = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      const take = (): void => {
        written += chunk.toString();
        bytes += chunk.length;
        last = screen.write(chunk);
        callback();
      };
      if (stalled) held = take;
      else take();
    },
  });
  const output = Object.assign(sink, { isTTY: true, columns: width, rows: height });
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: false,
    setRawMode(raw: boolean) {
      input.raw = raw;
    },
  });
  const host = createHost();

  return {
    screen,
    input,
    output,
    host,
    options: { input, output, host, term, noColor, ascii, tmux },
    get bytes() {
      return bytes;
    },
    get written() {
      return written;
    },
    type(keys) {
      input.write(keys);
    },
    hangUp() {
      input.end();
    },
    resize(size) {
      screen.resize(size);
      output.columns = size.width;
      output.rows = size.height;
      output.emit('resize');
    },
    stall() {
      stalled = true;
    },
    resume() {
      stalled = false;
      held?.();
      held = undefined;
    },
    async settle() {
      // What the program queued in this turn is written in the next.
      await new Promise((resolve) => setImmediate(resolve));
      await last;
    },
    dispose() {
      input.destroy();
      output.destroy();
      screen.dispose();
    },
  };
}

function createHost(): FakeHost {
  const exitCodes: number[] = [];
  const signalsSent: string[] = [];
  const printed: string[] = [];
  return Object.assign(new EventEmitter(), {
    exitCodes,
    signalsSent,
    printed,
    pid: 1,
    exit: (code: number) => exitCodes.push(code),
    kill: (_pid: number, signal: string) => signalsSent.push(signal),
    stderr: { write: (text: string) => printed.push(text) },
  });
}
