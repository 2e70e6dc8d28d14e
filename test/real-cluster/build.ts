import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { type Binaries, type BinaryCache, findBinaries } from './binaries.ts';
import { STAGE_FILES } from './kwok-stages.ts';
import { type GoModule, goModules, type Program } from './modules.ts';

/** Runs `go` in a module's folder, politely, and gives back what it printed. */
async function go(module: GoModule, args: readonly string[]): Promise<string> {
  const child = spawn('go', args, {
    cwd: module.directory,
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=readonly -trimpath -buildvcs=false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return output.trim();
  const tail = complaint.split('\n').slice(-20).join('\n');
  throw new Error(`go ${args[0]} failed in ${module.directory} (exit code ${code}):\n${tail}`);
}

/**
 * Builds a module's missing programs aside and renames them into the cache, so that whoever finds
 * one finds it whole. Two builders at once both succeed.
 */
async function buildModule(
  module: GoModule,
  missing: readonly Program[],
  cache: BinaryCache,
): Promise<void> {
  const aside = mkdtempSync(join(cache.directory, '.building-'));
  try {
    const main = (program: Program) => module.programs[program] ?? program;
    const flags = [`-ldflags=${module.ldflags}`, '-o', `${aside}/`];
    await go(module, ['build', ...flags, ...missing.map(main)]);
    if (missing.includes('kwok')) await saveStages(module, cache.stages);
    for (const program of missing) {
      // Go names a binary after its package's last element that is not a version.
      const built = basename(main(program).replace(/\/v\d+$/, ''));
      renameSync(join(aside, built), join(cache.directory, program));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Copies kwok's stage files out of its module: the module cache may be cleaned any day. */
async function saveStages(module: GoModule, stages: string): Promise<void> {
  const source = await go(module, ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok']);
  mkdirSync(stages, { recursive: true });
  for (const file of STAGE_FILES) {
    writeFileSync(
      join(stages, basename(file)),
      readFileSync(join(source, 'kustomize', 'stage', file)),
    );
  }
}

/** Builds what the cache lacks and says where everything is. Undefined: there is no Go. */
export async function buildBinaries(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Binaries | undefined> {
  const cache = findBinaries(environment);
  if (cache === undefined) return undefined;
  mkdirSync(cache.directory, { recursive: true });
  for (const module of goModules()) {
    const missing = cache.missing.filter((program) => program in module.programs);
    if (missing.length === 0) continue;
    say(`building ${missing.join(', ')} from Go modules (some minutes, once) …`);
    await buildModule(module, missing, cache);
  }
  return cache;
}
