import { once } from 'node:events';
import { buildBinaries } from './build.ts';
import { ControlPlane } from './control-plane.ts';

const USAGE = `Starts a real control plane until ctrl-c: npx tsx test/real-cluster/up.ts [--etcd-data FOLDER]`;

/** Starts a control plane by hand, prints its kubeconfigs, and stays until it is interrupted. */
async function up(args: readonly string[]): Promise<number> {
  const [flag, etcdData] = args;
  if (flag !== undefined && (flag !== '--etcd-data' || etcdData === undefined)) {
    console.error(USAGE);
    return 2;
  }
  const binaries = await buildBinaries(process.env, (line) => console.error(line));
  if (binaries === undefined) {
    console.error('A control plane is built with Go, and there is no `go` on the path.');
    return 1;
  }
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const begun = performance.now();
  await using plane = await ControlPlane.start({ binaries, ...(etcdData ? { etcdData } : {}) });
  console.log(`Started in ${((performance.now() - begun) / 1_000).toFixed(1)} s. Kubeconfigs:`);
  for (const [user, file] of Object.entries(plane.kubeconfigs)) console.log(`  ${user}\t${file}`);
  console.log(`Try: export KUBECONFIG=${plane.kubeconfigs.admin}\nctrl-c ends it.`);
  await interrupted;
  return 0;
}

process.exitCode = await up(process.argv.slice(2));
