import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { endedOwners } from '../../../../src/monitor/core/executions/ended-owners.ts';
import { execution, suspension } from '../../../support/objects.ts';

const owner = execution({ name: 'deploy', phase: 'Suspended' });
const approval = suspension({ name: 'approve', parent: owner });
const inPhase = (phase: string) => execution({ name: 'deploy', phase });

describe('the owner of an approval', () => {
  it.each<[string, readonly Execution[], boolean]>([
    ['has ended once it failed', [inPhase('Failed')], true],
    ['has ended once it was canceled', [inPhase('Canceled')], true],
    ['has not ended while it waits', [inPhase('Suspended')], false],
    ['is not taken to have ended when it is not shown', [execution({ name: 'other' })], false],
    [
      'is another execution than one that was made again under its name',
      [execution({ name: 'deploy', phase: 'Failed', uid: 'uid-of-the-next' })],
      false,
    ],
    [
      'is in its own namespace',
      [
        execution({
          name: 'deploy',
          namespace: 'billing',
          phase: 'Failed',
          uid: 'uid-payments-deploy',
        }),
      ],
      false,
    ],
  ])('%s', (_, all, hasEnded) => {
    expect(endedOwners(all)(approval)).toBe(hasEnded);
  });

  it('is unknown when the approval names none', () => {
    const unowned = suspension({ name: 'approve' });
    expect(endedOwners([inPhase('Failed')])(unowned)).toBe(false);
  });
});
