import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that a test can break. */
export interface TcpProxy {
  readonly port: number;
  /** Connections open now. */
  readonly open: number;
  /** Connections ever made. */
  readonly made: number;
  /** Ends all connections in good order. */
  fin(): void;
  /** Breaks all connections. */
  reset(): void;
  /** Swallows everything in both directions until told otherwise. */
  blackhole(on: boolean): void;
  /** Passes on so many bytes at a time. */
  drip(bytes: number): void;
  close(): Promise<void>;
}

/** Listens on a free port and passes everything on to a port of this machine. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let made = 0;
  let swallowing = false;
  let chunkSize = Number.POSITIVE_INFINITY;
  const server = createServer((inner) => {
    made += 1;
    const outer = connect(target, '127.0.0.1');
    const pair = [inner, outer] as const;
    for (const [from, to] of [pair, [outer, inner] as const]) {
      sockets.add(from);
      from.on('data', (data: Buffer) => {
        if (swallowing) return;
        for (let at = 0; at < data.length; at += chunkSize) {
          to.write(data.subarray(at, Math.min(data.length, at + chunkSize)));
        }
      });
      from.on('error', () => to.destroy());
      from.on('end', () => to.end());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    inner.setNoDelay(true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return Math.ceil(sockets.size / 2);
    },
    get made() {
      return made;
    },
    fin() {
      for (const socket of sockets) socket.end();
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    blackhole(on) {
      swallowing = on;
    },
    drip(bytes) {
      chunkSize = bytes;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
