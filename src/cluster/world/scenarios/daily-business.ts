import type { Scenario, ScenarioContext } from '../scenario-context.ts';
import { HOUR, MINUTE, type ScriptedFunction, SECOND, waitFor, work } from '../script.ts';

const TTL = { deleteAfter: '15m' };

const sendInvoice: ScriptedFunction = {
  name: 'send-invoice',
  description: 'Renders an invoice and mails it.',
  arguments: [{ name: 'customer', type: 'string', required: true }],
  defaults: { ttl: TTL },
  *script({ argument, random }) {
    const customer = argument('customer');
    yield work(random.between(5, 20) * SECOND, `Rendering the invoice of ${customer}`, [0, 2]);
    yield work(random.between(5, 20) * SECOND, 'Mailing', [1, 2]);
    return { invoice: `R-${random.between(10_000, 99_999)}` };
  },
};

const refundPayment: ScriptedFunction = {
  name: 'refund-payment',
  description: 'Pays a customer back through the bank.',
  arguments: [{ name: 'payment', type: 'string', required: true }],
  defaults: { retry: { retries: 1, backoff: '20s' }, ttl: TTL },
  *script({ random }) {
    yield work(random.between(10, 40) * SECOND, 'Asking the bank', [0, 3]);
    if (random.chance(0.4)) throw new Error('bank refused: account closed');
    yield work(random.between(10, 40) * SECOND, 'Booking', [2, 3]);
    return { refunded: true };
  },
};

const streamEvents: ScriptedFunction = {
  name: 'stream-events',
  description: 'Copies account events to the warehouse, for ever.',
  *script({ random }) {
    for (let batch = 1; ; batch++) {
      const events = random.between(80, 400);
      const line = `copied ${events} events, batch ${batch}`;
      yield work(random.between(5, 12) * SECOND, `Batch ${batch}`, undefined, line);
    }
  },
};

const rotateKeys: ScriptedFunction = {
  name: 'rotate-keys',
  description: 'Makes new signing keys, and revokes the old ones a while later.',
  defaults: { ttl: TTL },
  *script() {
    yield work(20 * SECOND, 'Making new keys', [0, 3]);
    const message = 'Old keys stay valid for two hours';
    yield waitFor({ kind: 'sleep', name: 'overlap', milliseconds: 2 * HOUR, message }, message);
    yield work(20 * SECOND, 'Revoking old keys', [2, 3]);
    return { keys: 4 };
  },
};

/** Small things that come and go: most end well, some fail, are canceled or skipped. */
export const dailyBusiness: Scenario = {
  name: 'daily-business',
  namespace: 'billing',
  past: 13 * MINUTE,
  open(stage) {
    stage.publish([sendInvoice, refundPayment]);
    stage.every(45 * SECOND, 90 * SECOND, () => {
      const { random } = stage;
      const id = random.suffix(5);
      const refund = random.chance(0.4);
      const name = refund ? `refund-payment-${id}` : `send-invoice-${id}`;
      const args = refund
        ? { payment: `pay_${id}` }
        : { customer: `c-${random.between(100, 999)}` };
      stage.spawn(name, { function: refund ? 'refund-payment' : 'send-invoice', arguments: args });
      interfere(stage, name);
    });
  },
};

/** Now and then a user steps in. */
function interfere(stage: ScenarioContext, name: string): void {
  if (!stage.random.chance(0.25)) return;
  stage.after(4 * SECOND, () => {
    if (stage.random.chance(0.5)) stage.end(name, 'Canceled', 'Canceled by ada: duplicate');
    else stage.end(name, 'Skipped', 'Skipped by ben: done by phone', { byPhone: true });
  });
}

/** An execution without jobs that never ends, and one that sleeps. */
export const longRunning: Scenario = {
  name: 'long-running',
  namespace: 'payments',
  past: 17 * MINUTE,
  open(stage) {
    stage.publish([streamEvents, rotateKeys]);
    stage.spawn('stream-events', { function: 'stream-events' });
    stage.every(3 * HOUR, 3 * HOUR, () => {
      const hour = new Date(stage.now()).toISOString().slice(5, 13).replace('T', '-');
      stage.spawn(`rotate-keys-${hour}`, { function: 'rotate-keys' });
    });
  },
};
