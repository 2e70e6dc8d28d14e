import type { Readable } from 'node:stream';
import { PODS } from '../../api/resources.ts';
import { readLog } from '../../kube/logs/log-read.ts';
import { errorObject, NotFoundError } from '../errors.ts';
import { getJob } from '../kinds/jobs.ts';
import { mainContainer, podsOf } from '../kinds/pods.ts';
import { notFoundMessages, objectText } from '../messages.ts';
import { failureOf } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';

/** What to read of a pod's log (Kubernetes: PodLogOptions). */
export interface PodLogOptions extends CallOptions {
  /** Default: the pod's main container. */
  readonly container?: string | undefined;
  /** Goes on as the log grows. Default false. */
  readonly follow?: boolean | undefined;
  /** Of the container's run before the current one. Default false. */
  readonly previous?: boolean | undefined;
  /** Only what was written in the last so many seconds. Default: all. */
  readonly sinceSeconds?: number | undefined;
  /** Only what was written since; RFC 3339. Default: all. */
  readonly sinceTime?: string | undefined;
  /** Puts its time before each line. Default false. */
  readonly timestamps?: boolean | undefined;
  /** Only so many lines of the end. Default: all. */
  readonly tailLines?: number | undefined;
  /** Ends after so many bytes. Default: none. */
  readonly limitBytes?: number | undefined;
  /** Trusts any kubelet. Default false. */
  readonly insecureSkipTLSVerifyBackend?: boolean | undefined;
  /** Only what was written to this one; servers that cannot tell refuse it. Default: the server's, `All`. */
  readonly stream?: 'All' | 'Stdout' | 'Stderr' | undefined;
}

/**
 * The log of a job's first pod, as bytes (seed: GetJobLogsNamespaced). The caller destroys the stream,
 * which closes its connection, also while nothing comes. One that breaks off, or is ended by a signal or
 * by `close`, is destroyed with this library's errors. A job without pods is a NotFoundError.
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
  const told = (error: unknown) => failureOf(scope, error, asked);
  try {
    return await readLog(scope.core.transport, request, { signal, priority, told });
  } catch (error) {
    throw told(error);
  }
}
