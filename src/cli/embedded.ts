import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../cluster/clock.ts';
import { Cluster } from '../cluster/cluster.ts';
import { openWorld } from '../cluster/world/world.ts';
import { WorldClock } from '../cluster/world/world-clock.ts';
import { findWorld, WORLDS } from '../cluster/world/worlds.ts';

export interface EmbeddedOptions {
  /** The name of the world that lives in it. None: it is empty. */
  readonly world?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Where to write the kubeconfig. Default: a temporary file that goes when the program ends. */
  readonly kubeconfig?: string;
}

/** An embedded cluster in this process, and how to reach it. */
export interface Embedded {
  readonly url: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** Starts a cluster and its world. */
export async function startEmbedded(
  options: EmbeddedOptions,
  host: NodeJS.Process,
): Promise<Embedded> {
  const scenarios = options.world === undefined ? undefined : scenariosOf(options.world);
  const clock = new WorldClock(systemClock);
  const cluster = await Cluster.start({
    clock,
    ...(options.port !== undefined && { port: options.port }),
  });
  const kubeconfig = options.kubeconfig ?? (await temporaryFile(host));
  await writeFile(kubeconfig, cluster.kubeconfig('admin'), { mode: 0o600 });
  const { storage, logs } = cluster;
  const world = scenarios && openWorld({ storage, logs, clock }, { scenarios, seed: 1 });
  return {
    url: cluster.url,
    kubeconfig,
    async close() {
      world?.stop();
      await cluster.stop();
    },
  };
}

function scenariosOf(name: string) {
  const world = findWorld(name);
  if (world !== undefined) return world.scenarios;
  const names = WORLDS.map((w) => `  ${w.name.padEnd(8)}${w.about}`).join('\n');
  throw new Error(`there is no world ${name}. There are:\n${names}`);
}

async function temporaryFile(host: NodeJS.Process): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontinue-'));
  host.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kubeconfig');
}
