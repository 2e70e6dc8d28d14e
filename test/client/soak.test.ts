import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { EXECUTIONS } from '../../src/api/resources.ts';
import type { ExecutionTree } from '../../src/api/tree.ts';
import { Client } from '../../src/client/client.ts';
import { AbortedError } from '../../src/client/errors/call-errors.ts';
import { TreeWatcher } from '../../src/client/trees/tree-watcher.ts';
import { Cluster } from '../../src/cluster/cluster.ts';
import type { Fault } from '../../src/cluster/faults.ts';
import { loadConnection } from '../../src/kube/connection/connection.ts';
import { createTransport, type Transport } from '../../src/kube/http/transport.ts';
import { Reflector } from '../../src/kube/watch/reflector.ts';
import { Store } from '../../src/kube/watch/store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { until } from '../support/until.ts';
import { rejection } from './support/rejection.ts';
import { testClusterOf } from './support/test-cluster.ts';

const SECOND = 1_000;
/** How much time passes at once. Less than anything here is patient for. */
const STRIDE = 2 * SECOND;
/** Turns of the event loop after which an answer that has not come is not coming. */
const TURNS = 300;
const STEP = 120 * SECOND;
const HOUR = 3_600 * SECOND;
/** Of executions, suspensions and jobs. */
const WATCHES = 3;
/** Kept connections, at most. While nobody uses them only the server's end counts. */
const SPARE = 4;
/** What a day may cost of it: less than 200 bytes for each watch that was opened. */
const HEAP_GROWTH = 400_000;
const TIME_LIMIT = 300_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What goes wrong, each in turn. What only patience ends is rare. */
function troubles(cluster: Cluster): readonly (() => void | Promise<void>)[] {
  const { faults } = cluster;
  const cutAnd = (fault: Fault) => () => {
    faults.arm(fault, { path: 'watch=true', times: WATCHES });
    faults.cutStreams('closed');
  };
  const often = [
    () => void faults.cutStreams('closed'),
    () => void faults.cutStreams('reset'),
    () => void faults.cutStreams('midline'),
    () => cluster.restart(),
    cutAnd({ kind: 'expire' }),
    cutAnd({ kind: 'refuse' }),
    cutAnd({ kind: 'fail', code: 500 }),
    cutAnd({ kind: 'fail', code: 429, retryAfter: 1 }),
    cutAnd({ kind: 'fail', code: 403 }),
    () => undefined,
  ];
  const seldom = [cutAnd({ kind: 'hang' }), cutAnd({ kind: 'silence' })];
  return [...often, ...often, ...often, ...seldom];
}

/** A connection, on a clock that only moves while no answer is on its way. */
class Patient {
  readonly clock: FakeClock;
  readonly transport: Transport;
  #waiting = 0;

  constructor(clock: FakeClock, transport: Transport) {
    this.clock = clock;
    const counted = async <T>(answer: Promise<T>): Promise<T> => {
      this.#waiting += 1;
      try {
        return await answer;
      } finally {
        this.#waiting -= 1;
      }
    };
    this.transport = {
      send: (request) => counted(transport.send(request)),
      open: (request) => counted(transport.open(request)),
      close: () => transport.close(),
      get lastAnswerAt() {
        return transport.lastAnswerAt;
      },
    };
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STRIDE) {
      await this.clock.advance(Math.min(left, STRIDE));
      for (let turns = 0; this.#waiting > 0 && turns < TURNS; turns += 1) await setImmediate();
      for (let turns = 0; turns < 5; turns += 1) await setImmediate();
    }
  }

  /** Lets time pass until something is so. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.pass(STRIDE);
  }

  /** Lets time pass while something is done. */
  async while(done: Promise<void>): Promise<void> {
    let over = false;
    const ended = done.finally(() => {
      over = true;
    });
    await this.until(() => over);
    await ended;
  }
}

/** Time that is the cluster's, so that what waits there is not taken for ours. */
function ownTimers(clock: FakeClock) {
  let pending = 0;
  const after = (ms: number, call: () => void) => {
    pending += 1;
    let over = false;
    const end = () => {
      if (!over) pending -= 1;
      over = true;
    };
    const cancel = clock.after(ms, () => {
      end();
      call();
    });
    return () => {
      end();
      cancel();
    };
  };
  return { now: () => clock.now(), after, pending: () => pending };
}

