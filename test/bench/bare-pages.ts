import { Agent, get } from 'node:https';
import type { Execution } from '../../src/api/execution.ts';
import type { Connection } from '../../src/kube/connection/connection.ts';
import { PAGE_SIZE } from '../../src/kube/watch/list.ts';

interface Body {
  readonly items: readonly Execution[];
  readonly metadata: { readonly continue?: string };
}

/** The least that a list can cost: the same pages over one kept connection, and JSON.parse. */
export class BarePages {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #connection: Connection;
  readonly #path: string;

  constructor(connection: Connection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  async list(): Promise<readonly Execution[]> {
    const all: Execution[] = [];
    let token: string | undefined;
    do {
      const next = token === undefined ? '' : `&continue=${encodeURIComponent(token)}`;
      const page = await this.#get(`${this.#path}?limit=${PAGE_SIZE}${next}`);
      for (const item of page.items) all.push(item);
      token = page.metadata.continue || undefined;
    } while (token !== undefined);
    return all;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #get(path: string): Promise<Body> {
    const { headers, tls } = await this.#connection.credentials();
    const options = { ...tls, headers: { ...headers, accept: 'application/json' } };
    const url = `${this.#connection.server}${path}`;
    const text = await new Promise<string>((resolve, reject) => {
      get(url, { ...options, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
        response.on('error', reject);
      }).on('error', reject);
    });
    return JSON.parse(text) as Body;
  }
}
