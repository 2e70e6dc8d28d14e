import { EventEmitter } from 'node:events';
import Screen, {
  type BlessedCell,
  type BlessedLine,
  type Program,
} from 'blessed/lib/widgets/screen.js';
import type { Size } from '../core/frame.ts';

export type { Screen };

/** The terminal's own colours and no flags, as blessed packs them. */
export const PLAIN_ATTRIBUTES = (0x1ff << 9) | 0x1ff;

// Blessed would install handlers on the process, and undo them when its screens end. Exit is ours.
Screen.bind = () => undefined;

/**
 * A blessed screen that holds cells and elements, and nothing else: in the place of blessed's
 * program it has one that reads no key, knows no terminfo and writes nowhere. The gate reads its
 * lines.
 */
export function openScreen(size: Size): Screen {
  const program: Program = Object.assign(new EventEmitter(), {
    cols: size.width,
    rows: size.height,
    isAlt: true as const,
    tput: { unicode: true as const },
    options: {},
    setupTput: () => undefined,
  });
  const screen = new Screen({ program });
  screen.draw = () => undefined;
  resizeScreen(screen, size);
  return screen;
}

/** Gives the screen blank lines of this size. */
export function resizeScreen(screen: Screen, size: Size): void {
  screen.program.cols = size.width;
  screen.program.rows = size.height;
  screen.lines = Array.from({ length: size.height }, () => blankLine(size.width));
}

/** Makes every cell blank. */
export function blankScreen(screen: Screen): void {
  for (const line of screen.lines) {
    for (const cell of line) {
      cell[0] = PLAIN_ATTRIBUTES;
      cell[1] = ' ';
    }
    line.dirty = true;
  }
}

function blankLine(width: number): BlessedLine {
  const cells = Array.from({ length: width }, (): BlessedCell => [PLAIN_ATTRIBUTES, ' ']);
  return Object.assign(cells, { dirty: true });
}
