import type { Client } from '../client/client.ts';
import type { Environment } from '../kube/environment.ts';
import { type CommandFlags, clientOptions } from './connection-flags.ts';

/** Runs a command with a client of its cluster, which is closed whatever happens. */
export async function withClient<T>(
  flags: CommandFlags,
  environment: Environment,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const { Client } = await import('../client/client.ts');
  const client = await Client.create({
    ...clientOptions(flags, environment),
    readOnly: flags.readonly ?? false,
  });
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}
