import type { Wait } from '../backoff.ts';
import type { KubeError } from '../errors.ts';
import { isTooLarge } from '../http/status.ts';

/** Where a reflector stands (ours). */
export type WatchPhase =
  | 'idle'
  /** The first set is arriving: `count` grows. */
  | 'loading'
  | 'live'
  /** The stream is open, but the server did not prove for 20 s that it still answers. */
  | 'stale'
  | 'reconnecting'
  | 'unauthorized'
  | 'forbidden'
  /** The server does not know this kind: a CRD is missing. */
  | 'notServed'
  /** May be listed but not watched: listed again every 5 s. */
  | 'polled'
  | 'stopped';

/** What a reflector can be doing. */
export type Step =
  /** Getting a whole set: by a watch that begins with it, or by pages. */
  | 'sync'
  /** Following what happens from the last known version on. */
  | 'watch'
  /** Listing a kind that cannot be watched. */
  | 'poll';

/** Every way in which a step can end. */
export type Ending =
  /** A set was listed whole. */
  | 'listed'
  | 'polled'
  /** The server ended a watch in good order, as it does every few minutes. */
  | 'closed'
  /** It did so at once and sent nothing: something is wrong that it does not tell. */
  | 'tooShort'
  /** No connection, or one that was cut. */
  | 'broken'
  /** A connection, but no bytes. */
  | 'silent'
  /**
   * A stream that was opened, by a server that is well, but on which not even a bookmark came: the
   * server may never come to the version it was asked for.
   */
  | 'stalled'
  /** The version is too old for the server. */
  | 'expired'
  /** The version is newer than anything the server has: its data was restored. */
  | 'tooLarge'
  | 'throttled'
  /** The server failed; its data is as it was. */
  | 'failed'
  /** What came was no watch event, or said something unheard of. */
  | 'malformed'
  /** The server is coming up and does not know its kinds and users yet. */
  | 'starting'
  | 'unauthorized'
  | 'forbidden'
  /** Not to be watched; to be listed, perhaps. */
  | 'unwatchable'
  | 'notServed'
  /** The server cannot begin a watch with the whole set. */
  | 'unsupported'
  /** We gave up a wait or a doubtful stream, because the server is back. */
  | 'interrupted';

/** What follows an ending. Without a phase, the phase stays. */
export interface Reaction {
  readonly next: Step;
  readonly wait: Wait;
  readonly phase?: WatchPhase;
}

/**
 * A resource version makes it safe to go on from where a stream broke: only an expired or an
 * impossible version, and what we failed to understand, cost a new sync.
 */
export const REACTIONS: Readonly<Record<Ending, Reaction>> = {
  listed: { next: 'watch', wait: 'none' },
  polled: { next: 'poll', wait: 'poll', phase: 'polled' },
  closed: { next: 'watch', wait: 'none' },
  tooShort: { next: 'watch', wait: 'backoff', phase: 'reconnecting' },
  broken: { next: 'watch', wait: 'backoff', phase: 'reconnecting' },
  silent: { next: 'watch', wait: 'backoff', phase: 'reconnecting' },
  stalled: { next: 'sync', wait: 'none', phase: 'reconnecting' },
  expired: { next: 'sync', wait: 'none', phase: 'reconnecting' },
  tooLarge: { next: 'sync', wait: 'backoff', phase: 'reconnecting' },
  throttled: { next: 'watch', wait: 'backoff', phase: 'reconnecting' },
  failed: { next: 'watch', wait: 'backoff', phase: 'reconnecting' },
  malformed: { next: 'sync', wait: 'backoff', phase: 'reconnecting' },
  starting: { next: 'watch', wait: 'starting', phase: 'reconnecting' },
  unauthorized: { next: 'watch', wait: 'login', phase: 'unauthorized' },
  forbidden: { next: 'sync', wait: 'grant', phase: 'forbidden' },
  unwatchable: { next: 'poll', wait: 'none' },
  notServed: { next: 'sync', wait: 'install', phase: 'notServed' },
  unsupported: { next: 'sync', wait: 'none' },
  interrupted: { next: 'watch', wait: 'none', phase: 'reconnecting' },
};

/** How a step ended, from the error that ended it. */
export function endingOf(error: KubeError, step: Step): Ending {
  if (isTooLarge(error)) return 'tooLarge';
  switch (error.code) {
    case 'Gone':
      return 'expired';
    case 'Throttled':
      return 'throttled';
    case 'Unauthorized':
    case 'Credentials':
    case 'Config':
      return 'unauthorized';
    case 'Forbidden':
      return step === 'poll' ? 'forbidden' : 'unwatchable';
    case 'NotServed':
    case 'NotFound':
      return 'notServed';
    case 'Timeout':
      return error.status === undefined ? 'silent' : 'failed';
    case 'Unavailable':
      return 'failed';
    case 'Unreadable':
      return 'malformed';
    case 'BadRequest':
    case 'Invalid':
      if (error.status === 405 && step === 'watch') return 'unwatchable';
      return step === 'sync' ? 'unsupported' : 'malformed';
    case 'Conflict':
    case 'AlreadyExists':
      return 'malformed';
    case 'Disconnected':
    case 'Aborted':
      return 'broken';
  }
}
