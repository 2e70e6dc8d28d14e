import { isTerminal } from '../../../api/phase.ts';
import type { Scenario } from '../scenario-context.ts';
import { MINUTE, type ScriptedFunction, SECOND, work } from '../script.ts';

const settleOrders: ScriptedFunction = {
  name: 'settle-orders',
  description: 'Settles the open orders of a region, one run at a time.',
  arguments: [{ name: 'region', type: 'string', required: true }],
  defaults: { ttl: { deleteAfter: '6m' } },
  *script({ argument, random }) {
    const region = argument('region');
    const max = 4;
    for (let step = 0; step < max; step++) {
      yield work(random.between(18, 32) * SECOND, `Settling ${region}, ledger ${step + 1}`, [
        step,
        max,
      ]);
    }
    return { settled: random.between(120, 900) };
  },
};

/** A queue behind a mutex: one runs, three wait. */
export const orderQueue: Scenario = {
  name: 'order-queue',
  namespace: 'payments',
  past: 8 * MINUTE,
  open(stage) {
    stage.publish([settleOrders]);
    let number = 14;
    stage.every(10 * SECOND, 20 * SECOND, () => {
      if (stage.count('settle-orders', (phase) => !isTerminal(phase ?? '')) >= 4) return;
      stage.spawn(`orders-eu-${number++}`, {
        function: 'settle-orders',
        arguments: { region: 'eu' },
        mutex: { name: 'orders-eu' },
      });
    });
  },
};
