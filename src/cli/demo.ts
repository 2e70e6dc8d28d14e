import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../cluster/cluster.ts';
import { openWorld } from '../cluster/world/world.ts';

/** An embedded cluster with a living world, in this process. */
export interface Demo {
  /** Path of a kubeconfig that reaches it. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** Starts the cluster and the world of that name. */
export async function openDemo(world: string, host: NodeJS.Process): Promise<Demo> {
  const cluster = await Cluster.start();
  const folder = await mkdtemp(join(tmpdir(), 'kontinue-demo-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig('admin'), { mode: 0o600 });
  // However the program ends, its one file goes.
  host.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const living = openWorld(cluster, { world });
  return {
    kubeconfig,
    async close() {
      living.stop();
      await cluster.stop();
    },
  };
}
