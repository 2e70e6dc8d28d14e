import type { Client } from '../client/client.ts';
import type { Environment } from '../kube/environment.ts';
import { type CommandFlags, clientOptions } from './connection-flags.ts';

/** Runs a command with a client of its cluster, which is closed whatever happens. */
export async function withClient<T>(
  flags: CommandFlags,
  environment: Environment,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const [{ Client }, { ReadOnlyError }] = await Promise.all([
    import('../client/client.ts'),
    import('../client/errors.ts'),
  ]);
  const client = await Client.create({
    ...clientOptions(flags, environment),
    readOnly: flags.readonly ?? false,
  });
  try {
    return await run(client);
  } catch (error) {
    if (!(error instanceof ReadOnlyError)) throw error;
    throw new Error('Nothing was written: --readonly was given.', { cause: error });
  } finally {
    await client.close();
  }
}
