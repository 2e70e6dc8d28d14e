import { SCHEDULED_EXECUTIONS } from '../resources.ts';
import { AGE, definition } from './definition.ts';
import {
  anything,
  filled,
  flag,
  instant,
  integer,
  list,
  object,
  openObject,
  RUN_POLICY,
  text,
} from './fields.ts';

const spec = object(
  'What to run, and when.',
  {
    schedule: filled('Five cron fields: minute, hour, day of month, month, day of week.'),
    timeZone: text(
      'IANA zone in which the schedule is read, such as "Europe/Rome". Left out: UTC.',
    ),
    function: filled('Name of the registered function.'),
    arguments: anything('Arguments of the function, by name.'),
    historyLimit: integer('Finished executions that are kept. Left out: 5.', 0),
    suspend: flag('While true it makes no executions. Left out: false.'),
    executionDefaults: object('Policies of the executions that it makes.', RUN_POLICY),
  },
  ['schedule', 'function'],
);

/** Schedules: what makes executions at due times. */
export const scheduledExecutionDefinition = definition({
  resource: SCHEDULED_EXECUTIONS,
  shortName: 'sched',
  categories: ['kontinue', 'all'],
  description: 'A ScheduledExecution makes one Execution at each due time of a cron schedule.',
  spec,
  status: openObject('Where it stands.', {
    active: list('Names of the executions that are open.', { type: 'string' }),
    lastScheduleTime: instant('When it last made an execution.'),
    nextScheduleTime: instant('When it makes the next one.'),
    made: list('Those it made that still exist: minutes since 1970 and uid.', { type: 'string' }),
  }),
  columns: [
    { name: 'Schedule', type: 'string', jsonPath: '.spec.schedule' },
    { name: 'Function', type: 'string', jsonPath: '.spec.function' },
    { name: 'Suspend', type: 'boolean', jsonPath: '.spec.suspend' },
    { name: 'Last', type: 'date', jsonPath: '.status.lastScheduleTime' },
    AGE,
    { name: 'Zone', type: 'string', jsonPath: '.spec.timeZone', priority: 1 },
    { name: 'Next', type: 'string', jsonPath: '.status.nextScheduleTime', priority: 1 },
  ],
  selectable: ['.spec.function'],
});
