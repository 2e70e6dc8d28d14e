import { systemClock } from '../cluster/clock.ts';
import { Cluster } from '../cluster/cluster.ts';
import { openWorld } from '../cluster/world/world.ts';
import { WorldClock } from '../cluster/world/world-clock.ts';
import { findWorld, WORLDS } from '../cluster/world/worlds.ts';
import { writeKubeconfig } from './kubeconfig-file.ts';

export interface EmbeddedOptions {
  /** The name of the world that runs in it. Default: none, and it is empty. */
  readonly world?: string;
  /** Default: a free one. */
  readonly port?: number;
  /**
   * Where to write the kubeconfig, which is deleted when the program ends. Default: a temporary
   * file.
   */
  readonly kubeconfig?: string;
}

/** An embedded cluster in this process, and its address. */
export interface Embedded {
  readonly url: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/**
 * Starts a cluster and its world. If it cannot, it stops everything and throws an error with one
 * sentence.
 */
export async function startEmbedded(
  options: EmbeddedOptions,
  host: NodeJS.Process,
): Promise<Embedded> {
  const scenarios = options.world === undefined ? undefined : scenariosOf(options.world);
  const clock = new WorldClock(systemClock);
  const cluster = await startCluster(clock, options.port);
  const kubeconfig = await writeKubeconfig(
    cluster.kubeconfig('admin'),
    options.kubeconfig,
    host,
  ).catch(async (error: unknown) => {
    await cluster.stop();
    throw error;
  });
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

async function startCluster(clock: WorldClock, port: number | undefined): Promise<Cluster> {
  try {
    return await Cluster.start({ clock, ...(port !== undefined && { port }) });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (port === undefined) throw cause;
    const taken = `it is taken: choose another with --port, or leave it out`;
    const why = code === 'EADDRINUSE' ? taken : code === 'EACCES' ? 'permission denied' : message;
    throw new Error(`the cluster cannot listen on port ${port}: ${why}`, { cause });
  }
}

function scenariosOf(name: string) {
  const world = findWorld(name);
  if (world !== undefined) return world.scenarios;
  const names = WORLDS.map((known) => `${known.name} (${known.about})`).join('; ');
  throw new Error(`there is no world ${name}: there are ${names}`);
}
