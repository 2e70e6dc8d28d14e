import { execFile } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** The compilers that a consumer may have. */
export const COMPILERS = {
  'TypeScript 6': require.resolve('typescript/bin/tsc'),
  'TypeScript 5.9': require.resolve('typescript-5/bin/tsc'),
} as const;

export type Compiler = keyof typeof COMPILERS;

/** As strict as a consumer can be: the declarations of packages are checked, too. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
  },
};

/** A project that has installed the packed package. Deleted with the block. */
export interface ConsumerProject extends AsyncDisposable {
  /** The files of the package, as packed: `dist/lib/index.js`. */
  readonly packed: readonly string[];
  write(name: string, text: string): Promise<void>;
  /** Compiles all that was written. The answer is what the compiler said, the files it read included. */
  compile(compiler: Compiler): Promise<string>;
  /** Runs a compiled file to its end. The answer is what it printed; each piece is told as it comes. */
  run(name: string, how: RunOptions): Promise<string>;
}

export interface RunOptions {
  /** Flags of node. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
}

/**
 * Packs the package as it was built and unpacks it into a new project. Nothing is downloaded: its
 * dependencies are those of this checkout.
 */
export async function consumerProject(): Promise<ConsumerProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kontinue-consumer-')));
  const installed = join(folder, 'node_modules', 'kontinue');
  await mkdir(installed, { recursive: true });
  const options = ['--ignore-scripts', '--silent', '--pack-destination', folder];
  const { stdout } = await run('npm', ['pack', ...options], { cwd: ROOT });
  const tarball = join(folder, stdout.trim().split('\n').at(-1) ?? '');
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await write('tsconfig.json', JSON.stringify(TSCONFIG));
  return {
    packed: await readdir(installed, { recursive: true }),
    write,
    async compile(compiler) {
      const flags = [COMPILERS[compiler], '-p', folder, '--listFiles', '--pretty', 'false'];
      return run(process.execPath, flags, { cwd: folder }).then(said, said);
    },
    async run(name, { flags = [], env = {}, onOutput }) {
      const variables = { PATH: process.env.PATH, HOME: folder, ...env };
      const args = [...flags, join(folder, name)];
      const running = run(process.execPath, args, { cwd: folder, env: variables });
      running.child.stdout?.on('data', (text) => onOutput?.(String(text)));
      const { stdout, stderr } = await running;
      return stdout + stderr;
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true });
    },
  };
}

function said({ stdout }: { readonly stdout: string }): string {
  return stdout;
}
