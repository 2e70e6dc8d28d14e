import { type Connection, loadConnection } from '../kube/connection/connection.ts';
import type { ConnectionOptions } from '../kube/connection/connection-options.ts';
import { type Environment, readEnvironment } from '../kube/connection/environment.ts';
import { isKubeError } from '../kube/errors.ts';
import { createTransport, type Transport } from '../kube/http/transport.ts';
import type { CoreOptions } from './core.ts';
import { KontinueError } from './errors.ts';

/**
 * How to find the cluster, and how to behave there: kubectl's connection flags, and ours (seed:
 * Options).
 */
export interface ClientOptions extends CoreOptions, Omit<ConnectionOptions, 'environment' | 'as'> {
  /** The user to act as. Default: the kubeconfig user's `as`, else nobody else. */
  readonly impersonate?: string | undefined;
  /** Requests per second in the long run; watches take none. Default 5. */
  readonly qps?: number | undefined;
  /** Requests at once, before `qps` holds. Default 10. */
  readonly burst?: number | undefined;
  /**
   * Called with true when a request has waited for this limit for more than a second, and with false when
   * none does any more. Default: nobody is told.
   */
  readonly onThrottled?: ((throttled: boolean) => void) | undefined;
  /** Ends every call of the client. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Default: that of this process. */
  readonly environment?: Environment | undefined;
}

/** Chooses the cluster and the user. Nothing is sent yet. */
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
