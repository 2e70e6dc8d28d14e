import type { Client } from '../client/client.ts';
import type { Send } from './run.ts';

/**
 * Asks who the user is and what the server is, and tells the answers. Either may stay unknown without
 * harm, and no user waits for them: requests that a user waits for go first.
 */
export async function identify(
  client: Client,
  send: Send,
  signal: AbortSignal,
  learnUser: (user: string) => void,
): Promise<void> {
  const options = { signal, priority: 'background' } as const;
  const [identity, version] = await Promise.allSettled([
    client.whoAmI(options),
    client.serverVersion(options),
  ]);
  if (identity.status === 'fulfilled' && identity.value) {
    learnUser(identity.value.username);
    send({ kind: 'identityLearned', user: identity.value.username });
  }
  if (version.status === 'fulfilled') send({ kind: 'versionLearned', version: version.value });
}
