import { cpus } from 'node:os';
import { measure } from './measure.ts';
import { measureLibrary, measureReflector } from './measure-library.ts';
import { type Options, readOptions, type ServerName, USAGE } from './options.ts';
import { k9s, kontinue, type Program } from './programs.ts';
import { moment, type Result, tables, writeResults } from './report.ts';
import { embeddedServer, realServer } from './servers.ts';

/** Measures, prints the table and writes the samples. */
async function bench(options: Options): Promise<void> {
  const programs = [kontinue(), k9s()]
    .filter((program) => program !== undefined)
    .filter(({ name }) => (options.programs as readonly string[]).includes(name));
  const before = moment();
  const results: Result[] = [];
  for (const name of options.servers) {
    results.push(...(await benchServer(name, programs, options)));
  }
  if (options.programs.includes('library')) {
    results.push(await measureReflector(Math.max(...options.sizes), options.runs, say));
  }
  const about = {
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`,
    programs: programs.map(({ name, version }) => `${name} (${version})`),
    before,
    after: moment(),
  };
  const file = await writeResults(about, results);
  console.log(`\n${tables(results)}\n`);
  console.log(`${about.programs.join(', ')} in a pty of 200×50, on ${about.machine}.`);
  for (const when of ['before', 'after'] as const) {
    const { load, bareNodeMs } = about[when];
    console.log(`Load ${when}: ${load.join(' ')}; a bare Node started in ${bareNodeMs} ms.`);
  }
  console.log(`Every sample: ${file}`);
}

/** All sizes, credentials and programs on one server; nothing where that cannot be had. */
async function benchServer(
  name: ServerName,
  programs: readonly Program[],
  { sizes, runs, programs: asked }: Options,
): Promise<readonly Result[]> {
  await using server =
    name === 'embedded' ? await embeddedServer(sizes) : await realServer(sizes, say);
  if (server === undefined) {
    say('No real server: there is no Go to build a control plane with.');
    return [];
  }
  const results: Result[] = [];
  for (const size of sizes) {
    for (const credentials of Object.keys(server.kubeconfigs)) {
      for (const program of programs) {
        results.push(await measure({ program, server, credentials, size }, runs, say));
      }
    }
    if (asked.includes('library')) results.push(await measureLibrary(server, size, runs, say));
  }
  return results;
}

function say(line: string): void {
  console.error(line);
}

// An exit, unlike a signal, lets what was made be removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const options = readOptions(process.argv.slice(2));
if (options) await bench(options);
else {
  console.error(USAGE);
  process.exitCode = 2;
}
