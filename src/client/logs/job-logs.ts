import type { Readable } from 'node:stream';
import { PODS } from '../../api/resources.ts';
import { readLog } from '../../kube/logs/log-read.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { getJob } from '../kinds/jobs.ts';
import { mainContainer, podsOf } from '../kinds/pods.ts';
import { notFoundMessages, objectText } from '../messages.ts';
import { failureOf } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';

/** What to read of a pod's log (Kubernetes: PodLogOptions). */
export interface PodLogOptions extends CallOptions {
  /** Default: the pod's main container. */
  readonly container?: string | undefined;
  /** Whether to wait for new lines. Default false. */
  readonly follow?: boolean | undefined;
  /** Reads the log of the previous run of the container. Default false. */
  readonly previous?: boolean | undefined;
  /** Only lines of the last seconds, as many as this. Default: all. */
  readonly sinceSeconds?: number | undefined;
  /** Only lines since this time; RFC 3339. Default: all. */
  readonly sinceTime?: string | undefined;
  /** Starts each line with its time. Default false. */
  readonly timestamps?: boolean | undefined;
  /** Only the last lines, as many as this. Default: all. */
  readonly tailLines?: number | undefined;
  /** Ends after this number of bytes. Default: none. */
  readonly limitBytes?: number | undefined;
  /** Accepts the certificate of any kubelet. Default false. */
  readonly insecureSkipTLSVerifyBackend?: boolean | undefined;
  /**
   * Only this stream; a server that cannot separate streams refuses it. Default: the server's,
   * `All`.
   */
  readonly stream?: 'All' | 'Stdout' | 'Stderr' | undefined;
}

/**
 * The log of the oldest pod of a job, as bytes (seed: GetJobLogsNamespaced). The caller destroys
 * the stream, which closes its connection even while no bytes come. If the stream breaks off, or is
 * ended by a signal or by `close`, it is destroyed with an error of this library. A job without
 * pods is a NotFoundError.
 */
export async function getJobLogs(
  scope: Scope,
  namespace: string,
  jobName: string,
  options: PodLogOptions,
): Promise<Readable> {
  const [pod] = await podsOf(scope, namespace, jobName);
  if (!pod) {
    const job = await getJob(scope, namespace, jobName);
    const { name } = job.metadata;
    throw new NotFoundError(notFoundMessages.noPods(objectText('Job', namespace, name)), {
      object: errorObject('Job', { namespace, name }),
    });
  }
  const { signal: _, priority: __, ...how } = options;
  const { name } = pod.metadata;
  const container = options.container || mainContainer(pod);
  const request = { ...how, namespace, pod: name, container };
  const { signal, priority } = scope;
  const asked = { verb: 'get', resource: PODS, namespace, name, subresource: 'log' } as const;
  const toError = (error: unknown) => failureOf(scope, error, asked);
  try {
    return await readLog(scope.core.transport, request, { signal, priority, toError });
  } catch (error) {
    throw toError(error);
  }
}
