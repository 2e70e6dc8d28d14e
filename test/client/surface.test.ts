import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exportsOf, type PublicName, publicSurfaces } from '../support/public-surface.ts';

const [library = [], testing = []] = publicSurfaces('src/index.ts', 'src/testing.ts');
const everything = [...library, ...testing];

const page = readDocs('client-library.md');
const contract = readDocs('contract.md');
const seedRows = rowsBetween('seed');
const beyondRows = rowsBetween('beyond');

/** What Go calls otherwise, because it has contexts and constructors. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  New: 'create',
  NewWithOptions: 'create',
  NewFromKubeClient: 'from',
  Context: 'signal',
  WithContext: 'withSignal',
  KubeClient: 'transport',
};

function readDocs(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

/** The cells of a table of the page, without its head and its headings. */
function rowsBetween(mark: string): readonly (readonly string[])[] {
  const [, table = ''] = new RegExp(`<!-- ${mark} -->\\n([^]*?)<!-- /${mark} -->`).exec(page) ?? [];
  return table
    .split('\n')
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
    .filter((cells) => cells[1]?.includes('`'))
    .map((cells) => cells.slice(1, -1));
}

function codesIn(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}

/** The name in a signature: `Client.get` of `Client.get(name): Promise<Execution>`. */
function pathOf(signature: string): string {
  return /^[\w.[\]]+/.exec(signature)?.[0] ?? '';
}

