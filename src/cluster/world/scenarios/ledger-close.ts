import type { Scenario } from '../scenario-context.ts';
import { MINUTE, type ScriptedFunction, SECOND, waitFor, work } from '../script.ts';

const TASKS = [
  'Freezing postings',
  'Matching invoices',
  'Accruals',
  'Currency revaluation',
  'Review',
];

const ledgerClose: ScriptedFunction = {
  name: 'ledger-close',
  description: 'Closes the books of a month; a second person signs.',
  arguments: [{ name: 'month', type: 'string', required: true, description: 'YYYY-MM' }],
  defaults: { timeout: { overall: '168h' }, ttl: { deleteAfter: '30m' } },
  *script({ argument, random }) {
    const month = argument('month');
    const max = TASKS.length + 1;
    for (const [done, task] of TASKS.entries()) {
      yield work(random.between(40, 70) * SECOND, task, [done, max]);
    }
    yield work(SECOND, 'Waiting for a second signature', [TASKS.length, max]);
    yield waitFor({
      kind: 'approval',
      name: 'approve',
      message: `Close ${month}? 3 entries above 10,000 EUR need a second pair of eyes`,
    });
    yield work(10 * SECOND, 'Writing the closing entries', [max, max]);
    return { month, closed: true };
  },
};

/** Waits for a user, however long that takes. Once closed, the next month comes up. */
export const ledger: Scenario = {
  name: 'ledger-close',
  namespace: 'billing',
  past: 42 * MINUTE,
  open(stage) {
    stage.publish([ledgerClose]);
    let month = new Date(stage.now());
    stage.every(3 * MINUTE, 3 * MINUTE, () => {
      if (stage.count('ledger-close', () => true) > 0) return;
      const name = month.toISOString().slice(0, 7);
      month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
      stage.spawn(`ledger-close-${name}`, { function: 'ledger-close', arguments: { month: name } });
    });
  },
};
