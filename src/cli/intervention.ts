import { attemptNumber } from '../api/attempts.ts';
import type { ChildPolicy, Json } from '../api/execution.ts';
import type { KubeObject } from '../api/metadata.ts';
import { phaseOf } from '../api/phase.ts';
import { EXECUTIONS, type Resource, SUSPENSIONS } from '../api/resources.ts';
import { suspensionPhase } from '../api/suspension.ts';
import type { Client } from '../client/client.ts';
import type { Environment } from '../kube/connection/environment.ts';
import type { InterventionRequest, Target } from '../monitor/core/actions/request.ts';
import { intervene } from '../monitor/intervene.ts';
import { sanitize } from '../text/sanitize.ts';
import type { CommandFlags } from './connection-flags.ts';
import { readObject } from './object-name.ts';
import { print } from './output.ts';
import { withWriter } from './with-writer.ts';

/** What to do, before its object is known. */
export type Decision =
  | { readonly action: 'cancel'; readonly message: string; readonly descendants: boolean }
  | { readonly action: 'skip'; readonly message: string; readonly result: Json | undefined }
  | { readonly action: 'retry'; readonly childPolicy: ChildPolicy | undefined }
  | { readonly action: 'resume'; readonly recursive: boolean; readonly isSuspension: boolean };

/**
 * Intervenes in the object that the argument names and prints what was done. Exit code 1: only a
 * part was done.
 */
export async function runIntervention(
  argument: string,
  decision: Decision,
  options: CommandFlags & { readonly dryRun: boolean },
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const { dryRun } = options;
  const { name, resource, flags } = readObject(argument, kindsFor(decision), options);
  return withWriter(flags, environment, host, async ({ client, user, write }) => {
    const target = await findTarget(client, resource, name);
    const request = requestOf(decision, target);
    // A dry run changes nothing and is not audited.
    const outcome = dryRun
      ? await intervene(client, request, { user: await user(), dryRun })
      : await write(request, (who) => intervene(client, request, { user: who, dryRun }));
    for (const warning of outcome.warnings) host.stderr.write(`kontinue: ${sanitize(warning)}\n`);
    // The text may have the names of hundreds of suspensions: a script reads them all.
    const text = sanitize(outcome.text, { cap: Number.POSITIVE_INFINITY });
    await print(host.stdout, `${text}${dryRun ? ' (dry run)' : ''}\n`);
    return outcome.isComplete ? 0 : 1;
  });
}

function kindsFor(decision: Decision): readonly [Resource, ...Resource[]] {
  if (decision.action !== 'resume') return [EXECUTIONS];
  return decision.isSuspension ? [SUSPENSIONS] : [EXECUTIONS, SUSPENSIONS];
}

function requestOf(decision: Decision, target: Target): InterventionRequest {
  if (decision.action !== 'resume') return { ...decision, target };
  return { action: 'resume', recursive: decision.recursive, target };
}

async function findTarget(client: Client, resource: Resource, name: string): Promise<Target> {
  if (resource === SUSPENSIONS) {
    const suspension = await client.getSuspension(name);
    const phase = suspensionPhase(suspension);
    return { kind: 'Suspension', phase, attempt: 0, ...identityOf(suspension, client) };
  }
  const execution = await client.get(name);
  const [phase, attempt] = [phaseOf(execution), attemptNumber(execution)];
  return { kind: 'Execution', phase, attempt, ...identityOf(execution, client) };
}

function identityOf({ metadata }: KubeObject, client: Client) {
  const { name, namespace = client.namespace, uid = '' } = metadata;
  return { name, namespace, uid };
}
