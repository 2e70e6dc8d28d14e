import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importedPath, packageOf, type SourceFile, sourceFiles } from './support/source-files.ts';

const files = sourceFiles('src');
const byPath = new Map(files.map((file) => [file.path, file]));

/** The rooms of the house; a folder inside another comes before it. */
const ROOMS = {
  core: 'src/monitor/core/',
  terminal: 'src/monitor/terminal/',
  monitor: 'src/monitor/',
  api: 'src/api/',
  text: 'src/text/',
  json: 'src/json/',
  kube: 'src/kube/',
  client: 'src/client/',
  worker: 'src/worker/',
  cluster: 'src/cluster/',
  cli: 'src/cli/',
  entry: 'src/',
} as const;
type Room = keyof typeof ROOMS;

const EVERY_ROOM = Object.keys(ROOMS) as Room[];

/** Which rooms a room may import from, besides itself. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  json: [],
  api: [],
  text: ['api', 'json'],
  kube: ['json'],
  client: ['api', 'json', 'kube'],
  worker: ['api', 'json', 'kube', 'client'],
  cluster: ['api'],
  core: ['api', 'json', 'text'],
  terminal: ['core', 'text'],
  monitor: ['core', 'terminal', 'api', 'json', 'text', 'kube', 'client'],
  cli: EVERY_ROOM.filter((room) => room !== 'entry'),
  entry: EVERY_ROOM,
};

/** Of kube, the monitor may use the errors; the rest as types alone. */
const KUBE_VALUES_FOR_MONITOR: ReadonlySet<string> = new Set(['src/kube/errors.ts']);

/** Which rooms may import a package. Types count too, unless TYPES_IN says more. */
const PACKAGES: Readonly<Record<string, readonly Room[]>> = {
  '@kubernetes/client-node': ['kube'],
  undici: ['kube', 'cluster'],
  'node:http': ['kube', 'cluster'],
  'node:https': ['kube', 'cluster'],
  blessed: ['terminal'],
  'blessed-contrib': ['terminal'],
  'date-fns': ['text'],
  '@date-fns/tz': ['text'],
  'string-width': ['text'],
  fuzzysort: ['core'],
  'fastest-levenshtein': ['api'],
  '@peculiar/x509': ['cluster'],
  'reflect-metadata': ['cluster'],
  socks: ['kube'],
  'fast-json-patch': ['cluster'],
  'lossless-json': ['json', 'cluster'],
  croner: ['worker', 'cluster'],
  'js-yaml': ['cluster'],
  re2js: ['cluster', 'monitor'],
  yaml: ['kube', 'cluster', 'monitor', 'cli'],
  commander: ['cli', 'entry'],
};

const TYPES_IN: Readonly<Record<string, readonly Room[]>> = {
  '@kubernetes/client-node': EVERY_ROOM.filter(
    (room) => room !== 'core' && room !== 'text' && room !== 'api',
  ),
};

/** Rooms that know no platform: no node module at all. */
const PURE: readonly Room[] = ['api', 'json', 'text', 'core'];

/** Folders of other rooms that are as pure: what the model check and the replay tests run. */
const PURE_FOLDERS = ['src/worker/protocol/', 'src/worker/replay/'];

/** The few places where the world's clock, chance and environment come in. */
const ALLOWED_USES: Readonly<Record<string, readonly string[]>> = {
  'Date.now': ['src/kube/clock.ts', 'src/cluster/clock.ts'],
  'new Date()': ['src/kube/clock.ts', 'src/cluster/clock.ts'],
  'Math.random': ['src/kube/clock.ts'],
  'process.env': ['src/main.ts', 'src/kube/connection/environment.ts'],
};

/** Lists of one kind of thing each. What is listed knows none of them. */
const REGISTRIES = ['actions', 'layers', 'panes', 'table', 'views'].map(
  (folder) => `src/monitor/core/${folder}/registry.ts`,
);

/** Who may import a registry, besides its own folder: where messages, keys and the screen come together. */
const REGISTRY_READERS = ['update.ts', 'settle.ts', 'view.ts', 'subscription.ts']
  .concat('keys/', 'layers/', 'chrome/', 'panes/registry.ts', 'views/registry.ts')
  .map((path) => `src/monitor/core/${path}`);

const LONGEST_FILE = 400;
const MOST_FILES_IN_A_FOLDER = 25;

function roomOf(path: string): Room {
  const room = EVERY_ROOM.find((name) => path.startsWith(ROOMS[name]));
  if (room === undefined) throw new Error(`${path} is in no room of src`);
  return room;
}

