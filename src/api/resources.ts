/** The API group and version of all kontinue kinds (seed: executions). */
export const GROUP = 'kontinue.cloud';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Where a kind lives on an API server. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The name in URLs. */
  readonly plural: string;
}

const own = (kind: string, plural: string): Resource => ({
  group: GROUP,
  version: VERSION,
  kind,
  plural,
});

export const EXECUTIONS = own('Execution', 'executions');
export const SUSPENSIONS = own('Suspension', 'suspensions');
export const SCHEDULED_EXECUTIONS = own('ScheduledExecution', 'scheduledexecutions');
export const FUNCTIONS = own('Function', 'functions');
export const ARCHIVED_EXECUTIONS = own('ArchivedExecution', 'archivedexecutions');
export const JOBS: Resource = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs' };
export const PODS: Resource = { group: '', version: 'v1', kind: 'Pod', plural: 'pods' };
export const EVENTS: Resource = { group: '', version: 'v1', kind: 'Event', plural: 'events' };
export const LEASES: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
};
