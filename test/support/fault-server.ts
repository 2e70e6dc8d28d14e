import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** An object as this server keeps it. */
export interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly text: string;
}

interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly thing: Thing;
}

/** What was asked for. */
export interface Asked {
  readonly kind: 'list' | 'watch' | 'watchList' | 'other';
  readonly query: URLSearchParams;
  readonly path: string;
}

/** Answers in the place of the server. */
export type Misbehaviour = (response: ServerResponse, asked: Asked) => void;

/** Why a server refuses a version that it has not come to. */
export const TOO_LARGE = { causes: [{ reason: 'ResourceVersionTooLarge' }] };

export const COLLECTION = '/apis/example.dev/v1/things';

/** Answers with a Status, as the API server words its refusals. */
export function refuse(
  code: number,
  reason: string,
  more: { message?: string; details?: object; headers?: Record<string, string> } = {},
): Misbehaviour {
  return (response) => {
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, ...more };
    response.writeHead(code, { 'content-type': 'application/json', ...more.headers });
    response.end(JSON.stringify({ ...status, headers: undefined }));
  };
}

/** Answers 200, and then with these lines and no end, or with an end. */
export function stream(lines: readonly string[], end: boolean): Misbehaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const line of lines) response.write(line);
    if (end) response.end();
  };
}

/** A line of a watch that says it failed. */
export function errorLine(code: number, reason: string, details?: object): string {
  const object = { kind: 'Status', code, reason, message: `${reason} happened`, details };
  return `${JSON.stringify({ type: 'ERROR', object })}\n`;
}

/**
 * One collection on an HTTP server that can misbehave by name: it lists by pages, watches with
 * bookmarks, begins watches with the whole set, forgets old versions, and does wrong when told to.
 */
export class FaultServer {
  readonly asked: Asked[] = [];
  /** Answers every request it matches, as long as it is set. */
  rule: ((asked: Asked) => Misbehaviour | undefined) | undefined;
  /** Whether watches can begin with the whole set, as since Kubernetes 1.32. */
  knowsWatchList = true;
  /** The most objects in one page, whatever is asked for. */
  pageSize = Number.POSITIVE_INFINITY;
  #things = new Map<string, Thing>();
  #history: Change[] = [];
  readonly #watches = new Set<ServerResponse>();
  readonly #misbehaviours: { matches: (asked: Asked) => boolean; answer: Misbehaviour }[] = [];
  readonly #stalled = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #version = 100;
  #oldest = 0;
  #uids = 0;
  #port = 0;

  private constructor() {
    this.#server = this.#create();
  }

