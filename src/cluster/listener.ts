import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServingCertificate } from './certificate.ts';

const HOST = '127.0.0.1';

/** The HTTPS port on loopback, which can be shut and opened again at the same place. */
export class Listener {
  readonly #certificate: ServingCertificate;
  readonly #serve: RequestListener;
  /** All connections, those too that still shake hands: Node's own list does not have these. */
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number;

  constructor(certificate: ServingCertificate, port: number, serve: RequestListener) {
    this.#certificate = certificate;
    this.#port = port;
    this.#serve = serve;
  }

  get url(): string {
    return `https://${HOST}:${this.#port}`;
  }

  /** Listens; on a free port the first time if none was asked for. */
  async open(): Promise<void> {
    if (this.#server) return;
    const { certificate, key } = this.#certificate;
    const server = createServer({ cert: certificate, key, keepAliveTimeout: 120_000 }, this.#serve);
    // Watches last for as long as they like, and their sockets are quiet in between.
    server.requestTimeout = 0;
    server.headersTimeout = 0;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    server.listen(this.#port, HOST);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Shuts the port and breaks every connection, whatever runs on it. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
