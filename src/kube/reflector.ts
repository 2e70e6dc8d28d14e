import type { Clock, Random } from './clock.ts';
import type { Connectivity } from './connectivity.ts';
import type { KubeError } from './errors.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

/** Where a reflector stands. */
export type Phase =
  | 'idle'
  /** The first set is arriving: `count` grows. */
  | 'loading'
  | 'live'
  /** The stream is open, but nothing proved for 20 s that the server still answers. */
  | 'stale'
  | 'reconnecting'
  | 'unauthorized'
  | 'forbidden'
  /** The server does not know this kind: a CRD is missing. */
  | 'notServed'
  /** May be listed but not watched: listed again every 5 s. */
  | 'polled'
  | 'stopped';

/** What a person may know about a reflector. Instants are in milliseconds by its clock. */
export interface ReflectorState {
  readonly phase: Phase;
  /** Since when the phase holds. */
  readonly since: number;
  /** Objects in the store. */
  readonly count: number;
  /** True once a whole set has been seen: what is shown is complete, if old. */
  readonly synced: boolean;
  readonly lastByteAt: number | undefined;
  readonly lastError: KubeError | undefined;
  readonly resourceVersion: string;
  readonly relists: number;
  readonly reconnects: number;
}

export interface ReflectorOptions<T> {
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly store: Store<T>;
  /** The collection, from `pathOf`. */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Slims an object on arrival to what is kept of it; undefined leaves it out. */
  readonly project: (raw: unknown) => T | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

export declare class Reflector<T> {
  constructor(options: ReflectorOptions<T>);
  /** Begins to list and watch. */
  start(): void;
  /** Resolves once the socket is closed. The store changes no more. Safe at any moment, twice. */
  stop(): Promise<void>;
  /** Ends a wait: tries again now. */
  retryNow(): void;
  readonly state: ReflectorState;
  /** Calls back on every change of phase, and of `count` while loading. */
  onState(listener: (state: ReflectorState) => void): () => void;
}
