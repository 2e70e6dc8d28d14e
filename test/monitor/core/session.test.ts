import { describe, expect, it } from 'vitest';
import { type FeedPhase, type FeedState, liveAge } from '../../../src/monitor/core/session.ts';
import { NOW, SECOND } from '../../support/objects.ts';

const standing = (phase: FeedPhase, parts: Partial<FeedState> = {}): FeedState => ({
  phase,
  since: NOW - 90 * SECOND,
  count: 0,
  synced: true,
  lastByteAt: NOW - 43 * SECOND,
  error: undefined,
  ...parts,
});

const age = (...feeds: readonly FeedState[]) =>
  liveAge(new Map(feeds.map((feed, i) => [`executions/ns${i}`, feed])), NOW);

const REFUSED = 'writes are disabled while the API server does not answer';

describe('the live age', () => {
  it.each<[string, FeedState, string, string | undefined]>([
    ['live', standing('live'), 'live', undefined],
    ['polled', standing('polled'), 'polled', undefined],
    ['not begun', standing('idle'), 'loading…', undefined],
    ['loading', standing('loading', { count: 3_500 }), 'loading 3,500…', undefined],
    ['stale', standing('stale'), 'stale 43s', `${REFUSED} (stale 43s)`],
    ['reconnecting', standing('reconnecting'), 'stale 43s', `${REFUSED} (stale 43s)`],
    [
      'reconnecting, never heard of',
      standing('reconnecting', { lastByteAt: undefined }),
      'connecting…',
      `${REFUSED} (connecting…)`,
    ],
    ['out of rights', standing('unauthorized'), 'auth expired', 'the credentials expired'],
    [
      'out of rights, for a reason',
      standing('unauthorized', { error: 'the token expired: log in again' }),
      'auth expired',
      'the token expired: log in again',
    ],
    ['forbidden', standing('forbidden'), 'not allowed to list', undefined],
    ['not served', standing('notServed'), 'CRDs not installed', undefined],
    ['stopped', standing('stopped'), 'stale 43s', `${REFUSED} (stale 43s)`],
  ])('of a watch that is %s', (_, feed, words, refusal) => {
    expect(age(feed)).toMatchObject({ text: words, refusal });
  });

  it('is loading before anything is watched', () => {
    expect(age()).toMatchObject({ text: 'loading…', tone: 'busy', refusal: undefined });
  });

  it('is that of the gravest of all watches', () => {
    expect(age(standing('live'), standing('stale'), standing('loading')).text).toBe('stale 43s');
    expect(age(standing('stale'), standing('unauthorized')).text).toBe('auth expired');
    expect(age(standing('live'), standing('loading', { count: 12 })).text).toBe('loading 12…');
    expect(age(standing('live'), standing('polled')).text).toBe('polled');
  });

  const GRAVEST_FIRST: readonly FeedPhase[] = [
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
  const pairs = GRAVEST_FIRST.slice(1).map((lesser, i) => [GRAVEST_FIRST[i], lesser] as const);

  it.each(pairs)(
    'is that of one that is %s rather than of one that is %s',
    (graver = 'idle', lesser) => {
      const feed = (phase: FeedPhase) => standing(phase, { error: `of ${phase}` });
      const graverAlone = age(feed(graver));
      expect(graverAlone).not.toEqual(age(feed(lesser)));
      expect(age(feed(lesser), feed(graver))).toEqual(graverAlone);
      expect(age(feed(graver), feed(lesser))).toEqual(graverAlone);
    },
  );

  it('is the oldest of several that are equally grave', () => {
    const older = standing('stale', { lastByteAt: NOW - 120 * SECOND, error: 'older' });
    const newer = standing('stale', { lastByteAt: NOW - 21 * SECOND, error: 'newer' });
    expect(age(newer, older)).toMatchObject({ text: 'stale 120s', error: 'older' });
    expect(age(older, newer)).toMatchObject({ text: 'stale 120s', error: 'older' });
  });

  it('is never negative, though the clocks differ', () => {
    expect(age(standing('stale', { lastByteAt: NOW + 9 * SECOND })).text).toBe('stale 0s');
  });

  it('does not mind that a kind other than executions is refused or not served', () => {
    const feeds = new Map([
      ['executions/payments', standing('live')],
      ['suspensions/payments', standing('forbidden')],
      ['functions/payments', standing('notServed')],
    ]);
    expect(liveAge(feeds, NOW).text).toBe('live');
  });

  it('minds that another kind is stale', () => {
    const feeds = new Map([
      ['executions/payments', standing('live')],
      ['suspensions/payments', standing('stale')],
    ]);
    expect(liveAge(feeds, NOW).text).toBe('stale 43s');
  });
});