test(
  'a day of disconnects, expiries and restarts leaves everything where it began',
  async () => {
    const clock = new FakeClock();
    const clusterClock = ownTimers(clock);
    const cluster = await Cluster.start({ clock: clusterClock, historySize: 100 });
    await using testCluster = await testClusterOf(cluster);
    const environment = { variables: {}, home: '' };
    const connection = await loadConnection({
      environment,
      kubeconfig: testCluster.kubeconfig('admin'),
    });
    const limits = { qps: 1_000, burst: 1_000 };
    const time = new Patient(clock, createTransport(connection, { clock, ...limits }));
    const { signal } = new AbortController();
    const client = Client.from(time.transport, { namespace: 'default', clock, signal });

    const metadata = { name: 'root', namespace: 'default' };
    cluster.storage.create(EXECUTIONS, { metadata, spec: { function: 'deploy' } });
    const watcher = await client.watchTree('root');
    let tree: ExecutionTree | undefined;
    watcher.onUpdate((update) => {
      tree = update;
    });
    const informers = Object.values(client.informers.forTree('default'));
    let written = 0;

    /** Writes, and lets time pass until that is seen. */
    async function seesAWrite(): Promise<void> {
      written += 1;
      const status = { progress: { current: written } };
      cluster.storage.update(EXECUTIONS, 'default', 'root', (root) => ({ ...root, status }));
      await time.until(() => tree?.root().execution()?.status?.progress?.current === written);
    }

    /** Somebody lists, looks at the tree for a moment, and gives up a wait. */
    async function passesBy(): Promise<void> {
      const [execution] = await client.list();
      if (execution === undefined) throw new Error('the execution is gone');
      const other = await client.watchTree('root');
      expect((await other.updates().next()).value?.root().name).toBe('root');
      await other.stop();
      const patience = new AbortController();
      const waiting = client.waitForExecution(execution, { signal: patience.signal });
      const gaveUp = rejection(waiting, AbortedError);
      patience.abort();
      await gaveUp;
    }

    const trouble = troubles(cluster);
    let at = 0;
    async function live(hours: number): Promise<void> {
      for (const end = at + hours * HOUR; at < end; at += STEP) {
        const due = clock.now() + STEP;
        await trouble[(at / STEP) % trouble.length]?.();
        await seesAWrite();
        await time.while(passesBy());
        await time.pass(due - clock.now());
      }
    }

    /** What there is while all is well. */
    async function atRest() {
      cluster.faults.clear();
      await time.until(() => informers.every(({ reflector }) => reflector.state.phase === 'live'));
      const timers = clock.pending - clusterClock.pending();
      return { timers, listeners: getEventListeners(signal, 'abort').length, ...(await living()) };
    }

    // Pools, caches and compiled code grow at first, and then no more.
    await live(12);
    const { heap: heapBefore, ...began } = await atRest();
    expect(began.timers).toBeGreaterThanOrEqual(2 * WATCHES);
    await live(24);
    const { heap, ...ended } = await atRest();
    const { reconnects, relists } = informers[0]?.reflector.state ?? {};
    expect(reconnects).toBeGreaterThan(700);
    expect(relists).toBeGreaterThan(100);
    expect(ended).toEqual(began);
    expect(socketEnds()).toBeLessThanOrEqual(2 * WATCHES + SPARE);
    expect(heap - heapBefore).toBeLessThan(HEAP_GROWTH);

    await client.close();
    expect(clock.pending).toBe(clusterClock.pending());
    await until(() => socketEnds() === 0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await cluster.stop();
  },
  TIME_LIMIT,
);

/** Both ends of every connection that this process has to itself. */
function socketEnds(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}

/** What is alive, after all that can be collected was. */
async function living() {
  for (let i = 0; i < 3; i += 1) {
    collectGarbage();
    await setImmediate();
  }
  return {
    reflectors: queryObjects(Reflector),
    stores: queryObjects(Store),
    watchers: queryObjects(TreeWatcher),
    aborts: queryObjects(AbortController),
    heap: process.memoryUsage().heapUsed,
  };
}
