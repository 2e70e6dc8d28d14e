import { stringify } from 'yaml';

/** The text of a kubeconfig with one cluster, one user and one context, all called alike. */
export function kubeconfigText(options: {
  readonly server: string;
  readonly authority: string;
  readonly user: string;
  readonly token: string;
  readonly namespace: string;
}): string {
  const { server, authority, user, token, namespace } = options;
  const context = `${user}@${CLUSTER}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [
      {
        name: CLUSTER,
        cluster: {
          server,
          'certificate-authority-data': Buffer.from(authority).toString('base64'),
        },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster: CLUSTER, user, namespace } }],
  });
}

const CLUSTER = 'kontinue';
