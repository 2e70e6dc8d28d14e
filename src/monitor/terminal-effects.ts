import type { TerminalEffect } from './core/effect.ts';
import type { Send } from './run.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What effects for the terminal are performed with. */
export interface TerminalContext {
  readonly terminal: Pick<Terminal, 'copy' | 'redraw' | 'suspend'>;
  /** Ends the monitor. */
  readonly quit: () => void;
}

/** Performs one effect for the terminal. */
export function performInTerminal(
  { terminal, quit }: TerminalContext,
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
      // The loop paints a frame after the effects of a key.
      terminal.redraw();
      break;
    case 'copy':
      terminal.copy(effect.text);
      send({ kind: 'copied', message: effect.what });
  }
}
