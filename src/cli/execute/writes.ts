import { attemptNumber } from '../../api/attempts.ts';
import type { Execution } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import type { Client } from '../../client/client.ts';
import type { SpawnOptions } from '../../client/executions/spawn.ts';
import type { Target } from '../../monitor/core/actions/request.ts';
import { intervene } from '../../monitor/intervene.ts';
import type { Writer } from '../with-writer.ts';
import type { Arguments } from './argument.ts';

/** Creates the execution as an audited write. */
export async function start(
  { client, write }: Writer,
  fn: string,
  args: Arguments | undefined,
  options: SpawnOptions,
): Promise<Execution> {
  const { namespace } = client;
  const target = { kind: 'Execution', namespace, name: options.name ?? '', uid: '' } as const;
  const outcome = await write({ action: 'execute', target, function: fn }, async () => {
    const execution = await client.spawn(fn, args, options);
    const { name, uid = '' } = execution.metadata;
    const started = { ...target, name, uid };
    return { text: `started ${name}`, warnings: [], isComplete: true, started, execution };
  });
  return outcome.execution;
}

/** Cancels the followed execution as an audited write. `tell` gets what could not be recorded. */
export async function cancelFollowed(
  client: Client,
  { write }: Writer,
  execution: Execution,
  tell: (note: string) => void,
): Promise<void> {
  const { namespace = client.namespace, name, uid = '' } = execution.metadata;
  const target: Target = {
    kind: 'Execution',
    namespace,
    name,
    uid,
    phase: phaseOf(execution),
    attempt: attemptNumber(execution),
  };
  const request = { action: 'cancel', target, message: '', descendants: false } as const;
  await write(request, (user) => intervene(client, request, { user, dryRun: false }), tell);
}
