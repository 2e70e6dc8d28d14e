import { type Connection, loadConnection } from '../kube/connection/connection.ts';
import type { ConnectionOptions } from '../kube/connection/connection-options.ts';
import { type Environment, readEnvironment } from '../kube/connection/environment.ts';
import { isKubeError } from '../kube/errors.ts';
import { createTransport, type Transport } from '../kube/http/transport.ts';
import type { CoreOptions } from './core.ts';
import { KontinueError } from './errors/kontinue-error.ts';

/**
 * How to find the cluster and how the client behaves: kubectl's connection flags and options of
 * this library (seed: Options).
 */
export interface ClientOptions extends CoreOptions, Omit<ConnectionOptions, 'environment' | 'as'> {
  /** The user to act as. Default: the `as` of the kubeconfig's user, else none. */
  readonly impersonate?: string | undefined;
  /** Requests per second on average; watches do not count. Default 5. */
  readonly qps?: number | undefined;
  /** Requests that may be sent at once before `qps` applies. Default 10. */
  readonly burst?: number | undefined;
  /**
   * Called with true when a request has waited for this limit for more than a second, and with
   * false when no request waits any more. Default: none.
   */
  readonly onThrottled?: ((throttled: boolean) => void) | undefined;
  /** Ends every call of the client. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the environment of this process. */
  readonly environment?: Environment | undefined;
}

/** Chooses the cluster and the user. Sends nothing yet. */
export async function connect(
  options: ClientOptions,
): Promise<{ readonly transport: Transport; readonly connection: Connection }> {
  const { environment = readEnvironment(), impersonate } = options;
  const { qps, burst, clock, onThrottled } = options;
  try {
    const connection = await loadConnection({ ...options, environment, as: impersonate });
    const transport = createTransport(connection, {
      qps,
      burst,
      clock,
      onThrottled,
      userAgent: 'kontinue',
    });
    return { transport, connection };
  } catch (error) {
    if (!isKubeError(error)) throw error;
    throw new KontinueError(error.message, { code: 'Config', cause: error });
  }
}
