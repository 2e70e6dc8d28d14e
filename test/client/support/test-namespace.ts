import { gzipSync } from 'node:zlib';
import type { Execution, ExecutionSpec, ExecutionStatus } from '../../../src/api/execution.ts';
import {
  PARENT_LABEL,
  ROOT_LABEL,
  truncateName,
  WORKER_GROUP_LABEL,
} from '../../../src/api/labels.ts';
import type { KubeObject } from '../../../src/api/metadata.ts';
import {
  API_VERSION,
  ARCHIVED_EXECUTIONS,
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  type Resource,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from '../../../src/api/resources.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import { Client } from '../../../src/client/client.ts';
import type { ClientOptions } from '../../../src/client/connect.ts';
import { pathOf } from '../../../src/kube/http/paths.ts';
import { RawClient } from '../../contract/support/raw-client.ts';
import type { WireObject } from '../../contract/support/wire.ts';
import type { TestCluster } from './test-cluster.ts';

/** What most objects of a test may choose. */
interface Parts {
  readonly parent?: KubeObject | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One test's namespace, its client, and its hand in the cluster beside the client. */
export interface TestNamespace extends AsyncDisposable {
  readonly namespace: string;
  /** As an administrator. */
  readonly client: Client;
  /** Writes and reads past the client: somebody else. */
  readonly raw: RawClient;
  pathOf(resource: Resource, name?: string, subresource?: string): string;
  execution(
    name: string,
    parts?: Parts & { spec?: Partial<ExecutionSpec>; status?: ExecutionStatus },
  ): Promise<Execution>;
  suspension(
    name: string,
    parts?: Parts & { spec?: Suspension['spec']; status?: Suspension['status'] },
  ): Promise<Suspension>;
  /** A Job that does not run: it is suspended. */
  job(name: string, parts?: Parts): Promise<WireObject>;
  fn(name: string, spec: object, parts?: Parts): Promise<WireObject>;
  schedule(name: string, spec?: object, parts?: Parts): Promise<WireObject>;
  archive(root: Execution, tree: ArchivedTree): Promise<WireObject>;
  setStatus(resource: Resource, name: string, status: object): Promise<WireObject>;
  delete(resource: Resource, name: string): Promise<void>;
}

/** What is put into an archive beside its root; `data` replaces all of it. */
export interface ArchivedTree {
  readonly executions?: readonly unknown[];
  readonly suspensions?: readonly unknown[];
  readonly jobs?: readonly unknown[];
  readonly data?: string;
}

/** A client that no rate limit slows down. */
export function fastClient(kubeconfig: string, options: ClientOptions = {}): Promise<Client> {
  return Client.create({ kubeconfig, qps: 1_000, burst: 1_000, ...options });
}

/** Opens a fixture; it is cleared at the end of the block. */
export async function openTestNamespace(
  testCluster: TestCluster,
  options: ClientOptions = {},
): Promise<TestNamespace> {
  const home = await testCluster.freshNamespace();
  const namespace = home.name;
  const raw = new RawClient(testCluster.kubeconfig('admin'));
  const client = await fastClient(testCluster.kubeconfig('admin'), { namespace, ...options });
  const path = (resource: Resource, name?: string, subresource?: string) =>
    pathOf(resource, namespace, name, subresource);
  const setStatus = async (resource: Resource, name: string, status: object) =>
    (await raw.mergePatch(path(resource, name, 'status'), { status })).object();
  const make = async <T = WireObject>(
    resource: Resource,
    name: string,
    parts: Parts,
    content: { readonly spec?: unknown; readonly status?: object | undefined },
  ): Promise<T> => {
    const { group, version, kind } = resource;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const metadata = metadataOf(name, parts);
    const object = { apiVersion, kind, metadata, spec: content.spec };
    (await raw.post(path(resource), object)).object();
    if (content.status) await setStatus(resource, name, content.status);
    return (await raw.get(path(resource, name))).json<T>();
  };
  return {
    namespace,
    client,
    raw,
    pathOf: path,
    setStatus,
    async execution(name, { spec, status, ...parts } = {}) {
      return make<Execution>(EXECUTIONS, name, parts, {
        spec: { function: 'deploy', ...spec },
        status,
      });
    },
    async suspension(name, { spec = {}, status, ...parts } = {}) {
      return make<Suspension>(SUSPENSIONS, name, parts, { spec, status });
    },
    job: (name, parts = {}) => make(JOBS, name, parts, { spec: JOB_SPEC }),
    fn: (name, spec, parts = {}) => make(FUNCTIONS, name, parts, { spec }),
    schedule: (name, spec = {}, parts = {}) =>
      make(SCHEDULED_EXECUTIONS, name, parts, {
        spec: { schedule: '0 3 * * *', function: 'nightly', ...spec },
      }),
    async archive(root, { data, ...tree }) {
      const { name, uid, labels = {} } = root.metadata;
      const content = { ...tree, executions: [root, ...(tree.executions ?? [])] };
      const spec = {
        uid,
        function: root.spec.function,
        phase: root.status?.phase,
        finishedAt: root.status?.finishedAt,
        data: data ?? gzipSync(JSON.stringify(content)).toString('base64'),
      };
      return make(ARCHIVED_EXECUTIONS, name, { labels }, { spec });
    },
    async delete(resource, name) {
      (await raw.delete(path(resource, name))).object();
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      raw.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

const JOB_SPEC = {
  suspend: true,
  template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] } },
};

function metadataOf(name: string, { parent, labels, annotations }: Parts): object {
  if (!parent) return { name, labels, annotations };
  const { name: parentName, uid, labels: parentLabels } = parent.metadata;
  const label = truncateName(parentName);
  const family = { [PARENT_LABEL]: label, [ROOT_LABEL]: parentLabels?.[ROOT_LABEL] ?? label };
  const owner = {
    apiVersion: API_VERSION,
    kind: EXECUTIONS.kind,
    name: parentName,
    uid,
    controller: true,
    blockOwnerDeletion: false,
  };
  return {
    name,
    annotations,
    labels: { [WORKER_GROUP_LABEL]: 'default', ...family, ...labels },
    ownerReferences: [owner],
  };
}
