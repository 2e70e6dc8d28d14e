import { parseArgs } from 'node:util';
import { RawClient } from '../contract/raw-client.ts';
import { namespaceOf } from './executions.ts';
import { measureKeys, measureUpdates } from './measure-latency.ts';
import { measureBusy, measureIdle } from './measure-load.ts';
import { measureRest, measureStart } from './measure-start.ts';
import type { Samples } from './measures.ts';
import { k9s, kontinue, type Program } from './programs.ts';
import { environment, type Result, tables, writeResults } from './report.ts';
import { runProgram } from './run-program.ts';
import { type BenchServer, embeddedServer, realServer } from './servers.ts';

const USAGE = `Measures the monitor in a terminal of 200×50, and k9s beside it where that is on the path.

  npm run bench -- [--only embedded|real] [--sizes 100,10000] [--runs 3]`;

interface Options {
  readonly only: string | undefined;
  readonly sizes: readonly number[];
  readonly runs: number;
}

function readOptions(args: readonly string[]): Options | undefined {
  const options = {
    only: { type: 'string' },
    sizes: { type: 'string', default: '100,10000' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const sizes = values.sizes.split(',').map(Number);
  const runs = Number(values.runs);
  const known = values.only === undefined || ['embedded', 'real'].includes(values.only);
  const sound = [...sizes, runs].every((n) => Number.isInteger(n) && n > 0);
  return values.help || !known || !sound ? undefined : { only: values.only, sizes, runs };
}

/** All runs of a program on one set. Of all credentials only the first is watched past the start. */
async function measure(
  program: Program,
  server: BenchServer,
  credentials: string,
  kubeconfig: string,
  size: number,
  runs: number,
): Promise<Result> {
  const samples: Samples = new Map();
  const namespace = namespaceOf(size);
  const admin = new RawClient(kubeconfig);
  for (let run = 1; run <= runs; run++) {
    say(`${program.name} on ${server.name}, ${credentials}, ${size}: run ${run} of ${runs}`);
    await using running = runProgram(program, kubeconfig, namespace);
    await measureStart(program, running, size, samples);
    if (credentials !== Object.keys(server.kubeconfigs)[0]) continue;
    await measureRest(running, samples);
    await measureKeys(running, samples);
    await measureUpdates(running, admin, namespace, size, samples);
    await measureIdle(running, samples);
    await measureBusy(running, admin, namespace, size, samples);
  }
  admin.close();
  return { server: server.name, credentials, size, program: program.name, samples };
}

async function bench({ only, sizes, runs }: Options): Promise<void> {
  const programs = [kontinue(), k9s()].filter((program) => program !== undefined);
  const started = environment();
  const results: Result[] = [];
  for (const name of ['embedded', 'real'] as const) {
    if (only !== undefined && only !== name) continue;
    await using server =
      name === 'embedded' ? await embeddedServer(sizes) : await realServer(sizes, say);
    if (server === undefined) say('no real server: there is no Go to build a control plane with');
    for (const size of server ? sizes : []) {
      for (const [credentials, kubeconfig] of Object.entries(server?.kubeconfigs ?? {})) {
        for (const program of programs) {
          if (!server) continue;
          results.push(await measure(program, server, credentials, kubeconfig, size, runs));
        }
      }
    }
  }
  const about = {
    started,
    ended: environment(),
    terminal: '200×50',
    programs: programs.map(({ name, version }) => `${name} (${version})`),
  };
  const file = await writeResults(about, results);
  console.log(`\n${tables(results)}\n`);
  console.log(`${about.programs.join(', ')}; Node ${started.node}; ${started.cpus}`);
  console.log(
    `Load: ${started.load.join(' ')} at the start, ${about.ended.load.join(' ')} at the end`,
  );
  console.log(`Every sample: ${file}`);
}

function say(line: string): void {
  console.error(line);
}

const options = readOptions(process.argv.slice(2));
if (options) await bench(options);
else {
  console.error(USAGE);
  process.exitCode = 2;
}
