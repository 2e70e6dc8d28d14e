import { connect, type Socket } from 'node:net';

/** Where to go, and by which proxy. */
export interface SocksRoute {
  readonly proxy: URL;
  /** A name is looked up by the proxy, which may know names that we do not. */
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A connection through a SOCKS 5 proxy. Rejects with an error whose message says why. */
export async function connectBySocks(route: SocksRoute): Promise<Socket> {
  const { proxy, host, port, signal, timeoutMs } = route;
  // Few users have such a proxy: the others do not load this.
  const { SocksClient } = await import('socks');
  const way = { host: proxy.hostname.replace(/^\[|\]$/g, ''), port: Number(proxy.port || 1080) };
  const socket = connect({ ...way, signal });
  try {
    await SocksClient.createConnection({
      proxy: {
        ...way,
        type: 5,
        ...(proxy.username !== '' && {
          userId: decodeURIComponent(proxy.username),
          password: decodeURIComponent(proxy.password),
        }),
      },
      command: 'connect',
      destination: { host, port },
      timeout: timeoutMs,
      existing_socket: socket,
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
