import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A server whose answers a test writes by hand. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Connections open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Connections ever made. */
  readonly made: number;
}

/** Listens on a free port; with `tls`, over https. */
export async function startHttpServer(
  answer: RequestListener,
  tls?: ServerOptions,
): Promise<HttpServer> {
  const server: Server = tls ? createSecureServer(tls, answer) : createServer(answer);
  const sockets = new Set<Socket>();
  let made = 0;
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    made += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    sockets,
    get made() {
      return made;
    },
    [Symbol.asyncDispose]() {
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
