import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { namespaceOf } from './executions.ts';
import { type Measure, record, type Samples } from './measures.ts';
import type { Result } from './report.ts';
import type { BenchServer } from './servers.ts';

/** Watch events a second, and what they are measured as. */
const RATES = [
  [2_000, 'watchCpu2000', 'watchRate2000'],
  [5_000, 'watchCpu5000', 'watchRate5000'],
] as const;

/** The client library on one set, in processes of its own. */
export async function measureLibrary(
  server: BenchServer,
  size: number,
  runs: number,
  say: (line: string) => void,
): Promise<Result> {
  const [credentials = '', kubeconfig = ''] = Object.entries(server.kubeconfigs)[0] ?? [];
  const samples: Samples = new Map();
  for (let run = 1; run <= runs; run++) {
    say(`library on ${server.name}, ${size}: run ${run} of ${runs}`);
    for (const what of ['list', 'libraryHeap', 'monitorHeap']) {
      const child = start('library-process.ts', [what, kubeconfig, namespaceOf(size)]);
      child.on('message', (sample) => record(samples, ...(sample as [Measure, number])));
      await ended(child);
    }
  }
  return { server: server.name, credentials, size, program: 'library', samples, failures: [] };
}

/** A reflector under a stream of changes, which no API server is asked for. */
export async function measureReflector(
  size: number,
  runs: number,
  say: (line: string) => void,
): Promise<Result> {
  const samples: Samples = new Map();
  for (const [rate, cpuMeasure, rateMeasure] of RATES) {
    for (let run = 1; run <= runs; run++) {
      say(`reflector at ${rate} events/s: run ${run} of ${runs}`);
      const firehose = start('firehose-process.ts', [String(size), String(rate)]);
      const [port] = await once(firehose, 'message');
      const reader = start('reflector-process.ts', [String(port)]);
      reader.on('message', (seen) => {
        const usage = seen as { readonly cpu: number; readonly rate: number };
        record(samples, cpuMeasure, usage.cpu);
        record(samples, rateMeasure, usage.rate);
      });
      await ended(reader);
      firehose.disconnect();
      await once(firehose, 'exit');
    }
  }
  return {
    server: 'firehose',
    credentials: 'none',
    size,
    program: 'library',
    samples,
    failures: [],
  };
}

function start(program: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(program, import.meta.url));
  return fork(file, args, { execArgv: ['--expose-gc', '--import', 'tsx'] });
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${child.spawnargs.at(-1)} ended with exit code ${code}`);
}