describe('the table of the Go client', () => {
  test('has a line for each of its signatures', () => {
    expect(seedRows.length).toBeGreaterThan(100);
  });

  test('names what is exported, with the parameters and types that it has', () => {
    const signatures = new Set(library.map(({ signature }) => signature));
    const wrong = [...seedRows.map((row) => row[1]), ...beyondRows.map((row) => row[0])]
      .flatMap(codesIn)
      .filter((code) => !signatures.has(code));
    expect(wrong).toEqual([]);
    expect(seedRows.filter((row) => codesIn(row[1]).length === 0)).toEqual([]);
  });

  test('keeps the names of Go, in camelCase', () => {
    const renamed = seedRows.flatMap(([go = '', ours]) => {
      const [, name] = /^`(?:\(\*\w+\) |\w+\.)?(\w+)[( [\]]/.exec(go) ?? [];
      if (name === undefined || /^`(type|NodeKind|ChildPolicy)/.test(go)) return [];
      const expected = OTHER_NAMES[name] ?? name;
      const found =
        pathOf(codesIn(ours)[0] ?? '')
          .split('.')
          .at(-1) ?? '';
      return found.toLowerCase() === expected.toLowerCase() ? [] : [`${name} → ${found}`];
    });
    expect(renamed).toEqual([]);
  });

  test('and the table beside it have every export and every method', () => {
    const told = new Set(
      [...seedRows.map((row) => row[1]), ...beyondRows.map((row) => row[0])]
        .flatMap(codesIn)
        .map(pathOf),
    );
    const members = library
      .map(({ path }) => path)
      .filter((path) => /^(Client|TreeWatcher|ExecutionTree(Node)?|\w+Handle)[.[]/.test(path));
    const untold = [...exportsOf(library), ...members].filter((path) => !told.has(path));
    expect(untold).toEqual([]);
    expect(members.length).toBeGreaterThan(60);
  });

  test('stands beside one of the errors, with each class', () => {
    const classes = exportsOf(library).filter((name) => /^(?!Kube).*Error$/.test(name));
    expect(classes.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});

describe('the contract suite, which runs on the embedded and on the real server', () => {
  const suite = readdirSync(new URL('contract/', import.meta.url))
    // That one calls everything, but only to end it at once.
    .filter((file) => file !== 'signals.ts')
    .map((file) => readFileSync(new URL(`contract/${file}`, import.meta.url), 'utf8'));

  test('calls every method of the client that asks the server', () => {
    const methods = library.flatMap(({ path, signature }) => {
      const [, name] = /^Client\.(\w+)$/.exec(path) ?? [];
      return name && /\): (Promise|AsyncIterable|WorkerWatch)\b/.test(signature) ? [name] : [];
    });
    const uncalled = methods.filter(
      (name) => !suite.some((text) => new RegExp(`\\.${name}(<\\w+>)?\\(`).test(text)),
    );
    // Clients of tests are made by `fastClient`.
    expect(uncalled).toEqual(['create']);
    expect(methods.length).toBeGreaterThan(40);
  });

  test('has no part that only one of the two runs', () => {
    const real = readFileSync(new URL('../real/client.test.ts', import.meta.url), 'utf8');
    const parts = suite.flatMap((text) => [...text.matchAll(/export function (\w+Contract)\(/g)]);
    const embedded = readdirSync(new URL('.', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => file.endsWith('.test.ts') && file !== 'surface.test.ts')
      .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
      .join('\n');
    for (const [, part] of parts) {
      expect(real, part).toContain(`${part}(`);
      expect(embedded, part).toContain(`${part}(`);
    }
    expect(parts.length).toBeGreaterThan(7);
  });
});

/** What users give to calls. */
const OPTIONS =
  /^(\w*(Options|Request|Record|Expected|Target|Parts)|Execution(Retry|Timeout|TTL)|User|Rule)\./;

describe('the docblock of every public name', () => {
  const MARK = /\((seed|contract|Kubernetes): ([^)]+)\)|\(ours\)/;
  const isMarked = (words: string) => MARK.test(words);

  test('is there', () => {
    const silent = everything.filter(({ words }) => words === '');
    expect(silent.map(({ path }) => path)).toEqual([]);
    expect(everything.length).toBeGreaterThan(700);
  });

  test('says where it comes from, or what it is declared in does', () => {
    const unmarked = everything.filter(
      ({ words, wordsAround }) => ![words, ...wordsAround].some(isMarked),
    );
    expect(unmarked.map(({ path }) => path)).toEqual([]);
  });

  test('says it truly: what it names is in the table, or in the contract', () => {
    const known = { seed: seedRows.map(([go]) => go).join('\n'), contract };
    const astray = everything.flatMap(({ path, words }) => {
      const [, source, what = ''] = MARK.exec(words) ?? [];
      if (source !== 'seed' && source !== 'contract') return [];
      return what
        .split(', ')
        .filter((name) => !known[source].toLowerCase().includes(name.toLowerCase()))
        .map((name) => `${path}: ${source}: ${name}`);
    });
    expect(astray).toEqual([]);
  });

  test('gives a number its unit', () => {
    const UNIT = /how many|count|seconds|bytes|lines|requests|HTTP|port|unit|columns/i;
    const numbers = everything.filter(({ type }) => /^number( \| undefined)?$/.test(type));
    expect(numbers.filter(({ words }) => !UNIT.test(words)).map(({ path }) => path)).toEqual([]);
    expect(numbers.length).toBeGreaterThan(30);
  });

  test('lets an option be undefined, where that is not the same as left out', () => {
    const refusing = everything.filter(
      ({ path, isOptional, type }) =>
        isOptional && OPTIONS.test(path) && !/\bundefined\b|^unknown$/.test(type),
    );
    expect(refusing.map(({ path, type }) => `${path}: ${type}`)).toEqual([]);
  });

  test('gives an option its default', () => {
    const isOption = ({ path, isOptional }: PublicName) => isOptional && OPTIONS.test(path);
    const options = everything.filter(isOption);
    const without = options.filter(({ words }) => !/default|absent/i.test(words));
    expect(without.map(({ path }) => path)).toEqual([]);
    expect(options.length).toBeGreaterThan(60);
  });

  test('says what a method of the client throws', () => {
    const failing =
      /^Client\.(get|function(Namespaced)?$|cancel|skip|retry|resume|suspend|spawn|wait|watchTree|execute)/;
    const methods = library.filter(({ path }) => failing.test(path));
    const silent = methods.filter(
      // A twin refers to the method it is like.
      ({ words }) => !/@throws/.test(words) && !/^(`\w+` in a given|The same as `)/.test(words),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
    expect(methods.length).toBeGreaterThan(20);
  });
});
