import { EXECUTIONS } from '../resources.ts';
import { AGE, definition } from './definition.ts';
import {
  anything,
  anythingOrNull,
  filled,
  instant,
  integer,
  list,
  object,
  openObject,
  phase,
  RUN_POLICY,
  text,
} from './fields.ts';

const spec = object(
  'What to run, and how.',
  {
    function: filled('Name of the registered function.'),
    arguments: anything('Arguments of the function, by name.'),
    ...RUN_POLICY,
    mutex: object(
      'Only one execution of the namespace runs under this mutex at a time.',
      { name: filled('Name of the mutex.') },
      ['name'],
    ),
  },
  ['function'],
);

const attempt = openObject('One attempt.', {
  phase: phase('How this attempt stands or ended.'),
  message: text('Why it stands so.'),
  startedAt: instant('When this attempt started.'),
  finishedAt: instant('When this attempt ended; absent while open.'),
});

const status = openObject('Where it stands. Written by workers, and by interventions.', {
  phase: phase(
    'Pending, Executing, Suspended, Backoff, Completed, Failed, Canceled or Skipped. None: Pending.',
  ),
  message: text('One sentence about the phase.'),
  workerName: text('The worker that runs it.'),
  startedAt: instant('When the current attempt started.'),
  finishedAt: instant('When the execution ended; absent while open.'),
  attempts: list('Every attempt, oldest first.', attempt),
  progress: openObject('How far it is, in steps of its own.', {
    current: integer('Steps done.'),
    max: integer('Steps in all.'),
  }),
  result: anythingOrNull('The value that the function returned.'),
  resumptions: integer('How often a worker picked it up.'),
  state: anything('Stored values and child references of the function, by key.'),
  retries: integer('Manual retries granted, on top of spec.retry.retries.'),
  retriedAt: instant('When it was last retried by hand; the overall timeout counts from here.'),
});

/** Executions: the runs of functions. */
export const executionDefinition = definition({
  resource: EXECUTIONS,
  shortName: 'exec',
  categories: ['kontinue', 'all'],
  description:
    'An Execution is one run of a Function. It keeps the durable state by which a worker picks the ' +
    'run up again after a failure.',
  spec,
  status,
  columns: [
    { name: 'Function', type: 'string', jsonPath: '.spec.function' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Progress', type: 'integer', jsonPath: '.status.progress.current' },
    { name: 'Of', type: 'integer', jsonPath: '.status.progress.max' },
    AGE,
    { name: 'Started', type: 'date', jsonPath: '.status.startedAt', priority: 1 },
    { name: 'Finished', type: 'date', jsonPath: '.status.finishedAt', priority: 1 },
    { name: 'Worker', type: 'string', jsonPath: '.status.workerName', priority: 1 },
    { name: 'Message', type: 'string', jsonPath: '.status.message', priority: 1 },
  ],
  selectable: ['.spec.function', '.status.phase'],
});
