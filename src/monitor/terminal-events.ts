import type { TerminalEvent } from './core/terminal-event.ts';
import type { Loop } from './run.ts';

/** Hands to the loop what the terminal tells. `quit` ends the monitor. */
export function handleTerminalEvent(
  event: TerminalEvent,
  loop: Pick<Loop, 'press' | 'repaint' | 'drained'>,
  quit: () => void,
): void {
  switch (event.kind) {
    case 'key': {
      const typed = event.text === undefined ? {} : { text: event.text };
      loop.press({ kind: 'keyPressed', key: event.key, ...typed });
      break;
    }
    case 'paste':
      loop.press({ kind: 'pasted', text: event.text });
      break;
    case 'resize':
      loop.press({ kind: 'resized', size: event.size });
      break;
    case 'resumed':
      loop.repaint();
      break;
    case 'drained':
      loop.drained();
      break;
    case 'gone':
      quit();
  }
}
