import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import { RawClient } from '../contract/support/raw-client.ts';
import { type Binaries, findBinaries } from '../real-cluster/binaries.ts';
import { buildBinaries } from '../real-cluster/build.ts';
import { ControlPlane } from '../real-cluster/control-plane.ts';
import { seededExecutions } from './executions.ts';
import { refresh, seed } from './seed.ts';

/** A server that holds a set of executions of every size, each in a namespace of its own. */
export interface BenchServer extends AsyncDisposable {
  readonly name: 'embedded' | 'real';
  /** Kubeconfig files by the kind of their credentials. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
}

/** The embedded server, in a process of its own. */
export async function embeddedServer(sizes: readonly number[]): Promise<BenchServer> {
  const program = fileURLToPath(new URL('embedded-process.ts', import.meta.url));
  const child = fork(program, sizes.map(String), { execArgv: ['--import', 'tsx'] });
  const [kubeconfig] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the embedded server ended with exit code ${code}: see its words above`);
    }),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'kontinue-bench-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, String(kubeconfig), { mode: 0o600 });
  return {
    name: 'embedded',
    kubeconfigs: { token: file },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      // It ends when nobody holds the other end of its channel.
      child.disconnect();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * A real control plane. Its set is made once and kept beside the programs' binaries, as etcd's data;
 * every bench works on a copy. Undefined: there is no Go to build it with.
 */
export async function realServer(
  sizes: readonly number[],
  say: (line: string) => void,
): Promise<BenchServer | undefined> {
  const cache = findBinaries(process.env);
  const binaries = await buildBinaries(process.env, say);
  if (cache === undefined || binaries === undefined) return undefined;
  const kept = join(cache.directory, `bench-${setKey(sizes)}`);
  if (!existsSync(kept)) {
    say(`seeding ${sizes.join(' and ')} executions on the real server (once) …`);
    await makeSet(binaries, sizes, kept);
  }
  const etcdData = await mkdtemp(join(tmpdir(), 'kontinue-bench-etcd-'));
  // Where the bench is interrupted nothing is disposed of.
  const remove = () => rmSync(etcdData, { recursive: true, force: true });
  process.once('exit', remove);
  await cp(kept, etcdData, { recursive: true });
  const plane = await ControlPlane.start({ binaries, etcdData });
  const admin = new RawClient(plane.kubeconfigs.admin);
  await refresh(admin, sizes);
  admin.close();
  const { admin: token, certificate } = plane.kubeconfigs;
  return {
    name: 'real',
    kubeconfigs: { token, ...(certificate ? { certificate } : {}) },
    async [Symbol.asyncDispose]() {
      await plane.stop();
      remove();
    },
  };
}

/** Made aside and renamed, so that a set which is there is whole. */
async function makeSet(binaries: Binaries, sizes: readonly number[], kept: string): Promise<void> {
  const aside = await mkdtemp(join(dirname(kept), '.bench-'));
  try {
    await using plane = await ControlPlane.start({ binaries, etcdData: aside });
    const admin = new RawClient(plane.kubeconfigs.admin);
    await seed(admin, sizes);
    admin.close();
  } catch (error) {
    await rm(aside, { recursive: true });
    throw error;
  }
  await rename(aside, kept);
}

/** Another set or other CRDs are another folder. */
function setKey(sizes: readonly number[]): string {
  const made = [sizes, sizes.map((size) => seededExecutions(size, 0)), customResourceDefinitions()];
  return createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 12);
}
