import type { Readable } from 'node:stream';
import type { Job } from '../../api/job.ts';
import type { LogEvent } from '../../kube/logs/log-follow.ts';
import { getJob } from '../kinds/jobs.ts';
import { followJobLog, type JobLogRequest } from '../logs/follow-job-log.ts';
import { getJobLogs, type PodLogOptions } from '../logs/job-logs.ts';
import type { CallOptions } from '../scope.ts';
import { Handle } from './handle.ts';

/** How the log of a job is followed (ours). */
export interface FollowOptions
  extends Pick<CallOptions, 'signal'>,
    Omit<JobLogRequest, 'namespace' | 'job'> {}

/** One job, by its name (ours). `Client.job` creates it and sends nothing. */
export class JobHandle extends Handle {
  /** As `Client.getJob`. @throws NotFoundError if there is none. */
  get(options?: CallOptions): Promise<Job> {
    return getJob(this.scopeFor(options), this.namespace, this.name);
  }

  /** The log of its oldest pod as bytes, as `Client.getJobLogs`. @throws NotFoundError. */
  logs(options: PodLogOptions = {}): Promise<Readable> {
    return getJobLogs(this.scopeFor(options), this.namespace, this.name, options);
  }

  /** The lines of its pods until it has ended, as `Client.followJobLog`. */
  follow(options: FollowOptions = {}): AsyncIterable<LogEvent> {
    const { signal, ...request } = options;
    const scope = this.scopeFor({ signal, priority: 'background' });
    return followJobLog(scope, { ...request, namespace: this.namespace, job: this.name });
  }
}
