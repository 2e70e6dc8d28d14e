import { join } from 'node:path';

/** What the programs of one control plane must agree on. */
export interface Layout {
  /** Holds every file below. */
  readonly directory: string;
  readonly etcdData: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiPort: number;
  readonly kubeletPort: number;
}

/** Files in the directory of a layout, by what they hold. */
export const FILES = {
  ca: 'ca.crt',
  serverCert: 'server.crt',
  serverKey: 'server.key',
  signingKey: 'service-accounts.key',
  tokens: 'tokens.csv',
  kwok: 'kwok.yaml',
  admin: 'admin.kubeconfig',
} as const;

export function etcdArguments(layout: Layout): readonly string[] {
  const client = `http://127.0.0.1:${layout.etcdPort}`;
  const peer = `http://127.0.0.1:${layout.etcdPeerPort}`;
  return [
    `--data-dir=${layout.etcdData}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // A test's data need not survive the machine.
    '--unsafe-no-fsync',
    '--log-level=error',
    '--max-request-bytes=4194304',
  ];
}

export function apiServerArguments(layout: Layout): readonly string[] {
  const file = (name: string) => join(layout.directory, name);
  return [
    `--etcd-servers=http://127.0.0.1:${layout.etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    // No endpoints for the kubernetes service: a loopback address is not allowed there.
    '--endpoint-reconciler-type=none',
    `--secure-port=${layout.apiPort}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    `--tls-cert-file=${file(FILES.serverCert)}`,
    `--tls-private-key-file=${file(FILES.serverKey)}`,
    `--client-ca-file=${file(FILES.ca)}`,
    `--token-auth-file=${file(FILES.tokens)}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file(FILES.signingKey)}`,
    `--service-account-signing-key-file=${file(FILES.signingKey)}`,
    '--authorization-mode=RBAC',
    // Nobody makes the default service accounts, and nobody takes the not-ready taint off a node.
    '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    '--allow-privileged',
  ];
}

export function controllerManagerArguments(layout: Layout): readonly string[] {
  const controllers = [
    'job-controller',
    'garbage-collector-controller',
    'cronjob-controller',
    'ttl-after-finished-controller',
    'namespace-controller',
  ];
  return [
    `--kubeconfig=${join(layout.directory, FILES.admin)}`,
    `--controllers=${controllers.join(',')}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    // Every test leaves a namespace behind: by tens, those that are waited for come late.
    '--concurrent-namespace-syncs=50',
  ];
}

export function schedulerArguments(layout: Layout): readonly string[] {
  return [
    `--kubeconfig=${join(layout.directory, FILES.admin)}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
  ];
}

export function kwokArguments(layout: Layout): readonly string[] {
  const file = (name: string) => join(layout.directory, name);
  return [
    `--kubeconfig=${file(FILES.admin)}`,
    `--config=${file(FILES.kwok)}`,
    '--manage-all-nodes',
    '--node-ip=127.0.0.1',
    `--node-port=${layout.kubeletPort}`,
    // Else it listens on every address of the machine.
    `--server-address=127.0.0.1:${layout.kubeletPort}`,
    `--tls-cert-file=${file(FILES.serverCert)}`,
    `--tls-private-key-file=${file(FILES.serverKey)}`,
  ];
}
