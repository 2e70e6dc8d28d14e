import type { Frame, Painted, Size } from '../core/frame.ts';
import type { TerminalEvent } from '../core/terminal-event.ts';
import { copySequence } from './clipboard.ts';
import { createDecoder } from './decode.ts';
import { createGate } from './draw.ts';
import { armExit, dieOfHangUp } from './exit.ts';
import { colorsOf, multiplexerOf, refuseUnusable, type TerminalOptions } from './options.ts';
import { openOutput } from './output.ts';
import { createPainter } from './painter.ts';
import { openScreen, resizeScreen } from './screen.ts';
import { stopJob } from './suspend.ts';
import { createTheme } from './theme.ts';

/** The whole screen and the keyboard, from open to close. */
export interface Terminal {
  readonly size: Size;
  /** Shows the frame. It is skipped where the terminal has not taken the last one, or is away. */
  paint(frame: Frame): Painted;
  /** Who is told what happens; there is one listener. */
  onEvent(listener: (event: TerminalEvent) => void): void;
  /** Makes the next frame send every cell, whatever is on the screen. */
  redraw(): void;
  /** Stops the program until the shell continues it (ctrl-z, fg). */
  suspend(): void;
  /** Leaves the screen and the keyboard to another program while `run` lasts. */
  lend<T>(run: () => Promise<T>): Promise<T>;
  /** Puts the text into the clipboard of the terminal, however far away it is. */
  copy(text: string): void;
  /** Gives the terminal back as it was. */
  close(): Promise<void>;
}

/** The alternate screen, no cursor, and pastes marked as such. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h';
const LEAVE = '\x1b[?2026l\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l';

/**
 * Opens the terminal: from here until `close` the screen and the keyboard are the program's, and
 * however the program ends they are given back before it prints anything.
 */
export function openTerminal(options: TerminalOptions): Terminal {
  refuseUnusable(options);
  const { input, host } = options;
  let listener: (event: TerminalEvent) => void = () => undefined;
  let entered = false;
  let over = false;
  let absences = 0;
  let skipped = false;
  let last: Frame | undefined;
  let cursor = '';

  const output = openOutput(options.output, { drained, resized, gone });
  let size = output.size;
  const screen = openScreen(size);
  const gate = createGate(size, options.ascii);
  const paintCells = createPainter(screen, createTheme(colorsOf(options)), () => {
    if (last !== undefined) paint(last);
  });
  const decoder = createDecoder({
    key: (key) => listener({ kind: 'key', ...key }),
    paste: (text) => listener({ kind: 'paste', text }),
  });
  const disarm = armExit(host, restore, () => absences > 0);
  host.on('SIGTSTP', suspend);
  input.on('data', decoder.feed);
  for (const end of ['end', 'close', 'error']) input.on(end, gone);
  enter();

  function enter(): void {
    entered = true;
    redraw();
    input.setRawMode?.(true);
    input.resume();
    output.write(ENTER);
  }

  function leave(): void {
    if (!entered) return;
    entered = false;
    // Without an alternate screen what is printed next should not stand in the middle.
    output.writeNow(`\x1b[${size.height};1H${LEAVE}`);
    input.setRawMode?.(false);
    input.pause();
  }

  function restore(): void {
    over = true;
    leave();
  }

  function redraw(): void {
    cursor = '';
    gate.forget(size);
    resizeScreen(screen, size);
  }

  function paint(frame: Frame): Painted {
    last = frame;
    if (over || !entered) return 'skipped';
    if (output.busy) {
      skipped = true;
      return 'skipped';
    }
    paintCells(frame);
    const bytes = withCursor(gate.draw(screen.lines), frame);
    if (bytes === '') return 'same';
    output.write(bytes);
    return 'changed';
  }

  /** The cursor hides while cells are drawn, and shows again where the frame wants it. */
  function withCursor(bytes: string, frame: Frame): string {
    const before = cursor;
    cursor = frame.cursor ? `\x1b[${frame.cursor.top + 1};${frame.cursor.left + 1}H\x1b[?25h` : '';
    if (bytes === '' && cursor === before) return '';
    return (before === '' ? '' : '\x1b[?25l') + bytes + cursor;
  }

  async function away<T>(run: () => Promise<T>): Promise<T> {
    absences += 1;
    try {
      await output.drain();
      leave();
      return await run();
    } finally {
      absences -= 1;
      if (absences === 0 && !over) {
        enter();
        listener({ kind: 'resumed' });
      }
    }
  }

  function suspend(): void {
    if (over || absences > 0) return;
    // While we listen for it the signal would not stop us.
    host.off('SIGTSTP', suspend);
    void away(() => stopJob(host)).finally(() => {
      if (!over) host.on('SIGTSTP', suspend);
    });
  }

  function drained(): void {
    if (!skipped) return;
    skipped = false;
    listener({ kind: 'drained' });
  }

  function resized(): void {
    const now = output.size;
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    redraw();
    if (!over) listener({ kind: 'resize', size });
  }

  function gone(): void {
    if (over) return;
    over = true;
    input.off('data', decoder.feed);
    decoder.close();
    dieOfHangUp(host);
    listener({ kind: 'gone' });
  }

  return {
    get size() {
      return size;
    },
    paint,
    redraw,
    suspend,
    lend: away,
    onEvent(next) {
      listener = next;
    },
    copy(text) {
      if (entered) output.write(copySequence(text, multiplexerOf(options)));
    },
    async close() {
      over = true;
      input.off('data', decoder.feed);
      decoder.close();
      await output.drain();
      restore();
      output.close();
      disarm();
      host.off('SIGTSTP', suspend);
    },
  };
}
