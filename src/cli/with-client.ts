import type { Client } from '../client/client.ts';
import type { Connection } from '../kube/connection/connection.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { type CommandFlags, clientOptions } from './connection-flags.ts';

/**
 * Runs a command with a client of its cluster, which is closed in every case. A credential plugin
 * that needs the user gets the terminal, if there is one, because no screen is open.
 */
export async function withClient<T>(
  flags: CommandFlags,
  environment: Environment,
  { stdin, stderr }: Pick<NodeJS.Process, 'stdin' | 'stderr'>,
  run: (client: Client, connection: Connection) => Promise<T>,
): Promise<T> {
  const [{ Client }, { connect }, { ReadOnlyError }] = await Promise.all([
    import('../client/client.ts'),
    import('../client/connect.ts'),
    import('../client/errors/access-errors.ts'),
  ]);
  const { transport, connection } = await connect({
    ...clientOptions(flags, environment),
    onThrottled: throttleNotice(() =>
      stderr.write(`kontinue: throttled: ${flags.qps} requests per second (--qps)\n`),
    ),
    runInteractive: stdin.isTTY ? (plugin) => plugin() : undefined,
    onPluginMessage: (text) => void stderr.write(text),
  });
  const client = Client.from(transport, {
    namespace: connection.namespace,
    readOnly: flags.readonly ?? false,
  });
  try {
    return await run(client, connection);
  } catch (error) {
    if (!(error instanceof ReadOnlyError)) throw error;
    throw new Error('Nothing was written: --readonly was given.', { cause: error });
  } finally {
    await client.close();
  }
}

/** Says once that a command waits for the rate limit. Its output shows that it goes on. */
function throttleNotice(say: () => unknown): (throttled: boolean) => void {
  let said = false;
  return (throttled) => {
    if (throttled && !said) say();
    said ||= throttled;
  };
}
