/** The API group and version of all kontinue kinds (seed: executions). */
export const GROUP = 'kontinue.cloud';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Where a kind lives on an API server (ours). */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  /** Such as `v1`. */
  readonly version: string;
  /** The name in objects. */
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

/** Where Executions live (contract: Execution). */
export const EXECUTIONS = own('Execution', 'executions');
/** Where Suspensions live (contract: Suspension). */
export const SUSPENSIONS = own('Suspension', 'suspensions');
/** Where ScheduledExecutions live (contract: ScheduledExecution). */
export const SCHEDULED_EXECUTIONS = own('ScheduledExecution', 'scheduledexecutions');
/** Where Functions live (contract: Function). */
export const FUNCTIONS = own('Function', 'functions');
/** Where ArchivedExecutions live (contract: ArchivedExecution). */
export const ARCHIVED_EXECUTIONS = own('ArchivedExecution', 'archivedexecutions');
/** Where Jobs live (Kubernetes: Job). */
export const JOBS: Resource = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs' };
/** Where Pods live (Kubernetes: Pod). */
export const PODS: Resource = { group: '', version: 'v1', kind: 'Pod', plural: 'pods' };
/** Where Events live (Kubernetes: Event). */
export const EVENTS: Resource = { group: '', version: 'v1', kind: 'Event', plural: 'events' };
/** Where Leases live (Kubernetes: Lease). */
export const LEASES: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
};
