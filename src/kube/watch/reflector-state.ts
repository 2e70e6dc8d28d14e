import { callListeners } from '../call-listeners.ts';
import type { Clock } from '../clock.ts';
import type { KubeError } from '../errors.ts';
import type { WatchPhase } from './endings.ts';
import type { SyncBuffer } from './sync-buffer.ts';

/** What a user may know about a reflector. Instants are in milliseconds by its clock (ours). */
export interface ReflectorState {
  /** Where it stands. */
  readonly phase: WatchPhase;
  /** Since when the phase holds, in milliseconds since 1970. */
  readonly since: number;
  /** How many objects are in the store. */
  readonly count: number;
  /** True once a whole set has been seen: what is shown is complete, if old. */
  readonly synced: boolean;
  /** When something last came on its own stream, in milliseconds since 1970. */
  readonly lastByteAt: number | undefined;
  /** Why the phase is what it is, if something failed. */
  readonly lastError: KubeError | undefined;
  /** How far it has seen. Opaque. */
  readonly resourceVersion: string;
  /** How many whole sets were fetched after the first. */
  readonly relists: number;
  /** How many streams were opened after the first. */
  readonly reconnects: number;
}

/** Hears where a reflector stands (ours). */
export type StateListener = (state: ReflectorState) => void;

/** What a tracker reads. */
export interface TrackerSources {
  readonly store: { readonly size: number };
  readonly buffer: Pick<SyncBuffer<never>, 'sets' | 'problem' | 'version'>;
  readonly clock: Clock;
}

/** Keeps where a reflector stands, and notifies those who listen. `stopped` is its last phase. */
export class StateTracker {
  lastByteAt: number | undefined;
  lastError: KubeError | undefined;
  /** How many streams were opened. */
  streams = 0;
  readonly #sources: TrackerSources;
  readonly #listeners = new Set<StateListener>();
  #phase: WatchPhase = 'idle';
  #since: number;
  /** The message of the error that listeners were last notified of. */
  #reportedError: string | undefined;

  constructor(sources: TrackerSources) {
    this.#sources = sources;
    this.#since = sources.clock.now();
  }

  get phase(): WatchPhase {
    return this.#phase;
  }

  get state(): ReflectorState {
    const { store, buffer } = this.#sources;
    return {
      phase: this.#phase,
      since: this.#since,
      count: store.size,
      synced: buffer.sets > 0,
      lastByteAt: this.lastByteAt,
      lastError: this.lastError ?? buffer.problem,
      resourceVersion: buffer.version,
      relists: Math.max(0, buffer.sets - 1),
      reconnects: Math.max(0, this.streams - 1),
    };
  }

  /** Calls the listener on every notification. Returns how to end that. */
  onState(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Enters a phase, and notifies the listeners if it is another one. */
  enter(phase: WatchPhase): void {
    if (this.#phase === phase || this.#phase === 'stopped') return;
    this.#phase = phase;
    this.#since = this.#sources.clock.now();
    this.notify();
  }

  notify(): void {
    const { state } = this;
    this.#reportedError = state.lastError?.message;
    callListeners(this.#listeners, state);
  }

  /** Notifies the listeners if the last error is another one than they know. */
  notifyOfError(): void {
    if (this.lastError?.message !== this.#reportedError) this.notify();
  }
}
