import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { KubeError } from './errors.ts';
import { configWords, proxyWords } from './words.ts';

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
  const host = server.hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => covers(entry, host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const range = /^(.+)\/(\d+)$/.exec(entry);
  if (range?.[1] && isIP(range[1])) return inRange(range[1], Number(range[2]), host);
  const withPort = /^(.*[^:]):(\d+)$/.exec(entry);
  if (withPort && withPort[2] !== port) return false;
  const name = (withPort?.[1] ?? entry).replace(/^\*\./, '.');
  if (name.startsWith('.')) return host.endsWith(name);
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function inRange(network: string, bits: number, host: string): boolean {
  const family = isIP(host);
  if (family === 0 || family !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 6 ? 'ipv6' : 'ipv4');
  return list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** An agent whose connections go through `proxyUrl`, as tunnels; `signal` ends those under way. */
export function tunnelAgent(
  server: URL,
  proxyUrl: string,
  keepAlive: object,
  signal: AbortSignal,
): HttpAgent {
  const proxy = URL.canParse(proxyUrl) ? new URL(proxyUrl) : undefined;
  if (!proxy || !/^https?:$/.test(proxy.protocol)) {
    throw new KubeError('Config', configWords.badProxy(proxyUrl.replace(/\/\/.*@/, '//')));
  }
  const secure = server.protocol === 'https:';
  const agent = secure ? new HttpsAgent(keepAlive) : new HttpAgent(keepAlive);
  const connect = (options: object, connected: Connected): undefined => {
    openTunnel(server, proxy, signal, (error, socket) => {
      if (!secure || error) return connected(error, socket);
      const tls = tlsConnect({ servername: server.hostname, ...options, socket: socket as Socket });
      return connected(null, tls);
    });
  };
  return Object.assign(agent, { createConnection: connect });
}

function openTunnel(server: URL, proxy: URL, signal: AbortSignal, connected: Connected): void {
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const target = `${server.hostname}:${port}`;
  const headers: Record<string, string> = { host: target };
  if (proxy.username !== '') {
    const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    headers['proxy-authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const shown = `${proxy.protocol}//${proxy.host}`;
  const refuse = (request: ClientRequest, why: string, cause?: unknown) => {
    const words = proxyWords(shown, server.origin, why);
    connected(new KubeError('Disconnected', words, { cause }), request.socket as Duplex);
  };
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send({
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    headers,
    agent: false,
    signal,
    timeout: PROXY_MS,
  });
  request.once('connect', (response, socket) => {
    if (response.statusCode === 200) return connected(null, socket);
    socket.destroy();
    return refuse(request, `it answered ${response.statusCode} ${response.statusMessage}`);
  });
  request.once('timeout', () => request.destroy(new Error('it did not answer in time')));
  request.once('error', (error) => refuse(request, error.message, error));
  request.end();
}
