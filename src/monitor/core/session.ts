import { countText } from '../../text/count.ts';
import type { Reach } from '../../text/shell.ts';
import type { Tone } from '../../text/span.ts';
import type { Zone } from '../../text/time.ts';

/** What was decided when the monitor started. */
export interface Setup {
  readonly readOnly: boolean;
  /** Letters and signs of ASCII alone. */
  readonly ascii: boolean;
  /** The words before everything else in the header: `kontinue`, or `kontinue demo`. */
  readonly title: string;
}

/** Where the monitor looks, and as whom. */
export interface Session {
  readonly context: string;
  /** How a command that is copied gets there, too. */
  readonly reach: Reach;
  /** The namespaces shown; empty means all. */
  readonly namespaces: readonly string[];
  /** As the server knows the person; the kubeconfig's name until it has said. */
  readonly user: string;
  readonly serverVersion: string;
  readonly zone: Zone;
}

/** The watches of a session by their namespaces, each on its own; `*` is one for all. */
export function watchKeys(namespaces: readonly string[]): readonly string[] {
  return namespaces.length > 0 ? [...new Set(namespaces)] : [ALL_NAMESPACES];
}

export const ALL_NAMESPACES = '*';

/** The key of the watch that a feed such as `executions/payments` is part of. */
export function watchKeyOf(feed: string): string {
  return feed.slice(feed.indexOf('/') + 1);
}

export type FeedPhase =
  | 'idle'
  | 'loading'
  | 'live'
  | 'stale'
  | 'reconnecting'
  | 'unauthorized'
  | 'forbidden'
  | 'notServed'
  | 'polled'
  | 'stopped';

/** How one watch stands. */
export interface FeedState {
  readonly phase: FeedPhase;
  readonly since: number;
  readonly count: number;
  readonly synced: boolean;
  readonly lastByteAt: number | undefined;
  readonly error: string | undefined;
}

/** Watches by what they watch: `executions/payments`. */
export type Feeds = ReadonlyMap<string, FeedState>;

/** What the header says of the age of what is shown. */
export interface LiveAge {
  readonly text: string;
  readonly tone: Tone;
  /** Why nothing can be written now; undefined when it can. */
  readonly refusal: string | undefined;
  /** The sentence to show where there are no rows. */
  readonly error: string | undefined;
}

const GRAVEST: readonly FeedPhase[] = [
  'unauthorized',
  'reconnecting',
  'stale',
  'forbidden',
  'notServed',
  'loading',
  'idle',
  'polled',
  'live',
  'stopped',
];

/** A list that is refused or not served hides its own rows; only the executions are all there is. */
function counts([key, feed]: readonly [string, FeedState]): boolean {
  return (
    key.startsWith('executions/') || (feed.phase !== 'forbidden' && feed.phase !== 'notServed')
  );
}

const NOT_SERVED =
  'this cluster has no kontinue CRDs: install them with `kontinue crds | kubectl create -f -`, ' +
  'or choose another cluster with --context';

/** The gravest state of all watches, and of those the oldest, in the header's words. */
export function liveAge(feeds: Feeds, now: number): LiveAge {
  const all = [...feeds].filter(counts).map(([, feed]) => feed);
  const phase = GRAVEST.find((p) => all.some((feed) => feed.phase === p)) ?? 'idle';
  const heardAt = (feed: FeedState) => feed.lastByteAt ?? feed.since;
  const [worst] = all
    .filter((feed) => feed.phase === phase)
    .sort((a, b) => heardAt(a) - heardAt(b));
  const seconds = Math.max(0, Math.floor((now - (worst ? heardAt(worst) : now)) / 1000));
  const error = worst?.error;
  switch (phase) {
    case 'live':
      return { text: 'live', tone: 'good', refusal: undefined, error: undefined };
    case 'polled':
      return { text: 'polled', tone: 'good', refusal: undefined, error: undefined };
    case 'idle':
    case 'loading': {
      const count = all.reduce((sum, feed) => sum + feed.count, 0);
      const words = count > 0 ? `loading ${countText(count)}…` : 'loading…';
      return { text: words, tone: 'busy', refusal: undefined, error };
    }
    case 'forbidden':
      return { text: 'not allowed to list', tone: 'bad', refusal: undefined, error };
    case 'notServed':
      return { text: 'CRDs not installed', tone: 'bad', refusal: undefined, error: NOT_SERVED };
    case 'unauthorized':
      return {
        text: 'auth expired',
        tone: 'bad',
        refusal: error ?? 'the credentials expired',
        error,
      };
    default: {
      const words = worst?.lastByteAt === undefined ? 'connecting…' : `stale ${seconds}s`;
      return {
        text: words,
        tone: 'bad',
        refusal: `writes are disabled while the API server does not answer (${words})`,
        error,
      };
    }
  }
}
