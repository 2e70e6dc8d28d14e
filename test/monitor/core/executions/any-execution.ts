import fc from 'fast-check';
import type { Execution } from '../../../../src/api/execution.ts';
import type { Suspension } from '../../../../src/api/suspension.ts';
import { ago, execution, MINUTE, suspension } from '../../../support/objects.ts';

const minutes = fc.nat(3).map((count) => ago(count * MINUTE));
const attempt = fc.record(
  { phase: fc.constantFrom('Failed', 'Executing'), startedAt: minutes, finishedAt: minutes },
  { requiredKeys: ['phase'] },
);

/** Roots that the children of {@link anyExecution} may have. */
const ROOTS = ['n0', 'n1'].map((name) => execution({ name }));

/** Few names and few values, so that ties, name clashes and replaced objects are common. */
export const anyExecution: fc.Arbitrary<Execution> = fc
  .record({
    name: fc.nat(9).map((n) => `n${n}`),
    namespace: fc.constantFrom('payments', 'billing'),
    function: fc.constantFrom('deploy', 'fetch'),
    phase: fc.constantFrom('Pending', 'Executing', 'Backoff', 'Failed', 'Completed', 'Draining'),
    created: minutes,
    parent: fc.option(fc.constantFrom(...ROOTS), { freq: 2 }),
    mutex: fc.option(fc.constantFrom('deploys'), { freq: 2 }),
    status: fc.record(
      {
        startedAt: minutes,
        finishedAt: minutes,
        attempts: fc.array(attempt, { maxLength: 2 }),
        progress: fc.record({ current: fc.nat(3), max: fc.nat(3) }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ parent, mutex, ...parts }) =>
    execution({
      ...parts,
      ...(parent && { parent }),
      ...(mutex !== null && { spec: { mutex: { name: mutex } } }),
    }),
  );

/** An open approval or sleep of one of the {@link ROOTS}. */
export const anySuspension: fc.Arbitrary<Suspension> = fc
  .record({ parent: fc.constantFrom(...ROOTS), resumeAt: fc.option(minutes) })
  .map(({ parent, resumeAt }) => suspension({ parent, ...(resumeAt !== null && { resumeAt }) }));
