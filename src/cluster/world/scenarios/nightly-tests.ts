import type { Scenario } from '../scenario-context.ts';
import { DAY, MINUTE, type ScriptedFunction, SECOND, waitFor, work } from '../script.ts';
import { suiteLines } from './log-lines.ts';

const SUITES = ['unit', 'contract', 'payments-e2e', 'checkout-e2e', 'accounts-e2e', 'load'];

const runTests: ScriptedFunction = {
  name: 'run-tests',
  description: 'Runs every test suite against the staging cluster.',
  defaults: { retry: { retries: 2, backoff: '30s', childPolicy: 'RetryFailed' } },
  *script({ startedAt }) {
    // Every other night the checkout is broken.
    const broken = Math.floor(startedAt / DAY) % 2 === 0;
    for (const [done, suite] of SUITES.entries()) {
      const fails = broken && suite === 'checkout-e2e';
      yield work(SECOND, `Running ${suite}`, [done, SUITES.length]);
      yield waitFor({
        kind: 'job',
        name: suite,
        image: 'registry.example.com/payments/tests:main',
        takes: 50 * SECOND,
        lines: suiteLines(suite, 12, fails),
        fails,
      });
    }
    yield work(SECOND, 'Reporting', [SUITES.length, SUITES.length]);
    return { suites: SUITES.length };
  },
};

const syncCrm: ScriptedFunction = {
  name: 'sync-crm',
  description: 'Copies changed customers to the CRM.',
  *script({ random }) {
    const changed = random.between(3, 40);
    yield work(random.between(12, 30) * SECOND, `Copying ${changed} customers`, [0, changed]);
    yield work(random.between(8, 20) * SECOND, 'Committing', [changed, changed]);
    return { changed };
  },
};

/** The nightly tests with five nights of history. */
export const nightlyTests: Scenario = {
  name: 'nightly-tests',
  namespace: 'payments',
  past: 5 * DAY,
  open(stage) {
    stage.publish([runTests]);
    stage.schedule('nightly-tests', { schedule: '0 2 * * *', function: 'run-tests' });
  },
};

/** A schedule that fires every other minute, and one that is suspended. */
export const crmSync: Scenario = {
  name: 'crm-sync',
  namespace: 'billing',
  past: 11 * MINUTE,
  open(stage) {
    stage.publish([syncCrm]);
    stage.schedule('sync-crm', { schedule: '*/2 * * * *', function: 'sync-crm', historyLimit: 3 });
    stage.schedule('sync-crm-full', {
      schedule: '30 4 * * 0',
      timeZone: 'Europe/Berlin',
      function: 'sync-crm',
      suspend: true,
    });
  },
};
