import { SUSPENSIONS } from '../resources.ts';
import { AGE, definition } from './definition.ts';
import { anythingOrNull, instant, object, openObject, phase, text } from './fields.ts';

/** Suspensions: waits inside executions, for a time or for a user. */
export const suspensionDefinition = definition({
  resource: SUSPENSIONS,
  shortName: 'susp',
  categories: ['kontinue'],
  description:
    'A Suspension is a wait inside an Execution: until a time, or until a user resumes it.',
  spec: object('What it waits for.', {
    resumeAt: instant('When a sleep ends. Absent: it waits until a user resumes it.'),
    message: text('The question to the user.'),
    expiresAt: instant('When it is too late to resume it. Absent: never.'),
  }),
  specRequired: false,
  status: openObject('Where it stands.', {
    phase: phase('Suspended, Completed or Canceled. None: Suspended. Resuming sets Completed.'),
    finishedAt: instant('When it was resumed or canceled.'),
    value: anythingOrNull('The answer of the user who resumed it, of any JSON type.'),
    message: text('Why an answer was refused, or why the wait ended.'),
  }),
  columns: [
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    // Not of type date: that shows how long ago, and this lies ahead.
    { name: 'Resume At', type: 'string', jsonPath: '.spec.resumeAt' },
    { name: 'Message', type: 'string', jsonPath: '.spec.message' },
    AGE,
    { name: 'Finished', type: 'date', jsonPath: '.status.finishedAt', priority: 1 },
  ],
  selectable: ['.status.phase'],
});
