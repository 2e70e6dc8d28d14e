import type { Reach } from '../text/shell.ts';
import type { ClusterEffect } from './core/effect.ts';
import { errorText } from './error-text.ts';
import type { Send } from './run.ts';
import type { ClusterSubscription } from './subscriptions.ts';

/** What a connection gives the loop. Loaded after the first frame, since it takes a while. */
export interface Connected {
  readonly context: string;
  readonly reach: Reach;
  readonly namespaces: readonly string[];
  readonly user: string;
  now(): number;
  perform(effect: ClusterEffect, send: Send): Promise<void>;
  subscribe(subscription: ClusterSubscription, send: Send): () => void;
  close(): Promise<void>;
}

/** Makes a connection. Rejects with an error whose message says what to do. */
export type Connect = (send: Send, signal: AbortSignal) => Promise<Connected>;

/** The monitor's connection: there is none at first, then one, until the link is closed. */
export class ClusterLink {
  readonly #connect: Connect;
  readonly #closing = new AbortController();
  #connected: Connected | undefined;
  #connecting: Promise<void> | undefined;

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  /** The connection; undefined until there is one. */
  get connected(): Connected | undefined {
    return this.#connected;
  }

  /**
   * Connects, and tells whether that worked: to `tell` at once, while `send` is for what the connection
   * itself has to say later. Does nothing more while an attempt is under way.
   */
  open(send: Send, tell: Send): Promise<void> {
    this.#connecting ??= this.#tryToConnect(send, tell).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /** Closes the connection. One that is made later is closed as soon as it is there. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connected?.close();
  }

  async #tryToConnect(send: Send, tell: Send): Promise<void> {
    const { signal } = this.#closing;
    try {
      const connected = await this.#connect(send, signal);
      // The user may have left while this was under way.
      if (signal.aborted) return await connected.close();
      this.#connected = connected;
      const { context, reach, namespaces, user } = connected;
      tell({ kind: 'connected', context, reach, namespaces, user });
    } catch (error) {
      tell({ kind: 'connectFailed', message: errorText(error) });
    }
  }
}
