import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';

/** The stages a node and its pods go through, by their place in kwok's `kustomize/stage`. */
export const STAGE_FILES: readonly string[] = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat/node-heartbeat.yaml',
  'pod/general/pod-create.yaml',
  'pod/general/pod-init-container-running.yaml',
  'pod/general/pod-init-container-completed.yaml',
  'pod/general/pod-ready.yaml',
  'pod/general/pod-complete.yaml',
  'pod/general/pod-delete.yaml',
  'pod/chaos/pod-container-running-failed.yaml',
];

interface Stage {
  readonly spec: {
    delay?: {
      durationMilliseconds?: number;
      jitterDurationMilliseconds?: number;
      readonly durationFrom?: unknown;
      readonly jitterDurationFrom?: unknown;
    };
  };
}

/** kwok's own delays are seconds with jitter, which a suite cannot wait for. */
const POD_DELAY_MS = 50;

/**
 * The stages as kwok wrote them, with every pod's delay cut to 50 ms. A pod's annotations still
 * choose longer ones: `pod-complete.stage.kwok.x-k8s.io/delay: 1h` keeps a Job running.
 */
export function stageDocuments(directory: string): readonly string[] {
  return STAGE_FILES.map((file) => {
    const stage: Stage = parse(readFileSync(join(directory, basename(file)), 'utf8'));
    const { delay } = stage.spec;
    if (delay && file.startsWith('pod/')) {
      delay.durationMilliseconds = POD_DELAY_MS;
      delete delay.jitterDurationMilliseconds;
    }
    return stringify(stage);
  });
}
