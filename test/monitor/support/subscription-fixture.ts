import { Client } from '../../../src/client/client.ts';
import type { Msg } from '../../../src/monitor/core/message.ts';
import { WATCHED_KINDS } from '../../../src/monitor/core/resources/resources.ts';
import { type ClusterSubscription, subscribe } from '../../../src/monitor/subscriptions.ts';
import type { Retriable } from '../../../src/monitor/watch-kind.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { type SpyTransport, spyOn } from './spy-transport.ts';

type Kind = Msg['kind'];

/** The messages of one subscription, in order. */
export interface Heard {
  readonly messages: readonly Msg[];
  /** Those of one kind. */
  of<K extends Kind>(kind: K): readonly Extract<Msg, { kind: K }>[];
  /** Waits until one of this kind has come that passes, and gives it. */
  first<K extends Kind>(
    kind: K,
    passes?: (msg: Extract<Msg, { kind: K }>) => boolean,
  ): Promise<Extract<Msg, { kind: K }>>;
  end(): void;
}

/** Subscriptions over a client whose requests are kept, on a cluster. */
export interface SubscriptionFixture extends AsyncDisposable {
  readonly stage: TestNamespace;
  readonly client: Client;
  readonly transport: SpyTransport;
  readonly retriable: Retriable;
  begin(subscription: ClusterSubscription): Heard;
  /** Every kind that is watched, in the namespace of the stage, in another one, or in all (`*`). */
  watchNamespace(namespace?: string): Heard;
}

/** Opens a namespace; all that was begun in it ends at the end of the block. */
export async function openSubscriptionFixture(cluster: TestCluster): Promise<SubscriptionFixture> {
  const stage = await openTestNamespace(cluster);
  const transport = spyOn(stage.client.transport);
  const client = Client.fromCompact(transport, { namespace: stage.namespace });
  const retriable: Retriable = new Set();
  const context = { client, clock: new FakeClock(), retriable };

  const begin = (...subscriptions: readonly ClusterSubscription[]): Heard => {
    const messages: Msg[] = [];
    const of = <K extends Kind>(kind: K) =>
      messages.filter((msg): msg is Extract<Msg, { kind: K }> => msg.kind === kind);
    const ends = subscriptions.map((one) => subscribe(context, one, (msg) => messages.push(msg)));
    return {
      messages,
      of,
      async first(kind, passes = () => true) {
        await until(() => of(kind).some(passes));
        const found = of(kind).find(passes);
        if (found === undefined) throw new Error(`no ${kind}`);
        return found;
      },
      end() {
        for (const end of ends) end();
      },
    };
  };
  return {
    stage,
    client,
    transport,
    retriable,
    begin,
    watchNamespace(where = stage.namespace) {
      const namespace = where === '*' ? undefined : where;
      return begin(
        ...WATCHED_KINDS.map((of) => {
          return { kind: 'watch', key: `watch:${of}/${where}`, of, namespace } as const;
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await stage[Symbol.asyncDispose]();
    },
  };
}
