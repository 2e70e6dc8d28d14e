import type { Execution } from '../../../src/api/execution.ts';
import { Client } from '../../../src/client/client.ts';
import type { AuditEntry } from '../../../src/monitor/audit.ts';
import { type ClusterContext, performInCluster } from '../../../src/monitor/cluster-effects.ts';
import type { Target } from '../../../src/monitor/core/actions/request.ts';
import type { ClusterEffect } from '../../../src/monitor/core/effect.ts';
import type { Msg } from '../../../src/monitor/core/message.ts';
import { DryRuns } from '../../../src/monitor/dry-runs.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type SpyTransport, spyOn } from './spy-transport.ts';

/** Effects that are performed on a cluster, with all that comes of them. */
export interface EffectsFixture extends AsyncDisposable {
  readonly stage: TestNamespace;
  /** What the client sends. */
  readonly transport: SpyTransport;
  /** The context's, for a test to change. */
  readonly context: { -readonly [K in keyof ClusterContext]: ClusterContext[K] };
  readonly clock: FakeClock;
  readonly messages: Msg[];
  /** The lines of the audit. */
  readonly lines: AuditEntry[];
  perform(effect: ClusterEffect): Promise<void>;
}

/** Opens a namespace in which ada acts; it is cleared at the end of the block. */
export async function openEffectsFixture(cluster: TestCluster): Promise<EffectsFixture> {
  const stage = await openTestNamespace(cluster);
  const transport = spyOn(stage.client.transport);
  const client = Client.from(transport, { namespace: stage.namespace });
  const clock = new FakeClock();
  const user = () => 'ada';
  const messages: Msg[] = [];
  const lines: AuditEntry[] = [];
  const context = {
    client,
    retriable: new Set<{ retryNow(): void }>(),
    retryLogin: () => undefined,
    dryRuns: new DryRuns({ client, clock, user }),
    audit: { record: async (entry: AuditEntry) => void lines.push(entry) },
    context: 'prod',
    server: 'https://server',
    user,
  };
  return {
    stage,
    transport,
    context,
    clock,
    messages,
    lines,
    perform: (effect) => performInCluster(context, effect, (msg) => messages.push(msg)),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

/** What a dialog acts on: an execution as it is, at its first attempt. */
export function targetOf({ metadata, status }: Execution): Target & { kind: 'Execution' } {
  const { name, namespace = '', uid = '' } = metadata;
  return { kind: 'Execution', namespace, name, uid, phase: status?.phase ?? 'Pending', attempt: 1 };
}
