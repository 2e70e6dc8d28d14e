import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import type { JudgeName } from './judges.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const SOURCE = resolve(import.meta.dirname, '../../../src/worker');
const ENTRY = join(import.meta.dirname, 'judges.ts');

type Judges = typeof import('./judges.ts');

/** What a judge finds wrong. */
async function judge({ judges, searches }: Judges, name: JudgeName): Promise<string | undefined> {
  return name in searches
    ? searches[name as keyof typeof searches]().violation
    : judges[name as keyof typeof judges]();
}

/** The judges, around the source with an error in it. */
async function bundle(mutant?: Mutant): Promise<Judges> {
  const build = await rolldown({
    input: ENTRY,
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutate',
        load: (id) =>
          mutant && id === join(SOURCE, mutant.file)
            ? { code: mutate(mutant), moduleType: 'ts' }
            : null,
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  const [{ code }] = output;
  return import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  );
}

function mutate({ file, find, put }: Mutant): string {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} × ${find}`);
  return parts.join(put);
}

// A search computes and waits for nothing: on a busy machine it may take long.
describe('the judges of the worker', { timeout: 120_000 }, () => {
  it('find nothing in the source as it is', async () => {
    expect(await judge(await bundle(), 'archive')).toBeUndefined();
  });

  it.each(MUTANTS)('find it when $what', async (mutant) => {
    const violation = await judge(await bundle(mutant), mutant.judge);
    expect(violation).toContain(mutant.finds);
  });
});
