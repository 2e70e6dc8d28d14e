import type { TerminalEffect } from './core/effect.ts';
import type { Send } from './run.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What effects for the terminal are performed with. */
export interface TerminalContext {
  readonly terminal: Pick<Terminal, 'copy' | 'redraw' | 'suspend'>;
  /** Paints the newest state. */
  readonly repaint: () => void;
  /** Ends the monitor. */
  readonly quit: () => void;
}

/** Performs one effect for the terminal. */
export function performInTerminal(
  { terminal, repaint, quit }: TerminalContext,
  effect: TerminalEffect,
  send: Send,
): void {
  switch (effect.kind) {
    case 'quit':
      quit();
      break;
    case 'suspendToShell':
      terminal.suspend();
      break;
    case 'redraw':
      terminal.redraw();
      repaint();
      break;
    case 'copy':
      terminal.copy(effect.text);
      send({ kind: 'copied', message: effect.what });
  }
}