/** Everything `file` imports of ours, as paths. */
function ours(file: SourceFile) {
  return file.imports.flatMap((imported) => {
    const path = importedPath(file, imported);
    return path === undefined ? [] : [{ path, typeOnly: imported.typeOnly }];
  });
}

/** Everything of ours that a file imports, and what that imports in turn. */
function reachable(path: string, reached = new Set<string>()): ReadonlySet<string> {
  const file = byPath.get(path);
  for (const next of file ? ours(file) : []) {
    if (reached.has(next.path)) continue;
    reached.add(next.path);
    reachable(next.path, reached);
  }
  return reached;
}

describe('the rooms', () => {
  it('import only from the rooms they may', () => {
    const strays = files.flatMap((file) => {
      const room = roomOf(file.path);
      return ours(file)
        .filter(({ path }) => path.startsWith('src/'))
        .filter(({ path }) => roomOf(path) !== room && !MAY_IMPORT[room].includes(roomOf(path)))
        .map(({ path }) => `${file.path} → ${path}`);
    });
    expect(strays).toEqual([]);
  });

  it('are real: there are files in them, and imports between them', () => {
    const inhabited = new Set(files.map((file) => roomOf(file.path)));
    expect([...inhabited]).toEqual(
      expect.arrayContaining([
        'api',
        'text',
        'kube',
        'client',
        'cluster',
        'core',
        'terminal',
        'monitor',
      ]),
    );
    const core = byPath.get('src/monitor/core/state.ts');
    expect(core && ours(core).map(({ path }) => path)).toContain('src/api/execution.ts');
  });

  it('import only files that exist, and never tests', () => {
    const missing = files.flatMap((file) =>
      ours(file)
        .filter(({ path }) => !byPath.has(path) && !path.endsWith('.json'))
        .map(({ path }) => `${file.path} → ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('keep the monitor to errors and types of kube', () => {
    const values = files
      .filter((file) => ['monitor', 'terminal'].includes(roomOf(file.path)))
      .flatMap((file) =>
        ours(file)
          .filter(({ path, typeOnly }) => roomOf(path) === 'kube' && !typeOnly)
          .filter(({ path }) => !KUBE_VALUES_FOR_MONITOR.has(path))
          .map(({ path }) => `${file.path} → ${path}`),
      );
    expect(values).toEqual([]);
  });
});

describe('outside packages', () => {
  const outside = files.flatMap((file) =>
    file.imports
      .filter((imported) => importedPath(file, imported) === undefined)
      .map((imported) => ({ file, imported, room: roomOf(file.path) })),
  );

  it('are imported only where they may be', () => {
    const strays = outside
      .filter(({ imported, room }) => {
        const name = packageOf(imported);
        const rooms = PACKAGES[name];
        if (rooms === undefined) return !name.startsWith('node:') || PURE.includes(room);
        return !rooms.includes(room) && !(imported.typeOnly && TYPES_IN[name]?.includes(room));
      })
      .map(({ file, imported }) => `${file.path} → ${imported.specifier}`);
    expect(strays).toEqual([]);
  });

  it('are dependencies of the package', () => {
    const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
    const { name, dependencies } = JSON.parse(text);
    const unknown = outside
      .map(({ imported }) => packageOf(imported))
      .filter((used) => !used.startsWith('node:') && used !== name && !(used in dependencies));
    expect(unknown).toEqual([]);
  });
});

describe('imports', () => {
  it('make no cycle', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      const start = trail.indexOf(path);
      if (start >= 0) {
        cycles.push([...trail.slice(start), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      const file = byPath.get(path);
      for (const next of file ? ours(file) : []) visit(next.path, [...trail, path]);
      done.add(path);
    };
    for (const file of files) visit(file.path, []);
    expect(cycles).toEqual([]);
  });

  it('of a registry are made where everything comes together', () => {
    const strays = files.flatMap((file) =>
      ours(file)
        .filter(({ path }) => REGISTRIES.includes(path))
        .filter(({ path }) => dirname(path) !== dirname(file.path))
        .filter(() => !REGISTRY_READERS.some((reader) => file.path.startsWith(reader)))
        .map(({ path }) => `${file.path} → ${path}`),
    );
    expect(strays).toEqual([]);
  });

  it.each([
    ['a pane', 'src/monitor/core/panes/registry.ts', /-pane\.ts$/, /(actions|layers)\/registry/],
    ['an action', 'src/monitor/core/actions/registry.ts', /\/[a-z]+\.ts$/, /\/registry/],
    ['the spec of a table', 'src/monitor/core/table/registry.ts', /\/views\//, /\/registry/],
  ])('of %s lead to no list of others', (_, registry, entry, forbidden) => {
    const list = byPath.get(registry);
    const entries = list ? ours(list).filter(({ path }) => entry.test(path)) : [];
    expect(entries).not.toEqual([]);
    for (const { path } of entries) {
      expect(
        [...reachable(path)].filter((reached) => forbidden.test(reached)),
        path,
      ).toEqual([]);
    }
  });

  it('carry the extension of the file they mean', () => {
    const bare = files.flatMap((file) =>
      file.imports
        .filter(({ specifier }) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
        .map(({ specifier }) => `${file.path} → ${specifier}`),
    );
    expect(bare).toEqual([]);
  });
});

describe('every file', () => {
  it('has named exports alone', () => {
    expect(files.filter((file) => file.hasDefaultExport).map((file) => file.path)).toEqual([]);
  });

  it(`has ${LONGEST_FILE} lines at most, in src and in test`, () => {
    const long = [...files, ...sourceFiles('test')].filter((file) => file.lines > LONGEST_FILE);
    expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it(`has ${MOST_FILES_IN_A_FOLDER - 1} neighbors at most, in src and in test`, () => {
    const counts = new Map<string, number>();
    for (const { path } of [...files, ...sourceFiles('test')]) {
      const folder = dirname(path);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const crowded = [...counts].filter(([, count]) => count > MOST_FILES_IN_A_FOLDER);
    expect(crowded).toEqual([]);
  });

  it('is named after a noun or a verb in kebab case, and is no bucket', () => {
    const odd = files.filter(({ path }) => {
      const name = path.split('/').at(-1) ?? '';
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name) ||
        /^(utils?|helpers?|common|types)\.ts$/.test(name)
      );
    });
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  it.each(Object.entries(ALLOWED_USES))('leaves %s to its place', (use, places) => {
    const found = files.filter((file) => file.uses.includes(use)).map((file) => file.path);
    expect(found.filter((path) => !places.includes(path))).toEqual([]);
  });
});

describe('the reading of source files', () => {
  it('sees uses in code, and none in comments and strings', () => {
    expect(byPath.get('src/kube/clock.ts')?.uses).toEqual(
      expect.arrayContaining(['Date.now', 'Math.random']),
    );
    expect(byPath.get('src/kube/connection/environment.ts')?.uses).toContain('process.env');
    const self = sourceFiles('test').find((file) => file.path === 'test/architecture.test.ts');
    expect(self?.uses).toContain('JSON.parse');
    expect(self?.uses).not.toContain('Date.now');
  });

  it('tells imports of types from imports of values', () => {
    const typeOnly = (path: string, specifier: string) =>
      byPath.get(path)?.imports.find((imported) => imported.specifier === specifier)?.typeOnly;
    expect(typeOnly('src/api/node-fields.ts', './execution.ts')).toBe(true);
    expect(typeOnly('src/api/node-fields.ts', './job.ts')).toBe(false);
    expect(typeOnly('src/api/node-fields.ts', './attempts.ts')).toBe(false);
  });
});

describe('the pure rooms', () => {
  it('are compiled without the types of a platform', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../src/monitor/core/tsconfig.json'),
      'utf8',
    );
    expect(JSON.parse(text).compilerOptions).toMatchObject({ types: [], lib: ['ES2023'] });
  });

  it('have neighbors as pure: protocol and replay import no package and only pure rooms', () => {
    const inside = files.filter(({ path }) =>
      PURE_FOLDERS.some((folder) => path.startsWith(folder)),
    );
    const strays = inside.flatMap((file) =>
      file.imports
        .map((imported) => importedPath(file, imported) ?? packageOf(imported))
        .filter((path) => !PURE_FOLDERS.some((folder) => path.startsWith(folder)))
        .filter((path) => !path.startsWith('src/') || !PURE.includes(roomOf(path)))
        .map((path) => `${file.path} → ${path}`),
    );
    expect(inside.length).toBeGreaterThan(0);
    expect(strays).toEqual([]);
    const text = readFileSync(join(import.meta.dirname, '../src/worker/tsconfig.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      compilerOptions: { types: [], lib: ['ES2023'] },
      include: ['protocol', 'replay'],
    });
  });

  it('use no global of a platform', () => {
    const globals = /^(process|globalThis|window|document|console|performance|Buffer)\./;
    const found = files
      .filter(
        ({ path }) =>
          PURE.includes(roomOf(path)) || PURE_FOLDERS.some((folder) => path.startsWith(folder)),
      )
      .flatMap((file) =>
        file.uses.filter((use) => globals.test(use)).map((u) => `${file.path} ${u}`),
      );
    expect(found).toEqual([]);
  });
});
