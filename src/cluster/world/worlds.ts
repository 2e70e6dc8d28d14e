import type { Scenario } from './scenario-context.ts';
import { archivedReports } from './scenarios/archived-reports.ts';
import { catalogImport } from './scenarios/catalog-import.ts';
import { dailyBusiness, longRunning } from './scenarios/daily-business.ts';
import { deployPipeline } from './scenarios/deploy-pipeline.ts';
import { ledger } from './scenarios/ledger-close.ts';
import { crmSync, nightlyTests } from './scenarios/nightly-tests.ts';
import { orderQueue } from './scenarios/order-queue.ts';
import { priceFeed } from './scenarios/price-feed.ts';
import { waitingForGpu } from './scenarios/waiting-for-gpu.ts';

/**
 * A world that moves by itself (ours): `demo` is everything at once, `small` a deployment, an approval, a
 * flapping function and a queue, `batch` one execution with 1,000 children.
 */
export type WorldName = 'demo' | 'small' | 'batch';

/** A world by its name. */
export interface NamedWorld {
  readonly name: WorldName;
  readonly about: string;
  readonly scenarios: readonly Scenario[];
}

/** The worlds that an embedded cluster can be started with. */
export const WORLDS: readonly NamedWorld[] = [
  {
    name: 'demo',
    about: 'everything at once, in the namespaces payments, billing and data',
    scenarios: [
      nightlyTests,
      archivedReports,
      longRunning,
      ledger,
      waitingForGpu,
      deployPipeline,
      dailyBusiness,
      priceFeed,
      crmSync,
      orderQueue,
      catalogImport,
    ],
  },
  {
    name: 'small',
    about: 'a deployment, an approval, a flapping function and a queue',
    scenarios: [ledger, deployPipeline, priceFeed, orderQueue],
  },
  { name: 'batch', about: 'one execution with 1,000 children', scenarios: [catalogImport] },
];

/** The world of this name, if there is one. */
export function findWorld(name: string): NamedWorld | undefined {
  return WORLDS.find((world) => world.name === name);
}
