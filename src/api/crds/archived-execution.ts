import { ARCHIVED_EXECUTIONS } from '../resources.ts';
import { AGE, definition } from './definition.ts';
import { duration, instant, integer, object, phase, text } from './fields.ts';

/**
 * Archives: finished trees, each in one object. Every summary field is a printer column, and instants
 * are columns of type string: lists are read as Tables, which leave spec.data out, and a column of
 * type date would say how long ago instead of when.
 */
export const archivedExecutionDefinition = definition({
  resource: ARCHIVED_EXECUTIONS,
  shortName: 'arch',
  categories: ['kontinue'],
  description:
    'An ArchivedExecution keeps a finished Execution with all its descendants in one object. It has ' +
    'the name and the labels of the root execution.',
  spec: object('A summary, and the tree.', {
    uid: text('The uid that the root execution had.'),
    function: text('Its function.'),
    phase: phase('The phase in which it ended.'),
    message: text('Its last message.'),
    startedAt: instant('When it first started.'),
    finishedAt: instant('When it ended.'),
    archivedAt: instant('When this archive was made.'),
    deleteAfter: duration('Time from finishing until this archive is deleted. Absent: never.'),
    executions: integer('How many executions the tree holds.', 0),
    suspensions: integer('How many suspensions the tree holds.', 0),
    jobs: integer('How many jobs the tree holds.', 0),
    data: text('The tree: base64 of gzip of JSON {"executions":[],"suspensions":[],"jobs":[]}.'),
  }),
  columns: [
    { name: 'Function', type: 'string', jsonPath: '.spec.function' },
    { name: 'Phase', type: 'string', jsonPath: '.spec.phase' },
    { name: 'Finished', type: 'string', jsonPath: '.spec.finishedAt' },
    AGE,
    { name: 'Started', type: 'string', jsonPath: '.spec.startedAt', priority: 1 },
    { name: 'Archived', type: 'string', jsonPath: '.spec.archivedAt', priority: 1 },
    { name: 'Delete After', type: 'string', jsonPath: '.spec.deleteAfter', priority: 1 },
    { name: 'Executions', type: 'integer', jsonPath: '.spec.executions', priority: 1 },
    { name: 'Suspensions', type: 'integer', jsonPath: '.spec.suspensions', priority: 1 },
    { name: 'Jobs', type: 'integer', jsonPath: '.spec.jobs', priority: 1 },
    { name: 'Message', type: 'string', jsonPath: '.spec.message', priority: 1 },
    { name: 'UID', type: 'string', jsonPath: '.spec.uid', priority: 1 },
  ],
  selectable: ['.spec.function'],
});
