import { toleranceContract } from './contract/tolerance.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

const embedded = embeddedTestCluster();
toleranceContract(() => ({ ...embedded(), mayChangeKinds: true }));
