import type { Clock } from '../kube/clock.ts';
import { AdaptiveTicker } from './adaptive-ticker.ts';
import { ClusterLink, type Connect } from './cluster-link.ts';
import { isTerminalEffect } from './core/effect.ts';
import type { Session, Setup } from './core/session.ts';
import { initialState } from './core/state.ts';
import { Loop, type Runtime, type Send } from './run.ts';
import type { Terminal } from './terminal/terminal.ts';
import { performInTerminal } from './terminal-effects.ts';
import { handleTerminalEvent } from './terminal-events.ts';

export interface MonitorOptions {
  readonly terminal: Terminal;
  readonly setup: Setup;
  readonly session: Session;
  readonly connect: Connect;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

/** Runs the monitor until the user quits or the terminal goes; the screen is given back then. */
export async function runMonitor(options: MonitorOptions): Promise<void> {
  const { terminal, clock } = options;
  const link = new ClusterLink(options.connect);
  let ticker: AdaptiveTicker | undefined;
  let quit: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    quit = resolve;
  });

  const startTicker = (send: Send) => {
    const own = new AdaptiveTicker(clock.after, () => send({ kind: 'ticked' }));
    ticker = own;
    return () => own.stop();
  };

  const runtime: Runtime = {
    now: () => link.connected?.now() ?? clock.now(),
    after: clock.after,
    paint: (frame) => {
      const painted = terminal.paint(frame);
      if (painted === 'changed') ticker?.moved();
      return painted;
    },
    perform: async (effect, send) => {
      if (isTerminalEffect(effect)) {
        performInTerminal({ terminal, quit }, effect, send);
      } else if (link.connected) {
        await link.connected.perform(effect, send);
      } else if (effect.kind === 'reconnect') {
        // Nothing else can be asked for before there is a connection: there are no rows.
        await link.open(loop.send, loop.press);
      }
    },
    subscribe: (subscription, send) => {
      switch (subscription.kind) {
        case 'tick':
          return startTicker(send);
        case 'patterns':
          return loadPatterns(send);
        default:
          return link.connected?.subscribe(subscription, send) ?? (() => undefined);
      }
    },
  };

  const state = initialState(options.setup, options.session, terminal.size, clock.now());
  const loop = new Loop(state, runtime);
  terminal.onEvent((event) => handleTerminalEvent(event, loop, quit));
  loop.start();

  void link.open(loop.send, loop.press);
  await over;
  loop.stop();
  await terminal.close();
  await link.close();
}

/** Loads the engine of patterns. It is sent even if nothing waits for it any more. */
function loadPatterns(send: Send): () => void {
  void import('./regex.ts').then(({ compileRegex }) =>
    send({ kind: 'regexLoaded', compile: compileRegex }),
  );
  return () => undefined;
}
