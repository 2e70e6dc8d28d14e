import type { Execution, ExecutionStatus } from '../../../src/api/execution.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import type { TestNamespace } from '../../client/support/test-namespace.ts';
import { until } from '../../support/until.ts';
import { type Monitor, openMonitor } from '../program.ts';
import { type Ran, runCommand } from '../run-command.ts';

/** The built command at work on a stage, and what a worker would do meanwhile. */
export interface CommandFixture {
  /** The flags that find the stage. */
  where(stage: TestNamespace): readonly string[];
  run(stage: TestNamespace, command: string, ...args: readonly string[]): Promise<Ran>;
  /** The same in a terminal. */
  open(stage: TestNamespace, command: string, ...args: readonly string[]): Monitor;
  stored(stage: TestNamespace, name: string): Promise<Execution>;
  /** Waits until there is such an execution, and moves it as a worker would. */
  work(stage: TestNamespace, name: string, status: ExecutionStatus): Promise<void>;
}

export function commandFixtureOf(ground: () => TestCluster): CommandFixture {
  const where = ({ namespace }: TestNamespace) => [
    '--kubeconfig',
    ground().kubeconfig('admin'),
    '-n',
    namespace,
  ];
  return {
    where,
    run: (stage, command, ...args) => runCommand([command, ...where(stage), ...args]),
    open: (stage, command, ...args) => openMonitor([command, ...where(stage), ...args]),
    stored: async (stage, name) =>
      (await stage.raw.get(stage.pathOf(EXECUTIONS, name))).json<Execution>(),
    async work(stage, name, status) {
      await until(async () => (await stage.raw.get(stage.pathOf(EXECUTIONS, name))).status === 200);
      await stage.setStatus(EXECUTIONS, name, status);
    },
  };
}
