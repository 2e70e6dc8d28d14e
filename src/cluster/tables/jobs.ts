import { type Job, jobFinishedAt } from '../../api/job.ts';
import type { Stored } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { humanDuration } from './age.ts';
import { AGE, type Column, column, NAME } from './column.ts';
import { jsonPath } from './json-path.ts';

/** Columns of batch/v1 Jobs. */
export const JOB_COLUMNS: readonly Column[] = [
  NAME,
  column('Status', (object) => jobStatus(jobOf(object))),
  column('Completions', (object) => {
    const { spec, status } = jobOf(object);
    return `${status?.succeeded ?? 0}/${spec?.completions ?? spec?.parallelism ?? 1}`;
  }),
  column('Duration', (object, now) => duration(jobOf(object), now)),
  AGE,
  column('Containers', (object) => containers(object, 'name'), { priority: 1 }),
  column('Images', (object) => containers(object, 'image'), { priority: 1 }),
  column('Selector', (object) => selector(object), { priority: 1 }),
];

function jobOf(object: Stored): Job {
  return object as Job;
}

const containersOf = jsonPath('.spec.template.spec.containers');
const labelsOf = jsonPath('.spec.selector.matchLabels');

function containers(object: Stored, field: string): string {
  const all = containersOf(object);
  if (!Array.isArray(all)) return '';
  return all.map((one) => (isObject(one) ? String(one[field] ?? '') : '')).join(',');
}

function selector(object: Stored): string {
  const labels = labelsOf(object);
  if (!isObject(labels)) return '<none>';
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function jobStatus(job: Job): string {
  const conditions = job.status?.conditions?.filter((condition) => condition.status === 'True');
  const is = (type: string) => conditions?.some((condition) => condition.type === type) === true;
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (is('Suspended') || job.spec?.suspend === true) return 'Suspended';
  return 'Running';
}

function duration(job: Job, now: number): string {
  const start = job.status?.startTime;
  if (start === undefined) return '';
  const end = jobFinishedAt(job);
  return humanDuration((end === undefined ? now : Date.parse(end)) - Date.parse(start));
}
