import type { Frame, Painted, Size } from '../../../src/monitor/core/frame.ts';
import type { TerminalEvent } from '../../../src/monitor/core/terminal-event.ts';
import type { Terminal } from '../../../src/monitor/terminal/terminal.ts';
import { frameText } from '../../support/frame-text.ts';
import { ROOMY } from '../../support/monitor.ts';

/** A terminal that keeps what it is asked for, and whose events come from the test. */
export class FakeTerminal implements Terminal {
  size: Size = ROOMY;
  readonly frames: string[] = [];
  /** What it was asked for besides frames, in order: `redraw`, `copy deploy-7`, `close`. */
  readonly calls: string[] = [];
  /** What the next frames come to. */
  outcome: Painted = 'changed';
  #listener: (event: TerminalEvent) => void = () => undefined;

  paint(frame: Frame): Painted {
    this.frames.push(frameText(frame));
    return this.outcome;
  }

  onEvent(listener: (event: TerminalEvent) => void): void {
    this.#listener = listener;
  }

  redraw(): void {
    this.calls.push('redraw');
  }

  suspend(): void {
    this.calls.push('suspend');
  }

  lend<T>(run: () => Promise<T>): Promise<T> {
    return run();
  }

  copy(text: string): void {
    this.calls.push(`copy ${text}`);
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }

  /** Something happens in the terminal. */
  tell(event: TerminalEvent): void {
    this.#listener(event);
  }

  /** The user presses keys. */
  press(...keys: readonly string[]): void {
    for (const key of keys) {
      this.tell({ kind: 'key', key, ...(Array.from(key).length === 1 && { text: key }) });
    }
  }

  get lastFrame(): string {
    return this.frames.at(-1) ?? '';
  }
}