  static async start(): Promise<FaultServer> {
    const server = new FaultServer();
    await server.restart();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get sockets(): number {
    return this.#sockets.size;
  }

  get watches(): number {
    return this.#watches.size;
  }

  /** Answers that are under way and will never get further: only the client's patience ends them. */
  get stalled(): number {
    return this.#stalled.size;
  }

  get version(): string {
    return String(this.#version);
  }

  /** What a fresh list would show. */
  contents(): Record<string, string> {
    const entries = [...this.#things].map(([key, thing]): [string, string] => [
      key,
      `${thing.metadata.uid} ${thing.metadata.resourceVersion} ${thing.text}`,
    ]);
    return Object.fromEntries(entries.sort());
  }

  /** Makes or changes an object. */
  put(name: string, text = name): void {
    const key = `dev/${name}`;
    const old = this.#things.get(key);
    this.#version += 1;
    this.#uids += old ? 0 : 1;
    const metadata = {
      name,
      namespace: 'dev',
      uid: old?.metadata.uid ?? `uid-${this.#uids}`,
      resourceVersion: this.version,
    };
    this.#record(old ? 'MODIFIED' : 'ADDED', { metadata, text });
  }

  remove(name: string): void {
    const old = this.#things.get(`dev/${name}`);
    if (!old) return;
    this.#version += 1;
    const metadata = { ...old.metadata, resourceVersion: this.version };
    this.#record('DELETED', { ...old, metadata });
  }

  /** The next request that matches is answered wrongly. */
  once(kind: Asked['kind'], answer: Misbehaviour): void {
    this.when((asked) => asked.kind === kind, answer);
  }

  /** The next request of which this is true is answered wrongly. */
  when(matches: (asked: Asked) => boolean, answer: Misbehaviour): void {
    this.#misbehaviours.push({ matches, answer });
  }

  /** Every version before now becomes too old. */
  compact(): void {
    this.#oldest = this.#version;
  }

  bookmark(): void {
    this.write(this.#bookmarkLine());
  }

  /** Tells all watches of all objects, as if they were new. */
  repeat(): void {
    for (const thing of this.#things.values()) this.write(eventLine('ADDED', thing));
  }

  /** All watches stay open and hear nothing more. */
  mute(): void {
    for (const response of this.#watches) this.#stall(response);
    this.#watches.clear();
  }

  /** Its data become what they were at `version`, as after a backup was put back. */
  restore(version: string): void {
    this.#things = this.#at(Number(version));
    this.#version = Number(version);
    this.#history = this.#history.filter((change) => change.version <= this.#version);
  }

  /** Ends all watches in good order. */
  endWatches(): void {
    for (const response of this.#watches) response.end();
    this.#watches.clear();
  }

  /** Writes bytes into all watches. */
  write(bytes: string | Buffer): void {
    for (const response of this.#watches) response.write(bytes);
  }

  /** Breaks all connections. */
  cut(how: 'fin' | 'reset'): void {
    this.#watches.clear();
    for (const socket of this.#sockets) {
      if (how === 'fin') socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  /** Breaks everything and stops listening. */
  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut('reset');
    await closed;
  }

  /** Listens again, on the same port. */
  async restart(): Promise<void> {
    this.#server = this.#create();
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #create(): Server {
    const server = createServer((request, response) => this.#answer(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    return server;
  }

  #record(type: Change['type'], thing: Thing): void {
    const change = { version: this.#version, type, thing };
    this.#history.push(change);
    keep(this.#things, change);
    this.write(eventLine(type, thing));
  }

  #at(version: number): Map<string, Thing> {
    if (version === this.#version) return this.#things;
    const things = new Map<string, Thing>();
    for (const change of this.#history) if (change.version <= version) keep(things, change);
    return things;
  }

  #stall(response: ServerResponse): void {
    this.#stalled.add(response);
    response.once('close', () => this.#stalled.delete(response));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const asked: Asked = { kind: kindOf(url), query: url.searchParams, path: url.pathname };
    this.asked.push(asked);
    const once = this.#misbehaviours.findIndex(({ matches }) => matches(asked));
    const fault = once === -1 ? this.rule?.(asked) : this.#misbehaviours.splice(once, 1)[0]?.answer;
    if (fault) {
      fault(response, asked);
      if (!response.writableEnded && !response.destroyed) this.#stall(response);
    } else if (asked.kind === 'other') response.end('{}');
    else if (asked.kind === 'list') this.#list(response, asked);
    else this.#watch(response, asked);
  }

  /** All pages of a list are of the version of the first. */
  #list(response: ServerResponse, asked: Asked): void {
    const [from = 0, version = this.#version] =
      asked.query.get('continue')?.split('@').map(Number) ?? [];
    if (version < this.#oldest) {
      refuse(410, 'Expired')(response, asked);
      return;
    }
    if (Number(asked.query.get('resourceVersion')) > this.#version) {
      refuse(504, 'Timeout', { details: TOO_LARGE })(response, asked);
      return;
    }
    const all = [...this.#at(version).values()];
    const limit = Math.min(Number(asked.query.get('limit')) || all.length, this.pageSize);
    const items = all.slice(from, from + limit);
    const more = from + limit < all.length ? `${from + limit}@${version}` : undefined;
    const metadata = { resourceVersion: String(version), continue: more };
    response.end(JSON.stringify({ kind: 'ThingList', metadata, items }));
  }

  #watch(response: ServerResponse, asked: Asked): void {
    const from = Number(asked.query.get('resourceVersion') ?? 0);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from > this.#version) {
      // So does a real one: only a watch that begins with the whole set is told.
      if (asked.kind === 'watchList') response.end(errorLine(504, 'Timeout', TOO_LARGE));
      else this.#stall(response);
      return;
    }
    const initial = asked.kind === 'watchList' && this.knowsWatchList;
    if (!initial && from !== 0 && from < this.#oldest) {
      response.end(errorLine(410, 'Expired'));
      return;
    }
    if (initial || from === 0) {
      for (const thing of this.#things.values()) {
        response.write(eventLine('ADDED', thing));
      }
    } else {
      for (const change of this.#history) {
        if (change.version > from) response.write(eventLine(change.type, change.thing));
      }
    }
    if (initial) {
      response.write(this.#bookmarkLine({ 'k8s.io/initial-events-end': 'true' }));
    } else if (asked.kind === 'watchList') this.#stall(response);
    this.#watches.add(response);
    response.once('close', () => this.#watches.delete(response));
  }

  #bookmarkLine(annotations: Record<string, string> = {}): string {
    const metadata = { resourceVersion: this.version, annotations };
    return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`;
  }
}

function keep(things: Map<string, Thing>, { type, thing }: Change): void {
  const key = `${thing.metadata.namespace}/${thing.metadata.name}`;
  if (type === 'DELETED') things.delete(key);
  else things.set(key, thing);
}

/** A line of a watch. */
export function eventLine(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function kindOf(url: URL): Asked['kind'] {
  if (url.pathname !== COLLECTION) return 'other';
  if (url.searchParams.get('watch') !== 'true') return 'list';
  return url.searchParams.get('sendInitialEvents') === 'true' ? 'watchList' : 'watch';
}
