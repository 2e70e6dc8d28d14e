import { readFileSync } from 'node:fs';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import { RawStream } from './raw-stream.ts';
import type { WireFailure, WireList, WireObject } from './wire.ts';

/** What one request carries beside its method and path. */
export interface RawOptions {
  readonly body?: unknown;
  /** The body as it stands, in place of one made from a value. */
  readonly text?: string;
  /** Content-Type of the body. Default `application/json`. */
  readonly type?: string;
  readonly accept?: string;
  /** Replaces the kubeconfig's token; `null` sends none. */
  readonly token?: string | null;
  /** Any other headers. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

interface Credentials {
  readonly server: URL;
  readonly ca: string;
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { server: string; 'certificate-authority-data': string } },
  ];
  readonly users: readonly [
    {
      readonly user: {
        token?: string;
        'client-certificate-data'?: string;
        'client-key-data'?: string;
      };
    },
  ];
}

function readCredentials(file: string): Credentials {
  const { clusters, users }: Kubeconfig = parse(readFileSync(file, 'utf8'));
  const decode = (data: string) => Buffer.from(data, 'base64').toString('utf8');
  const user = users[0].user;
  const cert = user['client-certificate-data'];
  const key = user['client-key-data'];
  return {
    server: new URL(clusters[0].cluster.server),
    ca: decode(clusters[0].cluster['certificate-authority-data']),
    token: user.token,
    cert: cert && decode(cert),
    key: key && decode(key),
  };
}

/** One complete answer. `object`, `list` and `failure` fail with the whole text when it is another. */
export class Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly #asked: string;

  constructor(asked: string, status: number, headers: IncomingHttpHeaders, text: string) {
    this.#asked = asked;
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  json<T>(): T {
    return JSON.parse(this.text);
  }

  object(): WireObject {
    return this.#expect(this.status < 300, 'an object').json();
  }

  list(): WireList {
    return this.#expect(this.status < 300, 'a list').json();
  }

  failure(status: number): WireFailure {
    return this.#expect(this.status === status, `a failure ${status}`).json();
  }

  #expect(as: boolean, what: string): this {
    if (as) return this;
    throw new Error(`${this.#asked}: expected ${what}, got ${this.status}: ${this.text}`);
  }
}

/**
 * Speaks plain HTTPS to an API server as one kubeconfig's first cluster and user. It knows no more
 * than a test asks of it and shares no line with the product: a mistake there cannot hide here.
 */
export class RawClient {
  readonly #credentials: Credentials;
  readonly #agent: Agent;

  constructor(kubeconfigFile: string) {
    this.#credentials = readCredentials(kubeconfigFile);
    const { ca, cert, key } = this.#credentials;
    this.#agent = new Agent({ keepAlive: true, ca, ...(cert && key ? { cert, key } : {}) });
  }

  get(path: string, options: RawOptions = {}): Promise<Answer> {
    return this.send('GET', path, options);
  }

  post(path: string, body: unknown, options: RawOptions = {}): Promise<Answer> {
    return this.send('POST', path, { ...options, body });
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.send('DELETE', path, { body });
  }

  mergePatch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, { body, type: 'application/merge-patch+json' });
  }

  jsonPatch(path: string, operations: readonly unknown[]): Promise<Answer> {
    return this.send('PATCH', path, { body: operations, type: 'application/json-patch+json' });
  }

  /** Sends one request and reads its whole answer. */
  async send(method: string, path: string, options: RawOptions = {}): Promise<Answer> {
    const response = await this.#open(method, path, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    return new Answer(`${method} ${path}`, response.statusCode ?? 0, response.headers, text);
  }

  /** Opens an answer that goes on (a watch, a followed log) and hands out its lines. */
  async stream(path: string, options: RawOptions = {}): Promise<RawStream> {
    return new RawStream(`GET ${path}`, await this.#open('GET', path, options));
  }

  /** Ends its sockets, those of open streams too. */
  close(): void {
    this.#agent.destroy();
  }

  #open(method: string, path: string, options: RawOptions): Promise<IncomingMessage> {
    const { server, token } = this.#credentials;
    const sent = options.token === undefined ? token : options.token;
    const body =
      options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    return new Promise((resolve, reject) => {
      const opened: ClientRequest = request(
        new URL(path, server),
        {
          method,
          agent: this.#agent,
          headers: {
            ...options.headers,
            accept: options.accept ?? 'application/json',
            ...(sent ? { authorization: `Bearer ${sent}` } : {}),
            ...(body === undefined
              ? {}
              : {
                  'content-type': options.type ?? 'application/json',
                  'content-length': Buffer.byteLength(body),
                }),
          },
        },
        resolve,
      );
      opened.on('error', (cause) =>
        reject(new Error(`${method} ${path}: ${cause.message}`, { cause })),
      );
      // As bytes: Node would write the headers in the encoding of a text that goes with them.
      opened.end(body === undefined ? undefined : Buffer.from(body));
    });
  }
}
