import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { BlockList, isIP, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import { KubeError } from '../errors.ts';
import { configMessages, proxyMessage } from '../messages.ts';
import { connectBySocks } from './socks.ts';

/** How long a proxy may take to connect. */
const PROXY_MS = 10_000;

type Variables = Readonly<Record<string, string | undefined>>;

/** The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY ask for, by the rules of Go. */
export function proxyFromEnvironment(server: URL, variables: Variables): string | undefined {
  const named = (name: string) => variables[name] || variables[name.toLowerCase()] || undefined;
  const proxy = named(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === undefined || isDirect(server, named('NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** True if `server` is this machine, or NO_PROXY covers it. */
function isDirect(server: URL, noProxy: string): boolean {
  const host = withoutBrackets(server.hostname);
  if (
    host === 'localhost' ||
    (isIP(host) !== 0 && inRange(host, host === '::1' ? '::1/128' : '127.0.0.0/8'))
  )
    return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => covers(entry, host, portOf(server)));
}

/** An entry is `*`, a range of addresses, or an address or name, perhaps with a port. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(host, entry);
  const [, bracketed, plain, ownPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  if (name === '' || (ownPort !== undefined && ownPort !== port)) return false;
  if (isIP(name) !== 0) return inRange(host, `${name}/${isIP(name) === 4 ? 32 : 128}`);
  const suffix = name.replace(/^\*\./, '.');
  if (suffix.startsWith('.')) return host.endsWith(suffix);
  return host === suffix || host.endsWith(`.${suffix}`);
}

/** True for an address in a range such as `10.0.0.0/8`. */
function inRange(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(host);
  if (family === 0 || family !== isIP(network) || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(network, Number(bits), kind);
  return list.check(host, kind);
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** How to trust an https proxy: as kubectl does, like the server behind it. */
type Trust = Pick<ConnectionOptions, 'ca' | 'rejectUnauthorized'>;

const SOCKS = /^socks5h?:$/;

/** An agent whose connections go through `proxyUrl`, as tunnels; `signal` ends those under way. */
export function tunnelAgent(
  server: URL,
  proxyUrl: string,
  keepAlive: object,
  signal: AbortSignal,
): HttpAgent {
  const proxy = URL.canParse(proxyUrl) ? new URL(proxyUrl) : undefined;
  if (!proxy || !(/^https?:$/.test(proxy.protocol) || SOCKS.test(proxy.protocol))) {
    throw new KubeError('Config', configMessages.badProxy(proxyUrl.replace(/\/\/.*@/, '//')));
  }
  const secure = server.protocol === 'https:';
  const agent = secure ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  const connect = (options: Trust, connected: Connected): undefined => {
    openTunnel(server, proxy, options, signal).then(
      (socket) => {
        if (!secure) return connected(null, socket);
        return connected(null, tlsConnect({ ...options, socket }));
      },
      (cause: Error) => {
        const shown = `${proxy.protocol}//${proxy.host}`;
        const message = proxyMessage(shown, server.origin, cause.message);
        connected(new KubeError('Disconnected', message, { cause }), new Socket());
      },
    );
  };
  return Object.assign(agent, { createConnection: connect });
}

/** A connection to the server through the proxy. Rejects with an error that says what the proxy did. */
function openTunnel(server: URL, proxy: URL, trust: Trust, signal: AbortSignal): Promise<Socket> {
  if (!SOCKS.test(proxy.protocol)) return connectByHttp(server, proxy, trust, signal);
  const [host, port] = [withoutBrackets(server.hostname), Number(portOf(server))];
  return connectBySocks({ proxy, host, port, signal, timeoutMs: PROXY_MS });
}

function connectByHttp(
  server: URL,
  proxy: URL,
  { ca, rejectUnauthorized }: Trust,
  signal: AbortSignal,
): Promise<Socket> {
  const target = `${server.hostname}:${portOf(server)}`;
  const headers: Record<string, string> = { host: target };
  if (proxy.username !== '') {
    const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    headers['proxy-authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send({
    hostname: withoutBrackets(proxy.hostname),
    port: portOf(proxy),
    method: 'CONNECT',
    path: target,
    headers,
    agent: false,
    signal,
    timeout: PROXY_MS,
    ...(ca !== undefined && { ca }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
  });
  return new Promise((resolve, reject) => {
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket as Socket);
      socket.destroy();
      return reject(new Error(`it answered ${response.statusCode} ${response.statusMessage}`));
    });
    request.once('timeout', () => request.destroy(new Error('it did not answer in time')));
    request.once('error', reject);
    request.end();
  });
}
