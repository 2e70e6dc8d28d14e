import { type EmbeddedOptions, startEmbedded } from './embedded.ts';

/** Serves an embedded cluster until SIGINT or SIGTERM, and says how to use it. */
export async function serveCluster(
  options: EmbeddedOptions,
  host: NodeJS.Process,
): Promise<number> {
  const stopped = waitForInterrupt(host);
  const cluster = await startEmbedded(options, host);
  host.stdout.write(
    [
      `The cluster listens on ${cluster.url}. In another terminal:`,
      '',
      `  export KUBECONFIG=${cluster.kubeconfig}`,
      '  kubectl get executions -A',
      '  kontinue -A',
      '',
      'ctrl-c ends it, and all that is in it.',
      '',
    ].join('\n'),
  );
  await stopped;
  await cluster.close();
  return 0;
}

function waitForInterrupt(host: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      host.once(signal, () => resolve());
  });
}
