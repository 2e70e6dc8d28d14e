import type { TestCluster } from '../../client/support/test-cluster.ts';
import { RawClient } from './raw-client.ts';
import type { RawStream } from './raw-stream.ts';
import type { Fields, WireList, WireObject } from './wire.ts';

/** A cluster that the contract of the API server is tried on. */
export interface ContractCluster extends TestCluster {
  /** Makes every version before now too old. Absent where nobody can: with a cluster of others. */
  expireHistory?(): Promise<void>;
}

/** What an execution is sent with, beside its name. */
export interface Parts {
  readonly metadata?: Fields;
  /** Beside the function, which is `f`. */
  readonly spec?: Fields;
}

/** A namespace of a test's own, with a client that may do everything there. */
export interface ApiFixture extends AsyncDisposable {
  readonly namespace: string;
  readonly admin: RawClient;
  /** Where its executions are. */
  readonly executions: string;
  /** Where its objects of another of kontinue's resources are. */
  of(plural: string): string;
  /** Creates an execution. */
  make(name: string, parts?: Parts): Promise<WireObject>;
  /** Merges into the status of an execution. */
  setStatus(name: string, status: Fields): Promise<WireObject>;
  /** An execution as it is; undefined: there is none. */
  find(name: string): Promise<WireObject | undefined>;
  /** Lists its executions; with a query, such as `?limit=2`. */
  list(query?: string): Promise<WireList>;
  /** Watches its executions, with a query such as `resourceVersion=0`, until the block ends. */
  watch(query?: string): Promise<RawStream>;
}

export const API_VERSION = 'kontinue.cloud/v1alpha1';

/** An execution as it is sent. */
export function executionBody(name: string, { metadata, spec }: Parts = {}): Fields {
  return {
    apiVersion: API_VERSION,
    kind: 'Execution',
    metadata: { name, ...metadata },
    spec: { function: 'f', ...spec },
  };
}

/** The names of a list's objects, in its order. */
export function namesOf({ items }: WireList): readonly string[] {
  return items.map(({ metadata }) => metadata.name);
}

/** Opens a room for one test; everything in it ends with the block. */
export async function openApiFixture(ground: ContractCluster): Promise<ApiFixture> {
  const namespace = await ground.freshNamespace();
  const admin = new RawClient(ground.kubeconfig('admin'));
  const streams: RawStream[] = [];
  const of = (plural: string) => `/apis/${API_VERSION}/namespaces/${namespace.name}/${plural}`;
  const executions = of('executions');
  return {
    namespace: namespace.name,
    admin,
    executions,
    of,
    make: async (name, parts) =>
      (await admin.post(executions, executionBody(name, parts))).object(),
    setStatus: async (name, status) =>
      (await admin.mergePatch(`${executions}/${name}/status`, { status })).object(),
    find: async (name) => {
      const answer = await admin.get(`${executions}/${name}`);
      return answer.status === 404 ? undefined : answer.object();
    },
    list: async (query = '') => (await admin.get(`${executions}${query}`)).list(),
    watch: async (query = '') => {
      const stream = await admin.stream(`${executions}?watch=true&${query}`);
      streams.push(stream);
      return stream;
    },
    async [Symbol.asyncDispose]() {
      for (const stream of streams) stream.stop();
      admin.close();
      await namespace[Symbol.asyncDispose]();
    },
  };
}
