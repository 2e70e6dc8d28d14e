import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A container of this name shows what a test appends while it is followed. */
export const LIVE_CONTAINER = 'live';
/** Every other container shows these many lines, a second apart. */
const STEPS = 200;

/** A log line as container runtimes write it, which is what a kubelet reads. */
function criLine(at: Date, text: string): string {
  return `${at.toISOString().replace('Z', '000000Z')} stdout F ${text}\n`;
}

/** The files behind every pod's log on the kwok node: one to read, one that grows. */
export interface PodLogs {
  /** What kwok's configuration says about them. */
  readonly document: string;
  /** The file that `appendToLiveLog` takes. */
  readonly live: string;
}

/** Writes both files into a folder. */
export function writePodLogs(directory: string): PodLogs {
  const live = join(directory, 'live.log');
  const steps = join(directory, 'steps.log');
  writeFileSync(live, '');
  const start = Date.now() - STEPS * 1_000;
  const lines = Array.from({ length: STEPS }, (_, i) =>
    criLine(new Date(start + i * 1_000), `step ${i + 1} of ${STEPS}: shard ${i % 7} ok`),
  );
  writeFileSync(steps, lines.join(''));
  const document = stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'every-pod' },
    spec: {
      logs: [
        { containers: [LIVE_CONTAINER], logsFile: live, follow: true },
        { logsFile: steps, follow: true },
      ],
    },
  });
  return { document, live };
}

/** Adds a line to the log of every container named `live`. */
export function appendToLiveLog(file: string, text: string): void {
  appendFileSync(file, criLine(new Date(), text));
}
