import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cluster } from '../../src/testing.ts';
import {
  COMPILERS,
  type Compiler,
  type ConsumerProject,
  consumerProject,
} from './consumer-project.ts';
import { examples } from './examples.ts';
import { complete, setScene } from './scene.ts';

const SLOW_MS = 120_000;
const PAGES = ['client-library.md', 'testing.md'] as const;
const EXAMPLES = PAGES.flatMap((page) =>
  examples(page).map((example) => ({ page, ...example })),
).map((example, number) => ({ ...example, file: `example-${number}` }));

/** Writes down every module that is loaded from now on. */
const HOOK = `
import { register } from 'node:module';
const loader = \`
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(\${JSON.stringify(process.env.LOADED)}, url + '\\\\n');
    return next(url, context);
  }
\`;
register('data:text/javascript,' + encodeURIComponent(loader));
`;

let project: ConsumerProject;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontinue-examples-'));
  project = await consumerProject();
  for (const { file, source } of EXAMPLES) await project.write(`${file}.ts`, source);
}, SLOW_MS);
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('a project that installs the package', () => {
  test.each(Object.keys(COMPILERS) as Compiler[])(
    'compiles the examples with %s, strictly, declarations included',
    async (compiler) => {
      const lines = (await project.compile(compiler)).trim().split('\n');
      expect(lines.filter((line) => /error TS/.test(line))).toEqual([]);
      expect(lines.filter((line) => line.endsWith('/kontinue/dist/lib/index.d.ts'))).toHaveLength(
        1,
      );
      // Neither is named by a declaration, or it would have been read.
      expect(lines.filter((line) => /client-node|blessed/.test(line))).toEqual([]);
    },
    SLOW_MS,
  );

  test('loads neither the screen nor the client of Kubernetes by importing it', async () => {
    const loaded = await modulesOf(`await import('kontinue');`);
    expect(
      loaded.filter((url) => url.endsWith('/kontinue/dist/lib/client/client.js')),
    ).toHaveLength(1);
    expect(loaded.filter((url) => /blessed|client-node/.test(url))).toEqual([]);
  });

  test('would be found out if it did', async () => {
    const loaded = await modulesOf(`await import('@kubernetes/client-node');`);
    expect(loaded.filter((url) => /client-node/.test(url))).not.toEqual([]);
  });

  test('gets what it needs, and neither sources nor tests', () => {
    expect(project.packed).toContain('dist/bin/kontinue.js');
    expect(project.packed).toContain('dist/lib/testing.d.ts');
    const strays = project.packed.filter((path) =>
      /^(src|test|docs)|\.tsbuildinfo$|dist\/docs/.test(path),
    );
    expect(strays).toEqual([]);
  });
});

describe('the examples of the documentation', () => {
  test('are there', () => {
    const counts = PAGES.map((name) => EXAMPLES.filter(({ page }) => page === name).length);
    expect(counts[0]).toBeGreaterThanOrEqual(16);
    expect(counts[1]).toBeGreaterThanOrEqual(9);
  });

  test.each(EXAMPLES)('print what they say: $page, $title', async ({ title, file, output }) => {
    await using cluster = await stage();
    const kubeconfig = join(folder, file);
    await writeFile(kubeconfig, cluster.kubeconfig());
    const printed = await project.run(`${file}.js`, {
      env: { KUBECONFIG: kubeconfig },
      onOutput(text) {
        if (title === 'Watch a tree' && text.includes('is Executing'))
          complete(cluster, 'deploy-7');
      },
    });
    expect(printed).toBe(output);
    expect(output).not.toBe('');
  });
});

async function stage(): Promise<Cluster> {
  const cluster = await Cluster.start();
  setScene(cluster);
  return cluster;
}

/** The URLs of all modules that a program loads. */
async function modulesOf(source: string): Promise<readonly string[]> {
  const list = join(folder, 'loaded');
  await writeFile(list, '');
  await project.write('hook.mjs', HOOK);
  await project.write('program.mjs', source);
  await project.run('program.mjs', { flags: ['--import', './hook.mjs'], env: { LOADED: list } });
  return (await readFile(list, 'utf8')).split('\n');
}
