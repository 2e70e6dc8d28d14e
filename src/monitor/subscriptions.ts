import type { Client } from '../client/client.ts';
import type { Clock } from '../kube/clock.ts';
import type { Subscription } from './core/subscription.ts';
import { followLog } from './follow-log.ts';
import type { Send } from './run.ts';
import { type Retriable, watchKind } from './watch-kind.ts';
import { watchTree } from './watch-tree.ts';
import { watchWorkerLiveness } from './watch-worker-liveness.ts';

/** What only a connection can give; the rest is the clock's or the program's own. */
export type ClusterSubscription = Exclude<Subscription, { kind: 'tick' | 'patterns' }>;

/** What subscriptions are made with. */
export interface SubscriptionContext {
  readonly client: Client;
  readonly clock: Pick<Clock, 'after'>;
  /** Each subscription adds what can be retried, and takes it out when it ends. */
  readonly retriable: Retriable;
}

/** Begins a subscription; the returned function ends it. */
export function subscribe(
  { client, clock, retriable }: SubscriptionContext,
  subscription: ClusterSubscription,
  send: Send,
): () => void {
  switch (subscription.kind) {
    case 'watch':
      return watchKind(client, subscription.of, subscription.namespace, send, retriable);
    case 'workers':
      return watchWorkerLiveness(client, subscription.namespace, send);
    case 'tree':
      return watchTree(client, subscription.target, send);
    case 'log':
      return followLog({ client, clock }, subscription, send);
  }
}
