import type { Scenario } from '../scenario-context.ts';
import { HOUR, MINUTE, type ScriptedFunction, work } from '../script.ts';

const trainRanker: ScriptedFunction = {
  name: 'train-ranker',
  group: 'gpu',
  description: 'Trains the ranking model of the product search.',
  arguments: [{ name: 'epochs', type: 'integer', default: 12 }],
  defaults: { arguments: { epochs: 12 }, timeout: { overall: '6h' } },
  *script() {
    yield work(HOUR, 'Training');
    return null;
  },
};

/** Executions that no worker claims: of a group without workers, and of a function that does not exist. */
export const waitingForGpu: Scenario = {
  name: 'waiting-for-gpu',
  namespace: 'data',
  past: 34 * MINUTE,
  open(stage) {
    stage.publish([trainRanker], 0);
    stage.spawn('train-ranker-v12', { function: 'train-ranker', arguments: { epochs: 12 } }, 'gpu');
    stage.after(21 * MINUTE, () => {
      stage.spawn(
        'train-ranker-v12-b',
        { function: 'train-ranker', arguments: { epochs: 24 } },
        'gpu',
      );
      stage.spawn('deploy-clustr-1', {
        function: 'deploy-clustr',
        arguments: { version: '2.1.0' },
      });
    });
  },
};
