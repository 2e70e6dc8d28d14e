import type { Scenario } from '../scenario-context.ts';
import { gather, MINUTE, type ScriptedFunction, SECOND, work } from '../script.ts';

const PAGES = 1_000;

const importCatalog: ScriptedFunction = {
  name: 'import-catalog',
  group: 'batch',
  description: 'Fetches every page of the supplier catalog and rebuilds the search index.',
  arguments: [{ name: 'pages', type: 'integer', default: PAGES }],
  defaults: { ttl: { deleteAfter: '4m' } },
  *script({ argument }) {
    const count = Math.min(Number(argument('pages')) || PAGES, 5_000);
    const results = yield gather(
      Array.from({ length: count }, (_, i) => ({
        kind: 'execution',
        function: 'fetch',
        arguments: { page: i + 1 },
      })),
      { atOnce: 24, progress: [0, count], message: 'Fetching pages', tolerant: true },
    );
    const fetched = results.filter((result) => result !== null).length;
    yield work(15 * SECOND, `Indexing ${fetched} pages`);
    return { fetched, missing: count - fetched };
  },
};

const fetchPage: ScriptedFunction = {
  name: 'fetch',
  group: 'batch',
  description: 'Fetches one page of the supplier catalog.',
  arguments: [{ name: 'page', type: 'integer', required: true }],
  *script({ argument, random }) {
    const page = Number(argument('page'));
    yield work(random.between(8, 13) * SECOND);
    if (random.chance(0.008)) throw new Error(`GET /catalog?page=${page}: 503 Service Unavailable`);
    return { page, items: random.between(40, 60) };
  },
};

/** A thousand children, a quarter of them done. */
export const catalogImport: Scenario = {
  name: 'catalog-import',
  namespace: 'data',
  past: 100 * SECOND,
  open(stage) {
    stage.publish([importCatalog, fetchPage], 3);
    let day = 22;
    stage.every(11 * MINUTE, 13 * MINUTE, () => {
      stage.spawn(`import-catalog-${day++}`, { function: 'import-catalog' });
    });
  },
};
