import { setTimeout } from 'node:timers/promises';
import { formatInstant } from '../api/instant.ts';
import { EXECUTIONS, GROUP, SUSPENSIONS } from '../api/resources.ts';
import type { Client } from '../client/client.ts';
import type { Audit } from './audit.ts';
import type { Effect } from './core/effect.ts';
import type { Action, CheckOutcome, InterventionRequest } from './core/interventions/request.ts';
import { executionOf, intervene } from './intervene.ts';
import type { Send } from './run.ts';
import type { Retriable } from './subscriptions.ts';

/** What effects are done with. */
export interface EffectContext {
  readonly client: Client;
  readonly audit: Audit;
  /** Who the server takes the person for, as far as it is known. */
  readonly user: () => string;
  readonly context: string;
  readonly server: string;
  readonly retriable: Retriable;
  /** Of the dry runs that are asked for, the last: those before it no longer matter. */
  readonly newestCheck: { effect?: Effect };
}

/** Does one effect. Every outcome, good or bad, is a message. */
export async function perform(on: EffectContext, effect: Effect, send: Send): Promise<void> {
  switch (effect.kind) {
    case 'reconnect':
      for (const reflector of on.retriable) reflector.retryNow();
      return;
    case 'learnRights':
      return learnRights(on.client, effect.namespace, send);
    case 'check':
      return check(on, effect, send);
    case 'intervene':
      return done(on, effect.id, effect.request, send);
    case 'readYaml':
      return readYaml(on.client, effect, send);
    default:
      return;
  }
}

async function learnRights(client: Client, namespace: string, send: Send): Promise<void> {
  const patch = await client.rights(namespace).then(
    (rights) => (plural: string, sub?: string) => rights.allows('patch', GROUP, plural, sub),
    // Unknown rights turn nothing off: the server decides at the write itself.
    () => () => undefined,
  );
  send({
    kind: 'rightsLearned',
    namespace,
    rights: {
      patchExecutionStatus: patch(EXECUTIONS.plural, 'status'),
      patchExecution: patch(EXECUTIONS.plural),
      patchSuspensionStatus: patch(SUSPENSIONS.plural, 'status'),
    },
  });
}

/** While a person types, only what stands for a moment is asked about. */
const TYPING_MS = 150;

async function check(
  on: EffectContext,
  effect: Extract<Effect, { kind: 'check' }>,
  send: Send,
): Promise<void> {
  const { id, revision, request } = effect;
  on.newestCheck.effect = effect;
  if (revision > 0) await setTimeout(TYPING_MS);
  if (on.newestCheck.effect !== effect) return;
  send({ kind: 'interventionChecked', id, revision, outcome: await checked(on, request) });
}

async function checked(on: EffectContext, request: InterventionRequest): Promise<CheckOutcome> {
  try {
    const { warnings } = await intervene(on.client, request, on.user(), true);
    return { kind: 'allowed', words: warnings.join('; ') };
  } catch (error) {
    const words = messageOf(error);
    return { kind: /does not support dry run/i.test(words) ? 'unchecked' : 'refused', words };
  }
}

async function done(
  on: EffectContext,
  id: number,
  request: InterventionRequest,
  send: Send,
): Promise<void> {
  try {
    const { words, warnings } = await intervene(on.client, request, on.user(), false);
    const outcome = [words, ...warnings].join(' · ');
    const untold = await tellOthers(on, request, words);
    const unrecorded = await record(on, request, 'done', outcome);
    const said = [outcome, ...untold, ...unrecorded].join(' · ');
    send({ kind: 'interventionDone', id, words: said });
  } catch (error) {
    const words = messageOf(error);
    const unrecorded = await record(on, request, 'failed', words);
    send({ kind: 'interventionFailed', id, words: [words, ...unrecorded].join(' · ') });
  }
}

const REASONS: Readonly<Record<Action, string>> = {
  cancel: 'Canceled',
  skip: 'Skipped',
  retry: 'Retried',
  resume: 'Resumed',
};

/** An Event says it to whoever looks with kubectl. Without the right to make one it is left out. */
async function tellOthers(
  on: EffectContext,
  { action, target }: InterventionRequest,
  words: string,
): Promise<readonly string[]> {
  if (target.kind !== 'Execution') return [];
  const message = `${on.user() || 'somebody'} ${words}`;
  try {
    await on.client.recordEvent(executionOf(target), { reason: REASONS[action], message });
    return [];
  } catch (error) {
    return [`no Event was made: ${messageOf(error)}`];
  }
}

/** Writes the audit line; what could not be written is said, since the write itself is done. */
async function record(
  on: EffectContext,
  request: InterventionRequest,
  outcome: 'done' | 'failed',
  words: string,
): Promise<readonly string[]> {
  const { client, context, server } = on;
  const at = formatInstant(client.now());
  try {
    await on.audit.record({ at, user: on.user(), context, server, request, outcome, words });
    return [];
  } catch (error) {
    return [`not in the audit: ${messageOf(error)}`];
  }
}

async function readYaml(
  client: Client,
  { key, of, namespace, name }: Extract<Effect, { kind: 'readYaml' }>,
  send: Send,
): Promise<void> {
  try {
    const read = {
      Execution: () => client.getNamespaced(namespace, name),
      Suspension: () => client.getSuspensionNamespaced(namespace, name),
      Job: () => client.getJobNamespaced(namespace, name),
    }[of];
    const [object, { stringify }] = await Promise.all([read(), import('yaml')]);
    const lines = stringify(object, { lineWidth: 0 }).trimEnd().split('\n');
    send({ kind: 'textRead', key, lines });
  } catch (error) {
    send({ kind: 'textFailed', key, words: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
