import { RawClient } from '../contract/support/raw-client.ts';
import { namespaceOf } from './executions.ts';
import { measureKeys, measureUpdates } from './measure-latency.ts';
import { measureBusy, measureIdle } from './measure-load.ts';
import { measureRest, measureStart } from './measure-start.ts';
import type { Samples } from './measures.ts';
import type { Program } from './programs.ts';
import type { Result } from './report.ts';
import { type Running, runProgram } from './run-program.ts';
import type { BenchServer } from './servers.ts';

/** What is measured on what. */
export interface Subject {
  readonly program: Program;
  readonly server: BenchServer;
  /** The kind of credentials in the kubeconfig. */
  readonly credentials: string;
  readonly size: number;
}

/** Some runs of a program on one set. Of all credentials only the first is watched past the start. */
export async function measure(
  { program, server, credentials, size }: Subject,
  runs: number,
  say: (line: string) => void,
): Promise<Result> {
  const kubeconfig = server.kubeconfigs[credentials] ?? '';
  const startOnly = credentials !== Object.keys(server.kubeconfigs)[0];
  const samples: Samples = new Map();
  const failures: string[] = [];
  const admin = new RawClient(kubeconfig);
  for (let run = 1; run <= runs; run++) {
    say(`${program.name} on ${server.name}, ${credentials}, ${size}: run ${run} of ${runs}`);
    try {
      await using running = runProgram(program, kubeconfig, namespaceOf(size));
      await measureStart(program, running, size, samples);
      if (!startOnly) await measureLife(running, admin, size, samples);
    } catch (error) {
      // One slow run must not cost the others: it is reported, and so is what it saw before.
      const words = error instanceof Error ? error.message : String(error);
      say(words);
      failures.push(words.split('\n')[0] ?? '');
    }
  }
  admin.close();
  return { server: server.name, credentials, size, program: program.name, samples, failures };
}

async function measureLife(
  running: Running,
  admin: RawClient,
  size: number,
  samples: Samples,
): Promise<void> {
  await measureRest(running, samples);
  await measureKeys(running, samples);
  await measureUpdates(running, admin, namespaceOf(size), samples);
  await measureIdle(running, samples);
  await measureBusy(running, admin, size, samples);
}
