import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { OTHER_CLUSTER } from './availability.ts';
import { buildBinaries } from './build.ts';
import { ControlPlane } from './control-plane.ts';
import { prepareOtherCluster } from './other-cluster.ts';
import type { RealCluster } from './real.ts';
import { takeOrders } from './remote-control.ts';

type Teardown = () => Promise<void>;

/** Starts the one control plane of the whole real suite, or prepares the cluster that was named. */
export async function setup(project: TestProject): Promise<Teardown> {
  const provide = (cluster: RealCluster) => project.provide('realCluster', cluster);
  const other = process.env[OTHER_CLUSTER];
  if (other) {
    console.warn(`${OTHER_CLUSTER}: tests that kill the API server or forget history are skipped.`);
    const directory = mkdtempSync(join(tmpdir(), 'kontinue-test-'));
    provide({ kubeconfigs: await prepareOtherCluster(other, directory) });
    return () => rm(directory, { recursive: true, force: true });
  }
  const binaries = await buildBinaries(process.env, (line) => console.error(line));
  if (binaries === undefined) throw new Error('no Go to build a control plane with');
  const plane = await ControlPlane.start({ binaries });
  const socket = join(plane.directory, 'orders');
  const orders = await takeOrders(
    {
      killApiServer: () => plane.killApiServer(),
      startApiServer: () => plane.startApiServer(),
      compact: () => plane.compact(),
    },
    socket,
  );
  provide({ kubeconfigs: plane.kubeconfigs, own: { orders: socket, liveLog: plane.liveLog } });
  return async () => {
    await orders[Symbol.asyncDispose]();
    await plane.stop();
  };
}
