import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RawClient } from '../contract/support/raw-client.ts';
import type { Kubeconfigs } from './control-plane.ts';
import type { Endpoint } from './kubeconfig.ts';
import { installCrds, makeTenants } from './tenants.ts';

function endpointOf(kubeconfigFile: string): Endpoint {
  const { cluster } = parse(readFileSync(kubeconfigFile, 'utf8')).clusters[0];
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString('utf8');
  return { server: cluster.server, ca };
}

/** Prepares a cluster that is there already as `ControlPlane` prepares its own. */
export async function prepareOtherCluster(
  kubeconfigFile: string,
  directory: string,
): Promise<Kubeconfigs> {
  const admin = new RawClient(kubeconfigFile);
  try {
    await installCrds(admin);
    const tenants = await makeTenants(admin, endpointOf(kubeconfigFile), directory);
    return { admin: kubeconfigFile, ...tenants };
  } finally {
    admin.close();
  }
}
