import { once } from 'node:events';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { systemClock } from '../../src/cluster/clock.ts';
import { Cluster } from '../../src/cluster/cluster.ts';
import { NAMESPACES } from '../../src/cluster/kinds/resources.ts';
import { ENDED_AGE, namespaceOf, OPEN_AGE, openCount, seededExecutions } from './executions.ts';

/**
 * An embedded cluster that holds a set of executions of each size named by its arguments. It tells
 * its kubeconfig to the process that forked it, and ends with that.
 */
async function serve(sizes: readonly number[]): Promise<void> {
  let behind = 0;
  const clock = { now: () => Date.now() - behind, after: systemClock.after };
  const cluster = await Cluster.start({ clock });
  const { storage } = cluster;
  for (const size of sizes) {
    storage.create(NAMESPACES, { metadata: { name: namespaceOf(size) } });
    const ended = size - openCount(size);
    for (const [i, execution] of seededExecutions(size, Date.now()).entries()) {
      behind = i < ended ? ENDED_AGE : OPEN_AGE;
      storage.create(EXECUTIONS, execution);
    }
    behind = 0;
  }
  process.send?.(cluster.kubeconfig('admin'));
  await once(process, 'disconnect');
  await cluster.stop();
}

await serve(process.argv.slice(2).map(Number));
