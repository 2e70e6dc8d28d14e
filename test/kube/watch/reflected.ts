import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../../../src/kube/connection/connection.ts';
import { createTransport, type Transport } from '../../../src/kube/http/transport.ts';
import { Connectivity } from '../../../src/kube/watch/connectivity.ts';
import { Reflector } from '../../../src/kube/watch/reflector.ts';
import { Store } from '../../../src/kube/watch/store.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { COLLECTION, type FaultServer, type Thing } from '../../support/fault-server.ts';
import { until } from '../../support/until.ts';

/** A connection without credentials. */
export function plainConnection(server: string): Connection {
  return {
    server,
    contextName: 'test',
    namespace: 'dev',
    userName: 'ada',
    requestTimeoutMs: undefined,
    proxyUrl: undefined,
    credentials: async () => ({ headers: {}, tls: {} }),
    invalidate: () => false,
    retryLogin: () => undefined,
    close: () => undefined,
  };
}

/** Reads an object, unless its text says that it cannot be read. */
function readThing(raw: unknown): Thing {
  const thing = raw as Thing;
  if (thing.text === 'unreadable') throw new TypeError('unreadable');
  return thing;
}

const thingStore = () =>
  new Store<Thing>({
    key: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    uid: ({ metadata }) => metadata.uid,
    version: ({ metadata }) => metadata.resourceVersion,
  });

/** A reflector with everything it hangs on, and its own clock. */
export class Reflected {
  readonly clock = new FakeClock();
  readonly store = thingStore();
  /** What the store told, in order: `+a`, `~a`, `-a`, and `?a` for what went unseen. */
  readonly told: string[] = [];
  readonly phases: string[] = [];
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly reflector: Reflector<Thing>;
  readonly #server: FaultServer;

  /** With `probes`, the server is asked in quiet times as it is in life; else time passes quietly. */
  constructor(server: FaultServer, { url = server.url, probes = false, labelSelector = '' } = {}) {
    this.#server = server;
    const { clock, store } = this;
    const random = () => 0.5;
    this.transport = createTransport(plainConnection(url), { clock, qps: 1000, burst: 1000 });
    this.connectivity = new Connectivity({
      transport: this.transport,
      clock: probes ? clock : new FakeClock(),
      random,
    });
    this.reflector = new Reflector<Thing>({
      transport: this.transport,
      connectivity: this.connectivity,
      store,
      path: COLLECTION,
      labelSelector: labelSelector || undefined,
      project: readThing,
      clock,
      random,
    });
    const signs = { added: '+', updated: '~', deleted: '-' };
    store.subscribe((changes) => {
      for (const change of changes) {
        const sign = change.type === 'deleted' && change.unseen ? '?' : signs[change.type];
        this.told.push(`${sign}${change.item.metadata.name}`);
      }
    });
    this.reflector.onState(({ phase }) => {
      if (this.phases.at(-1) !== phase) this.phases.push(phase);
    });
  }

  contents(): Record<string, string> {
    const entries = [...this.store.values()].map((thing): [string, string] => [
      `${thing.metadata.namespace}/${thing.metadata.name}`,
      `${thing.metadata.uid} ${thing.metadata.resourceVersion} ${thing.text}`,
    ]);
    return Object.fromEntries(entries.sort());
  }

  /** Starts, and waits until it is live. */
  async live(): Promise<this> {
    this.reflector.start();
    await this.equalsFreshList();
    return this;
  }

  /** The store is what a fresh list would be, and the reflector is live. */
  isFreshList(): boolean {
    return (
      this.reflector.state.phase === 'live' &&
      JSON.stringify(this.contents()) === JSON.stringify(this.#server.contents())
    );
  }

  async equalsFreshList(): Promise<void> {
    await until(() => this.isFreshList(), this.clock);
  }

  /** Ends all of it. Rejects if a timer is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.reflector.stop();
    await this.transport.close();
    // A probe under way hears of the end, and drops its timer, a moment later.
    await setImmediate();
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left`);
  }
}

/** Adds, changes, removes and makes again: all that can happen while no watch is open. */
export function changeUnseen(server: FaultServer): void {
  server.put('a', 'changed');
  server.remove('b');
  server.remove('c');
  server.put('c', 'made again');
  server.put('d');
}
