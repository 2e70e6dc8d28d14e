import type { Client } from '../client/client.ts';
import type { ClusterEffect } from './core/effect.ts';
import { type KnownAccess, permissionText } from './core/permissions.ts';
import type { DryRuns } from './dry-runs.ts';
import { errorText } from './error-text.ts';
import { intervene } from './intervene.ts';
import { readYaml } from './read-yaml.ts';
import { type Recorder, recordWrite } from './recorded-write.ts';
import type { Send } from './run.ts';
import type { Retriable } from './watch-kind.ts';

/** What effects for the cluster are performed with. */
export interface ClusterContext extends Recorder {
  readonly retriable: Retriable;
  /** Lets a login that failed be tried at once. */
  readonly retryLogin: () => void;
  readonly dryRuns: DryRuns;
}

/** Performs one effect for the cluster. Every outcome, good or bad, is a message. */
export async function performInCluster(
  on: ClusterContext,
  effect: ClusterEffect,
  send: Send,
): Promise<void> {
  switch (effect.kind) {
    case 'reconnect':
      on.retryLogin();
      for (const reflector of on.retriable) reflector.retryNow();
      return;
    case 'learnPermissions':
      return learnPermissions(on.client, effect, send);
    case 'check':
      return on.dryRuns.check(effect, send);
    case 'intervene':
      return write(on, effect, send);
    case 'readYaml':
      return readYaml(on.client, effect, send);
  }
}

/** No user waits for this answer: requests that a user waits for go first. */
async function learnPermissions(
  client: Client,
  { namespace, permissions }: Extract<ClusterEffect, { kind: 'learnPermissions' }>,
  send: Send,
): Promise<void> {
  const rights = await client.rights(namespace, { priority: 'background' }).catch(
    // Unknown rights turn nothing off: the server decides at the write itself.
    () => undefined,
  );
  const known = permissions.map((permission): KnownAccess => {
    const { verb, group, resource, subresource } = permission;
    const isAllowed = rights?.allows(verb, group, resource, subresource);
    if (isAllowed === undefined) return { permission, access: { kind: 'unknown' } };
    const why = `no RBAC rule grants ${permissionText(permission)}`;
    return { permission, access: isAllowed ? { kind: 'allowed' } : { kind: 'denied', why } };
  });
  send({ kind: 'permissionsLearned', namespace, known });
}

/** Makes the write that the user has confirmed. */
async function write(
  on: ClusterContext,
  { id, request }: Extract<ClusterEffect, { kind: 'intervene' }>,
  send: Send,
): Promise<void> {
  const { phase, attempt } = request.target;
  const options = { user: on.user(), dryRun: false, expected: { phase, attempt } };
  const recorded = await recordWrite(on, request, () => intervene(on.client, request, options));
  const { notes } = recorded;
  if (recorded.kind === 'failed') {
    const message = [errorText(recorded.error), ...notes].join(' · ');
    send({ kind: 'interventionFailed', id, message });
    return;
  }
  const { text, warnings } = recorded.outcome;
  send({ kind: 'interventionDone', id, message: [text, ...warnings, ...notes].join(' · ') });
}
