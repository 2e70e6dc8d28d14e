import { FUNCTIONS } from '../resources.ts';
import { AGE, definition } from './definition.ts';
import {
  anything,
  anythingOrNull,
  filled,
  flag,
  integer,
  list,
  object,
  RUN_POLICY,
  text,
} from './fields.ts';

const argument = object(
  'One argument.',
  {
    name: filled('Its name in spec.arguments of an execution.'),
    type: text('Its type as users read it, such as "string".'),
    required: flag('Whether an execution must give it.'),
    default: anythingOrNull('The value when an execution leaves it out.'),
    description: text('What it means.'),
  },
  ['name'],
);

/** Functions: what workers have registered. */
export const functionDefinition = definition({
  resource: FUNCTIONS,
  shortName: 'fn',
  categories: ['kontinue'],
  description: 'A Function is a durable function that the workers of a group have registered.',
  spec: object('What the function is, and what executions of it get unless they choose.', {
    name: text('The name by which executions call it. Left out: the name of this object.'),
    workerGroup: text('The group of workers that run it.'),
    description: text('What it does, in one sentence.'),
    arguments: list('The arguments it takes.', argument),
    defaults: object('What an execution that leaves these out gets.', {
      arguments: anything('Arguments, by name. Those of the execution win.'),
      ...RUN_POLICY,
    }),
    concurrency: object('How many executions of it run at once in a namespace.', {
      limit: integer('The most that run at once.', 1),
    }),
  }),
  columns: [
    { name: 'Description', type: 'string', jsonPath: '.spec.description' },
    { name: 'Group', type: 'string', jsonPath: '.spec.workerGroup' },
    { name: 'Limit', type: 'integer', jsonPath: '.spec.concurrency.limit', priority: 1 },
    { ...AGE, priority: 1 },
  ],
});
