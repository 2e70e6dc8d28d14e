import { setTimeout } from 'node:timers/promises';
import { EXECUTIONS, GROUP, SUSPENSIONS } from '../api/resources.ts';
import type { Client } from '../client/client.ts';
import type { CheckOutcome, InterventionRequest } from './core/actions/request.ts';
import type { Effect } from './core/effect.ts';
import { intervene } from './intervene.ts';
import { type Recorder, recordWrite } from './recorded-write.ts';
import type { Send } from './run.ts';
import type { Retriable } from './subscriptions.ts';

/** What effects are done with. */
export interface EffectContext extends Recorder {
  readonly retriable: Retriable;
  /** Lets a login that failed be tried at once. */
  readonly retryLogin: () => void;
  /** Of the dry runs that are asked for, the last: those before it no longer matter. */
  readonly newestCheck: { effect?: Effect };
}

/** Does one effect. Every outcome, good or bad, is a message. */
export async function perform(on: EffectContext, effect: Effect, send: Send): Promise<void> {
  switch (effect.kind) {
    case 'reconnect':
      on.retryLogin();
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
  // What is below may be thousands of objects: a dialog does not ask about each whenever it opens.
  const asked = request.action === 'cancel' ? { ...request, descendants: false } : request;
  try {
    const { phase, attempt } = request.target;
    const options = { user: on.user(), dryRun: true, expected: { phase, attempt } };
    const { warnings } = await intervene(on.client, asked, options);
    return { kind: 'allowed', message: warnings.join('; ') };
  } catch (error) {
    const words = messageOf(error);
    return {
      kind: /does not support dry run/i.test(words) ? 'unchecked' : 'refused',
      message: words,
    };
  }
}

async function done(
  on: EffectContext,
  id: number,
  request: InterventionRequest,
  send: Send,
): Promise<void> {
  const { phase, attempt } = request.target;
  const options = { user: on.user(), dryRun: false, expected: { phase, attempt } };
  const recorded = await recordWrite(on, request, () => intervene(on.client, request, options));
  if (recorded.kind === 'failed') {
    const words = [messageOf(recorded.error), ...recorded.notes].join(' · ');
    send({ kind: 'interventionFailed', id, message: words });
    return;
  }
  const { text, warnings } = recorded.outcome;
  send({
    kind: 'interventionDone',
    id,
    message: [text, ...warnings, ...recorded.notes].join(' · '),
  });
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
    send({ kind: 'textFailed', key, message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
