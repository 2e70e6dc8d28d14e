import { access, readFile } from 'node:fs/promises';
import type { Environment } from './environment.ts';
import type { Entry, Kubeconfig } from './kubeconfig.ts';

/** Where the kubelet puts what a pod needs to talk to its own cluster. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The connection of the pod we run in, as a kubeconfig; undefined outside of a pod. */
export async function inClusterConfig(
  { variables }: Environment,
  account: string = ACCOUNT,
): Promise<Kubeconfig | undefined> {
  const host = variables.KUBERNETES_SERVICE_HOST;
  const port = variables.KUBERNETES_SERVICE_PORT;
  if (!host || !port || !(await exists(`${account}/token`))) return undefined;
  const namespace =
    variables.POD_NAMESPACE || (await readFile(`${account}/namespace`, 'utf8').catch(() => ''));
  const name = 'in-cluster';
  const entry = (fields: Entry) => new Map([[name, fields]]);
  return {
    clusters: entry({
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      'certificate-authority': `${account}/ca.crt`,
    }),
    users: entry({ tokenFile: `${account}/token` }),
    contexts: entry({ cluster: name, user: name, namespace: namespace.trim() }),
    currentContext: name,
    files: [],
  };
}

/** A pod may be given no account: then it is like any other place. */
function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
