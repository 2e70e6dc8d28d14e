import type { Scenario } from '../scenario-context.ts';
import { MINUTE, type ScriptedFunction, SECOND, work } from '../script.ts';

const FEEDS = ['ecb', 'lme', 'eex', 'ice', 'cme', 'sgx'];
const REASONS = [
  'dial tcp 10.2.0.14:443: i/o timeout',
  'lme: 502 Bad Gateway',
  'lme: unexpected end of JSON input',
] as const;

const fetchPrices: ScriptedFunction = {
  name: 'fetch-prices',
  description: 'Reads the price feeds; one of them is moody.',
  defaults: { retry: { retries: 4, backoff: '45s' }, ttl: { deleteAfter: '12m' } },
  *script({ attempt, random }) {
    for (const [done, feed] of FEEDS.entries()) {
      yield work(random.between(2, 5) * SECOND, `Reading ${feed}`, [done, FEEDS.length]);
      if (done === 2 && attempt < 5) throw new Error(random.pick(REASONS));
    }
    yield work(SECOND, 'Storing prices', [FEEDS.length, FEEDS.length]);
    return { feeds: FEEDS };
  },
};

/** Fails four times before it succeeds, then starts again. */
export const priceFeed: Scenario = {
  name: 'price-feed',
  namespace: 'data',
  past: 12 * MINUTE,
  open(stage) {
    stage.publish([fetchPrices]);
    stage.every(5 * MINUTE, 6 * MINUTE, () => {
      stage.spawn(`fetch-prices-${stage.random.suffix(2)}`, { function: 'fetch-prices' });
    });
  },
};
