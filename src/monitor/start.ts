import type { Reach } from '../text/shell.ts';
import { AdaptiveTicker } from './adaptive-ticker.ts';
import type { Effect } from './core/effect.ts';
import type { Session, Setup } from './core/session.ts';
import { initialState } from './core/state.ts';
import type { Subscription } from './core/subscription.ts';
import type { TerminalEvent } from './core/terminal-event.ts';
import { Loop, type Runtime, type Send } from './run.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a connection gives the loop. Loaded after the first frame, since it takes a while. */
export interface Connected {
  readonly context: string;
  readonly reach: Reach;
  readonly namespaces: readonly string[];
  readonly user: string;
  now(): number;
  perform(effect: Effect, send: Send): Promise<void>;
  subscribe(subscription: Subscription, send: Send): () => void;
  close(): Promise<void>;
}

export interface MonitorOptions {
  readonly terminal: Terminal;
  readonly setup: Setup;
  readonly session: Session;
  /** Rejects with an error whose message says what to do. */
  readonly connect: (send: Send, signal: AbortSignal) => Promise<Connected>;
  readonly clock: {
    now(): number;
    after(ms: number, run: () => void): () => void;
  };
}

/** Runs the monitor until the person quits or the terminal goes; the screen is given back then. */
export async function runMonitor(options: MonitorOptions): Promise<void> {
  const { terminal, clock } = options;
  const ending = new AbortController();
  let connected: Connected | undefined;
  let pace: AdaptiveTicker | undefined;
  let quit: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    quit = resolve;
  });

  const outside: Runtime = {
    now: () => connected?.now() ?? clock.now(),
    after: clock.after,
    paint: (frame) => {
      const painted = terminal.paint(frame);
      if (painted === 'changed') pace?.moved();
      return painted;
    },
    perform: async (effect, send) => {
      switch (effect.kind) {
        case 'quit':
          quit();
          break;
        case 'suspendToShell':
          terminal.suspend();
          break;
        case 'redraw':
          terminal.redraw();
          loop.repaint();
          break;
        case 'copy':
          terminal.copy(effect.text);
          send({ kind: 'copied', message: effect.what });
          break;
        case 'reconnect':
          if (!connected) return connect();
          await connected.perform(effect, send);
          break;
        default:
          await connected?.perform(effect, send);
      }
    },
    subscribe: (subscription, send) =>
      subscription.kind === 'tick'
        ? tick(send)
        : (connected?.subscribe(subscription, send) ?? (() => undefined)),
  };

  const tick = (send: Send) => {
    const own = new AdaptiveTicker(clock.after, () => send({ kind: 'ticked' }));
    pace = own;
    return () => own.stop();
  };

  const connect = async () => {
    try {
      const connection = await options.connect(loop.send, ending.signal);
      // The person may have left while this was under way.
      if (ending.signal.aborted) return await connection.close();
      connected = connection;
      const { context, reach, namespaces, user } = connection;
      loop.press({ kind: 'connected', context, reach, namespaces, user });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      loop.press({ kind: 'connectFailed', message: words });
    }
  };

  const state = initialState(options.setup, options.session, terminal.size, clock.now());
  const loop = new Loop(state, outside);
  terminal.onEvent((event) => heard(event, loop, quit));
  loop.start();

  void connect();
  void import('./regex.ts').then(({ compileRegex }) =>
    loop.send({ kind: 'regexLoaded', compile: compileRegex }),
  );
  await over;
  ending.abort();
  loop.stop();
  await terminal.close();
  await connected?.close();
}

function heard(event: TerminalEvent, loop: Loop, quit: () => void): void {
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
