import { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';

/**
 * A program that has everything under way that a client can have, closes the client, and begins more:
 * it is to end by itself. The kubeconfig is its first argument, the namespace its second.
 */
const [kubeconfig, namespace = ''] = process.argv.slice(2);
const client = await Client.create({ kubeconfig, namespace });
const execution = await client.get('open');
const ends: string[] = [];
const tell = (what: string, call: Promise<unknown>) =>
  call.then(
    () => ends.push(`${what}: no error`),
    (error: unknown) => {
      const isClosed =
        error instanceof AbortedError && error.message.endsWith('the client was closed.');
      ends.push(`${what}: ${isClosed ? 'closed' : String(error)}`);
    },
  );
const drain = async (events: AsyncIterable<unknown>) => {
  for await (const _ of events);
};

const informer = client.informers.executions(namespace);
const watcher = await client.watchTree('open');
client.watchWorkers(namespace);
const underWay = [
  tell('wait', client.waitForExecution(execution)),
  tell('job log', drain(client.followJobLog({ namespace, job: 'load' }))),
  tell('pod log', drain(client.followPodLog({ namespace, pod: 'load-0' }))),
  tell('tree', drain(watcher.updates())),
];
await new Promise<void>((resolve) => {
  const check = () => {
    if (informer.reflector.state.phase === 'live') resolve();
  };
  informer.reflector.onState(check);
  check();
});
await client.close();
await Promise.all([
  ...underWay,
  tell('late wait', client.waitForExecution(execution)),
  tell('late tree', client.watchTree('open')),
  tell('late log', drain(client.followJobLog({ namespace, job: 'load' }))),
]);
client.informers.suspensions(namespace);
client.watchWorkers(namespace);
console.log(JSON.stringify(ends));
