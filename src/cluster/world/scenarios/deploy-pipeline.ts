import type { Scenario } from '../scenario-context.ts';
import { gather, MINUTE, type ScriptedFunction, SECOND, waitFor, work } from '../script.ts';
import { helmLines, smokeTestLines } from './log-lines.ts';

const STEPS = 9;
const NODES = 40;
/** The node whose pods do not want to move the first time. */
const STUBBORN = 17;

const deployCluster: ScriptedFunction = {
  name: 'deploy-cluster',
  description: 'Rolls a new version out to every node of a cluster.',
  arguments: [
    { name: 'environment', type: 'string', required: true, description: 'staging or production' },
    { name: 'version', type: 'string', required: true, description: 'Version to roll out' },
    { name: 'replicas', type: 'integer', default: 3, description: 'Replicas of each service' },
  ],
  defaults: {
    arguments: { replicas: 3 },
    retry: { retries: 3, backoff: '10s', childPolicy: 'RetryFailed' },
    timeout: { attempt: '25m', overall: '2h' },
    ttl: { deleteAfter: '20m' },
  },
  *script({ argument, attempt }) {
    const [environment, version] = [argument('environment'), argument('version')];
    yield work(10 * SECOND, `Connecting to the ${environment} cluster`, [0, STEPS]);
    if (environment === 'production' && attempt === 1) {
      yield work(50 * SECOND, 'Connecting to the production cluster, again');
      throw new Error('connection timeout');
    }
    const parts = ['network', 'storage', 'database'];
    yield gather(
      parts.map((part) => ({ kind: 'execution', function: 'prepare', arguments: { part } })),
      { atOnce: 1, progress: [0, STEPS], message: 'Preparing the cluster' },
    );
    yield work(10 * SECOND, 'Planning the roll-out', [4, STEPS]);
    yield gather(
      [
        {
          kind: 'execution',
          name: 'roll-nodes',
          function: 'roll-nodes',
          arguments: { nodes: NODES },
        },
        {
          kind: 'approval',
          name: 'approve-prod',
          message: `Let ${version} take traffic in ${environment}?`,
          delay: 2 * MINUTE,
          grantedAfter: 8 * MINUTE,
        },
        {
          kind: 'job',
          name: 'helm-upgrade',
          image: 'registry.example.com/tools/helm:3.16',
          takes: 4 * MINUTE,
          lines: helmLines(version, 110),
          delay: 4 * MINUTE,
        },
      ],
      { progress: [4, STEPS], message: `Deploying ${version} to the ${environment} cluster` },
    );
    yield waitFor(
      {
        kind: 'job',
        name: 'smoke-test',
        image: 'registry.example.com/tools/smoke:2.1',
        takes: 40 * SECOND,
        lines: smokeTestLines(30),
      },
      'Smoke tests',
    );
    yield work(20 * SECOND, 'Switching traffic', [8, STEPS]);
    yield work(SECOND, 'Done', [STEPS, STEPS]);
    return { clusterId: 'eu-7f3', version, replicas: Number(argument('replicas')) };
  },
};

const prepare: ScriptedFunction = {
  name: 'prepare',
  description: 'Makes one part of a cluster ready for a roll-out.',
  arguments: [{ name: 'part', type: 'string', required: true }],
  *script({ argument, random }) {
    const part = argument('part');
    yield work(random.between(30, 40) * SECOND, `Checking ${part}`, [0, 3]);
    yield work(random.between(30, 40) * SECOND, `Backing ${part} up`, [1, 3]);
    yield work(random.between(30, 40) * SECOND, `Migrating ${part}`, [2, 3]);
    return { part };
  },
};

const rollNodes: ScriptedFunction = {
  name: 'roll-nodes',
  description: 'Replaces the nodes of a cluster, eight at a time.',
  defaults: { retry: { retries: 2, backoff: '30s', childPolicy: 'RetryFailed' } },
  *script({ argument, attempt }) {
    const nodes = Math.min(Number(argument('nodes')) || NODES, 500);
    const all = Array.from({ length: nodes }, (_, i) => i + 1);
    yield gather(
      all.map((node) => ({
        kind: 'execution',
        function: 'drain',
        arguments: { node: `node-${node}`, force: attempt > 1 },
      })),
      { atOnce: 8, progress: [0, all.length], message: 'Draining nodes' },
    );
    return { replaced: all.length };
  },
};

const drain: ScriptedFunction = {
  name: 'drain',
  description: 'Moves every pod off a node, then replaces the node.',
  arguments: [
    { name: 'node', type: 'string', required: true },
    {
      name: 'force',
      type: 'boolean',
      default: false,
      description: 'Delete what cannot be evicted',
    },
  ],
  *script({ argument, random }) {
    const node = argument('node');
    const pods = random.between(9, 24);
    yield work(10 * SECOND, `Cordoned ${node}`, [0, pods]);
    if (node === `node-${STUBBORN}` && argument('force') !== 'true') {
      yield work(31 * SECOND, `Evicting ledger-0 from ${node}`, [pods - 1, pods]);
      throw new Error('cannot evict pod ledger-0: pdb ledger allows 0 disruptions');
    }
    yield work(random.between(20, 40) * SECOND, `Evicting pods`, [Math.floor(pods / 2), pods]);
    yield work(random.between(30, 50) * SECOND, `Replacing ${node}`, [pods, pods]);
    return { node, evicted: pods };
  },
};

/** A production deployment in the middle of its second attempt; further ones follow. */
export const deployPipeline: Scenario = {
  name: 'deploy-pipeline',
  namespace: 'payments',
  past: 12 * MINUTE + 40 * SECOND,
  open(stage) {
    stage.publish([deployCluster, prepare, rollNodes, drain]);
    let release = 1;
    const deploy = (name: string) => {
      const version = `2.${release++}.0`;
      const environment = release % 2 === 0 ? 'production' : 'staging';
      stage.spawn(name, { function: 'deploy-cluster', arguments: { environment, version } });
    };
    deploy('deploy-cluster-7f3');
    stage.after(22 * MINUTE, () => {
      stage.every(19 * MINUTE, 23 * MINUTE, () =>
        deploy(`deploy-cluster-${stage.random.suffix(3)}`),
      );
    });
  },
};
