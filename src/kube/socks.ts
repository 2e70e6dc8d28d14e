import { connect, isIP, type Socket } from 'node:net';

/** SOCKS 5, by RFC 1928 and RFC 1929. */
const VERSION = 5;
const NO_AUTHENTICATION = 0;
const NAME_AND_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

const REFUSALS: readonly string[] = [
  '',
  'it failed',
  'its rules do not allow that',
  'the network cannot be reached from there',
  'the host cannot be reached from there',
  'the connection was refused there',
  'it took too long',
  'it cannot connect',
  'it does not know this kind of address',
];

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
  const { proxy, signal, timeoutMs } = route;
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(proxy.port || 1080), signal });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('it did not answer in time')));
  try {
    const reader = new Reader(socket);
    await authenticate(socket, reader, proxy);
    socket.write(Buffer.from([VERSION, CONNECT, 0, ...addressOf(route), ...portOf(route)]));
    await readReply(reader);
    reader.release();
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function authenticate(socket: Socket, reader: Reader, proxy: URL): Promise<void> {
  const methods =
    proxy.username === '' ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, NAME_AND_PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method = 255] = await reader.take(2);
  if (version !== VERSION) throw new Error('it does not speak SOCKS 5');
  if (!methods.includes(method)) throw new Error('it wants another user name and password');
  if (method === NO_AUTHENTICATION) return;
  const [name, password] = [proxy.username, proxy.password].map((text) =>
    sized(decodeURIComponent(text)),
  );
  socket.write(Buffer.from([1, ...(name ?? []), ...(password ?? [])]));
  const [, status] = await reader.take(2);
  if (status !== 0) throw new Error('it does not accept the user name and password');
}

async function readReply(reader: Reader): Promise<void> {
  const [, reply = 1, , kind] = await reader.take(4);
  if (reply !== 0) throw new Error(REFUSALS[reply] ?? `it answered ${reply}`);
  // The address that the proxy connects from matters to nobody, but stands before what follows.
  const length = kind === NAME ? (await reader.take(1))[0] : kind === IPV6 ? 16 : 4;
  await reader.take((length ?? 0) + 2);
}

function addressOf({ host }: SocksRoute): readonly number[] {
  switch (isIP(host)) {
    case 4:
      return [IPV4, ...host.split('.').map(Number)];
    case 6:
      return [IPV6, ...bytesOfIpv6(host)];
    default:
      return [NAME, ...sized(host)];
  }
}

function portOf({ port }: SocksRoute): readonly number[] {
  return [port >> 8, port & 255];
}

/** A text of at most 255 bytes, with its length before it. */
function sized(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'utf8').subarray(0, 255);
  return [bytes.length, ...bytes];
}

/** The sixteen bytes of an address as URL writes it: in hexadecimal groups, one gap at most. */
function bytesOfIpv6(host: string): readonly number[] {
  const [before = [], after = []] = host.split('::').map((part) =>
    part
      .split(':')
      .filter((group) => group !== '')
      .map((group) => Number.parseInt(group, 16)),
  );
  const gap = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...gap, ...after].flatMap((group) => [group >> 8, group & 255]);
}

/** Reads exact numbers of bytes off a socket, and leaves what comes after them. */
class Reader {
  readonly #socket: Socket;
  #failed: Error | undefined;
  #wake: () => void = () => undefined;
  readonly #onReadable = () => this.#wake();
  readonly #onError = (error: Error) => {
    this.#failed ??= error;
    this.#wake();
  };
  readonly #onEnd = () => this.#onError(new Error('it hung up'));

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('readable', this.#onReadable);
    socket.on('error', this.#onError);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
  }

  async take(count: number): Promise<Buffer> {
    for (;;) {
      const bytes: Buffer | null = this.#socket.read(count);
      if (bytes?.length === count) return bytes;
      if (this.#failed) throw this.#failed;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Leaves the socket to whoever comes next. */
  release(): void {
    this.#socket.off('readable', this.#onReadable);
    this.#socket.off('error', this.#onError);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
  }
}
