import { between } from '../backoff.ts';
import { callListeners } from '../call-listeners.ts';
import { type Clock, type Random, systemClock, systemRandom } from '../clock.ts';
import { isKubeError } from '../errors.ts';
import type { Transport } from '../http/transport.ts';
import { linkAbort } from '../linked-abort.ts';

/** What a connectivity needs. */
export interface ConnectivityOptions {
  readonly transport: Transport;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** The server stopped answering, or answers again. */
export type ConnectivityListener = (change: 'down' | 'up') => void;

/** A server that was not heard for so long is asked whether it is still there. */
const QUIET_MS = 15_000;
/** Quiet time and probe together: what is called live was proved no longer ago than 20 s. */
const PROBE_MS = 5_000;
/** A timer that is so late was held up by a machine that slept: no connection survives that. */
const SLEPT_MS = 30_000;

/**
 * Whether one API server answers, found out once for all who watch it: one probe, not one per
 * watch. Make one per transport and hand it to every reflector.
 *
 * Without a listener nothing is sent. While the server answers, bytes on any stream are proof
 * enough; after 15 s of quiet it is asked. While it does not, it is asked every one to two
 * seconds, and all who wait for it are woken by the first answer: `/readyz` tells a server that
 * only starts from one that works.
 */
export class Connectivity {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #listeners = new Set<ConnectivityListener>();
  #heardAt: number | undefined;
  #isDown = false;
  #suspected = false;
  #running: AbortController | undefined;
  #endPause: (() => void) | undefined;

  constructor(options: ConnectivityOptions) {
    this.#transport = options.transport;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
  }

  /** True from a failed probe until the server answers again. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** When the server last sent anything, on any connection. */
  get lastHeardAt(): number | undefined {
    const answered = this.#transport.lastAnswerAt;
    if (this.#heardAt === undefined || answered === undefined) return this.#heardAt ?? answered;
    return Math.max(this.#heardAt, answered);
  }

  /** For how many milliseconds it has been silent; undefined before the first sign of it. */
  get silentForMs(): number | undefined {
    const { lastHeardAt } = this;
    return lastHeardAt === undefined ? undefined : this.#clock.now() - lastHeardAt;
  }

  /** Bytes came. */
  heard(): void {
    this.#heardAt = this.#clock.now();
    if (this.#isDown) this.#turn('up');
  }

  /** A connection could not be made: finds out now whether that is so for all. */
  suspect(): void {
    if (this.#isDown) return;
    this.#suspected = true;
    this.#endPause?.();
  }

  /** Listens, and keeps an eye on the server as long as anyone does. Returns how to end that. */
  attach(listener: ConnectivityListener): () => void {
    this.#listeners.add(listener);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#running?.abort();
      this.#running = undefined;
      this.#isDown = false;
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const quiet = this.#clock.now() - (this.lastHeardAt ?? this.#clock.now());
      const wait = this.#isDown ? between(1_000, 2_000, this.#random) : QUIET_MS - quiet;
      const due = this.#clock.now() + wait;
      if (wait > 0 && !this.#suspected) await this.#pause(wait, signal);
      if (signal.aborted) return;
      if (this.#clock.now() - due > SLEPT_MS) this.#turn('down');
      else if (this.#heardLately() && !this.#suspected) continue;
      await this.#probe(signal);
    }
  }

  #heardLately(): boolean {
    const heard = this.lastHeardAt;
    return !this.#isDown && heard !== undefined && this.#clock.now() - heard < QUIET_MS;
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const probe = linkAbort(signal);
    const disarm = this.#clock.after(PROBE_MS, () => probe.abort(undefined));
    const answers = await this.#answers(probe.signal);
    disarm();
    probe.release();
    this.#suspected = false;
    if (!signal.aborted) this.#turn(answers ? 'up' : 'down');
  }

  /** A refusal is an answer, too; only silence and a server that calls itself unready are not. */
  async #answers(signal: AbortSignal): Promise<boolean> {
    try {
      const probe = {
        method: 'GET',
        path: '/readyz',
        bypassRateLimit: true,
        once: true,
        signal,
      } as const;
      await this.#transport.send(probe);
      return true;
    } catch (error) {
      if (!isKubeError(error) || signal.aborted) return false;
      if (error.status !== undefined) return error.status < 500 && error.status !== 429;
      return error.code !== 'Disconnected' && error.code !== 'Timeout';
    }
  }

  #turn(change: 'down' | 'up'): void {
    if (change === 'up') this.#heardAt = this.#clock.now();
    if (this.#isDown === (change === 'down')) return;
    this.#isDown = change === 'down';
    callListeners(this.#listeners, change);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        disarm();
        signal.removeEventListener('abort', end);
        if (this.#endPause === end) this.#endPause = undefined;
        resolve();
      };
      const disarm = this.#clock.after(ms, end);
      signal.addEventListener('abort', end, { once: true });
      this.#endPause = end;
    });
  }
}
