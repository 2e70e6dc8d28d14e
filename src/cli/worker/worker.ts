import { rfc3339, systemClock } from '../../kube/clock.ts';
import type { Environment } from '../../kube/connection/environment.ts';
import { clientOptions, inOneNamespace } from '../connection-flags.ts';
import type { WorkerFlags } from './flags.ts';
import { loadFunctions } from './load-functions.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the functions of files until a signal; a second one ends the process as usual. */
export async function runWorker(
  files: readonly string[],
  flags: WorkerFlags,
  environment: Environment,
  host: NodeJS.Process,
): Promise<number> {
  const { name, group, lease, grace, build } = flags;
  const concurrency = readConcurrency(flags.concurrency);
  const { functions, library } = await loadFunctions(files, host.cwd());
  const { qps: _, burst: __, ...connection } = clientOptions(inOneNamespace(flags), environment);
  const worker = new library.Worker({
    ...connection,
    functions,
    name,
    group,
    lease,
    build,
    concurrency,
    logger: {
      log: (level, message, fields) => {
        const line = { time: rfc3339(systemClock.now()), level, message, ...fields };
        host.stderr.write(`${JSON.stringify(line)}\n`);
      },
    },
  });
  const stop = () => {
    for (const signal of SIGNALS) host.off(signal, stop);
    worker.stop(grace === undefined ? {} : { grace });
  };
  for (const signal of SIGNALS) host.on(signal, stop);
  try {
    await worker.run();
    return 0;
  } finally {
    for (const signal of SIGNALS) host.off(signal, stop);
  }
}

function readConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--concurrency takes a whole number above 0, not ${text}.`);
}
