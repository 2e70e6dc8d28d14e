import { defineConfig } from 'vitest/config';
import { mustRun, whyNoRealCluster } from './test/real-cluster/availability.ts';

const why = whyNoRealCluster(process.env);
if (why !== undefined) {
  if (mustRun(process.env)) throw new Error(`The real suite must run in CI: ${why}.`);
  console.warn(`The real suite is skipped: ${why}.`);
}

export default defineConfig({
  test: {
    include: why === undefined ? ['test/real/**/*.test.ts'] : [],
    globalSetup: why === undefined ? ['test/real-cluster/global-setup.ts'] : [],
    passWithNoTests: why !== undefined,
    // One control plane for all: files that kill it must not meet others.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
  },
});
