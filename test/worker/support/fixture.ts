import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution, ExecutionSpec } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { type Resource, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import type { AnyDefinition } from '../../../src/worker/functions/define-function.ts';
import { Worker } from '../../../src/worker/loop/worker.ts';
import type { WorkerOptions } from '../../../src/worker/loop/worker-options.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { until } from '../../support/until.ts';

/** A namespace with workers, and a ledger of what their functions did. */
export interface WorkerFixture extends TestNamespace {
  /** Starts a worker in this process. It is ready when this resolves. */
  work(functions: readonly AnyDefinition[], options?: Partial<WorkerOptions>): Promise<TestWorker>;
  /** Creates an execution. */
  start(name: string, fn: string, spec?: Partial<ExecutionSpec>): Promise<Execution>;
  /** The execution once it has ended. */
  ended(name: string): Promise<Execution>;
  /** The execution once it is as wanted. */
  seen(name: string, isWanted: (execution: Execution) => boolean): Promise<Execution>;
  /** Waits for a condition. */
  until(isTrue: () => Promise<boolean>): Promise<void>;
  exists(resource: Resource, name: string): Promise<boolean>;
  readSuspension(name: string): Promise<Suspension>;
  /** Appends to the ledger. */
  note(line: string): Promise<void>;
  /** What was noted. */
  notes(): Promise<string[]>;
  /** The file of the ledger. */
  readonly ledger: string;
}

/** A worker of a test. */
export interface TestWorker {
  readonly worker: Worker;
  /** Ends it, as SIGTERM does. */
  stop(): Promise<void>;
}

export async function openWorkerFixture(testCluster: TestCluster): Promise<WorkerFixture> {
  const fixture = await openTestNamespace(testCluster);
  const folder = await mkdtemp(join(tmpdir(), 'kontinue-worker-'));
  const ledger = join(folder, 'ledger');
  const workers = new Set<TestWorker>();
  const seen = async (name: string, isWanted: (execution: Execution) => boolean) => {
    let last: Execution | undefined;
    await until(async () => {
      last = await fixture.client.get(name);
      return isWanted(last);
    });
    if (last === undefined) throw new Error(`${name} was not read`);
    return last;
  };
  return {
    ...fixture,
    ledger,
    async work(functions, options = {}) {
      const worker = new Worker({
        kubeconfig: testCluster.kubeconfig('admin'),
        namespace: fixture.namespace,
        functions,
        lease: '1s',
        ...options,
      });
      const running = worker.run();
      const test: TestWorker = {
        worker,
        async stop() {
          workers.delete(test);
          worker.stop({ grace: 0 });
          await running;
        },
      };
      workers.add(test);
      await Promise.race([worker.ready, running]);
      return test;
    },
    start: (name, fn, spec = {}) => fixture.execution(name, { spec: { function: fn, ...spec } }),
    until,
    exists: async (resource, name) =>
      (await fixture.raw.get(fixture.pathOf(resource, name))).status === 200,
    readSuspension: async (name) =>
      (await fixture.raw.get(fixture.pathOf(SUSPENSIONS, name))).json<Suspension>(),
    ended: (name) => seen(name, (execution) => isTerminal(phaseOf(execution))),
    seen,
    note: (line) => appendFile(ledger, `${line}\n`),
    async notes() {
      const text = await readFile(ledger, 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await fixture[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
