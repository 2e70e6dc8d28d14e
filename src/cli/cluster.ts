import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../cluster/cluster.ts';
import { openWorld } from '../cluster/world/world.ts';

export interface ClusterFlags {
  readonly world?: string;
  readonly port?: number;
  readonly kubeconfig?: string;
}

/** Serves an embedded cluster until SIGINT or SIGTERM, and says how to use it. */
export async function serveCluster(flags: ClusterFlags, host: NodeJS.Process): Promise<number> {
  const cluster = await Cluster.start(flags.port === undefined ? {} : { port: flags.port });
  const folder = flags.kubeconfig ? undefined : await mkdtemp(join(tmpdir(), 'kontinue-cluster-'));
  const kubeconfig = flags.kubeconfig ?? join(folder ?? '.', 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig('admin'), { mode: 0o600 });
  const world = flags.world === undefined ? undefined : openWorld(cluster, { world: flags.world });
  host.stdout.write(
    [
      `The cluster listens on ${cluster.url}. In another terminal:`,
      '',
      `  export KUBECONFIG=${kubeconfig}`,
      '  kubectl get executions -A',
      '  kontinue -A',
      '',
      'ctrl-c ends it, and all that is in it.',
      '',
    ].join('\n'),
  );
  await interrupted(host);
  world?.stop();
  await cluster.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
  return 0;
}

function interrupted(host: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    host.once('SIGINT', () => resolve());
    host.once('SIGTERM', () => resolve());
  });
}
