import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Identity } from './certificates.ts';

/** Where a cluster is, and the authority that signed its certificate. */
export interface Endpoint {
  readonly server: string;
  readonly ca: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Writes a kubeconfig of one cluster and one user, whose default namespace may be given. */
export function writeKubeconfig(
  file: string,
  endpoint: Endpoint,
  user: { readonly name: string; readonly credentials: string | Identity },
  namespace = 'default',
): string {
  const { name, credentials } = user;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name: 'test',
        cluster: { server: endpoint.server, 'certificate-authority-data': base64(endpoint.ca) },
      },
    ],
    users: [
      {
        name,
        user:
          typeof credentials === 'string'
            ? { token: credentials }
            : {
                'client-certificate-data': base64(credentials.cert),
                'client-key-data': base64(credentials.key),
              },
      },
    ],
    contexts: [{ name, context: { cluster: 'test', user: name, namespace } }],
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return file;
}
