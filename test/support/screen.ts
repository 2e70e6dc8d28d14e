import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import type { Size } from '../../src/monitor/core/frame.ts';

/** How one cell looks. Colours are palette indexes; undefined is the terminal's own. */
export interface ShownCell {
  readonly text: string;
  readonly width: number;
  readonly fg: number | undefined;
  readonly bg: number | undefined;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** A terminal as a person sees it: what was written to it, after its escape sequences took effect. */
export interface Screen {
  readonly size: Size;
  /** Titles that were set, and answers that the terminal gave: both should stay empty. */
  readonly titles: readonly string[];
  readonly replies: readonly string[];
  write(bytes: string | Uint8Array): Promise<void>;
  resize(size: Size): void;
  /** The lines without their trailing spaces. */
  lines(): string[];
  text(): string;
  cell(left: number, top: number): ShownCell;
  /** Which screen shows, and whether the cursor does. */
  readonly alternate: boolean;
  readonly cursorHidden: boolean;
  readonly cursor: { readonly left: number; readonly top: number };
  readonly bracketedPaste: boolean;
  /** Settles once the condition holds; fails with the screen in its message where it does not. */
  until(holds: (screen: Screen) => boolean, what?: string, patienceMs?: number): Promise<void>;
  dispose(): void;
}

/** How terminals count columns: by the tables of Unicode 6 or 11, every symbol as two, or each part of a sequence. */
export type WidthTable = '6' | '11' | 'greedy' | 'parts';

const PATIENCE_MS = 10_000;

/** An empty terminal of this size. */
export function createScreen(size: Size, widths: WidthTable = '11'): Screen {
  const terminal = new xterm.Terminal({
    cols: size.width,
    rows: size.height,
    allowProposedApi: true,
    scrollback: 200,
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.register({
    version: 'greedy',
    wcwidth: greedyWidth,
    charProperties: (code) => greedyWidth(code) << 1,
  });
  terminal.unicode.register({
    version: 'parts',
    wcwidth: partWidth,
    charProperties: (code) => partWidth(code) << 1,
  });
  terminal.unicode.activeVersion = widths;
  const titles: string[] = [];
  const replies: string[] = [];
  let cursorHidden = false;
  let changed = (): void => undefined;
  terminal.onTitleChange((title) => titles.push(title));
  terminal.onData((data) => replies.push(data));
  for (const [final, hidden] of [
    ['h', false],
    ['l', true],
  ] as const) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(25)) cursorHidden = hidden;
      return false;
    });
  }

  const screen: Screen = {
    get size() {
      return { width: terminal.cols, height: terminal.rows };
    },
    titles,
    replies,
    async write(bytes) {
      await new Promise<void>((resolve) => terminal.write(bytes, resolve));
      changed();
    },
    resize({ width, height }) {
      terminal.resize(width, height);
    },
    lines() {
      const buffer = terminal.buffer.active;
      // A line keeps what a narrower terminal does not show.
      return Array.from({ length: terminal.rows }, (_, y) => {
        const line = buffer.getLine(buffer.viewportY + y);
        return line?.translateToString(false, 0, terminal.cols).trimEnd() ?? '';
      });
    },
    text: () => screen.lines().join('\n'),
    cell(left, top) {
      const buffer = terminal.buffer.active;
      const cell = buffer.getLine(buffer.viewportY + top)?.getCell(left);
      if (cell === undefined) throw new Error(`No cell at column ${left}, line ${top}.`);
      return {
        text: cell.getChars() || (cell.getWidth() === 0 ? '' : ' '),
        width: cell.getWidth(),
        fg: cell.isFgDefault() ? undefined : cell.getFgColor(),
        bg: cell.isBgDefault() ? undefined : cell.getBgColor(),
        bold: cell.isBold() !== 0,
        faint: cell.isDim() !== 0,
        underline: cell.isUnderline() !== 0,
        inverse: cell.isInverse() !== 0,
      };
    },
    get alternate() {
      return terminal.buffer.active.type === 'alternate';
    },
    get cursorHidden() {
      return cursorHidden;
    },
    get cursor() {
      return { left: terminal.buffer.active.cursorX, top: terminal.buffer.active.cursorY };
    },
    get bracketedPaste() {
      return terminal.modes.bracketedPasteMode;
    },
    async until(holds, what = holds.toString(), patienceMs = PATIENCE_MS) {
      const started = performance.now();
      while (!holds(screen)) {
        const left = patienceMs - (performance.now() - started);
        if (left <= 0) throw new Error(`The screen never satisfied: ${what}\n${screen.text()}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(left, 50));
          changed = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    dispose() {
      terminal.dispose();
    },
  };
  return screen;
}

/** As a font does whose symbols are all drawn like emoji. */
function greedyWidth(code: number): 1 | 2 {
  return code >= 0x2600 && code < 0x2800 ? 2 : 1;
}

/** As a terminal does that knows no sequences: marks and joiners take a column of their own. */
function partWidth(code: number): 1 | 2 {
  const char = String.fromCodePoint(code);
  return /\p{Script=Han}|\p{Script=Hangul}|\p{Emoji_Presentation}/u.test(char) ? 2 : 1;
}
