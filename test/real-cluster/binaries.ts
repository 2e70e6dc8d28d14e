import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildKey, goModules, PROGRAMS, type Program } from './modules.ts';

/** Where each program of a control plane is, and kwok's stage files. */
export interface Binaries {
  readonly programs: Readonly<Record<Program, string>>;
  readonly stages: string;
}

/** The folder of what is built, outside the tree, one per set of module files and toolchain. */
export interface BinaryCache {
  readonly directory: string;
  readonly stages: string;
  /** Programs that are neither there nor in `KUBEBUILDER_ASSETS`. */
  readonly missing: readonly Program[];
  readonly programs: Readonly<Record<Program, string>>;
}

/** The Go toolchain in a few words, or undefined where there is none. */
function toolchain(): string | undefined {
  try {
    return execFileSync('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .replaceAll('\n', ' ');
  } catch {
    return undefined; // Not installed, or not runnable: the same to us.
  }
}

/**
 * Looks for the programs. Without Go there is no cache to speak of, since its key names the
 * toolchain: the answer is then undefined, and the suite is skipped.
 */
export function findBinaries(environment: NodeJS.ProcessEnv): BinaryCache | undefined {
  const go = toolchain();
  if (go === undefined) return undefined;
  const base = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  const directory = join(base, 'kontinue-test', buildKey(goModules(), go));
  const assets = environment.KUBEBUILDER_ASSETS;
  const place = (program: Program): string => {
    const asset = assets ? join(assets, program) : '';
    return asset && existsSync(asset) ? asset : join(directory, program);
  };
  const programs = {
    etcd: place('etcd'),
    'kube-apiserver': place('kube-apiserver'),
    'kube-controller-manager': place('kube-controller-manager'),
    'kube-scheduler': place('kube-scheduler'),
    // kwok is always ours: its stage files come with it.
    kwok: join(directory, 'kwok'),
  };
  const missing = PROGRAMS.filter((program) => !existsSync(programs[program]));
  return { directory, stages: join(directory, 'stages'), missing, programs };
}
