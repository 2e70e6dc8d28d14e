import type { LogBook } from '../logs.ts';
import type { Storage } from '../storage.ts';
import type { WorldClock } from './world-clock.ts';

/** What a world lives on. Storage and logs are on the same clock, so that they share its past. */
export interface WorldContext {
  readonly storage: Storage;
  readonly logs: LogBook;
  readonly clock: WorldClock;
}
