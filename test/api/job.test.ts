import { describe, expect, it } from 'vitest';
import { type Job, jobFinishedAt, jobMessage, jobPhase } from '../../src/api/job.ts';
import { ago, ended, job, MINUTE } from '../support/objects.ts';

type Status = NonNullable<Job['status']>;

const withConditions = (...types: string[]): Status => ({
  active: 1,
  conditions: types.map((type) => {
    const [name = '', status = 'True'] = type.split('=');
    return { type: name, status };
  }),
});

describe('jobPhase', () => {
  it.each<[string, Status | undefined, boolean, string]>([
    ['no status', undefined, false, 'Pending'],
    ['no pod yet', { active: 0 }, false, 'Pending'],
    ['an active pod', { active: 1 }, false, 'Executing'],
    ['pods that ended alone', { succeeded: 1, failed: 2 }, false, 'Pending'],
    ['spec.suspend', { active: 0 }, true, 'Suspended'],
    ['Complete', withConditions('Complete'), false, 'Completed'],
    ['Failed', withConditions('Failed'), false, 'Failed'],
    ['Complete, though suspended', withConditions('Complete'), true, 'Completed'],
    ['a condition that does not hold', withConditions('Complete=False'), false, 'Executing'],
    ['an unknown condition', withConditions('Failed=Unknown'), false, 'Executing'],
    ['FailureTarget alone', withConditions('FailureTarget'), false, 'Executing'],
    ['SuccessCriteriaMet alone', withConditions('SuccessCriteriaMet'), false, 'Executing'],
    ['the end after its target', withConditions('FailureTarget', 'Failed'), false, 'Failed'],
  ])('of %s', (_, status, suspend, phase) => {
    expect(jobPhase(job({ ...(status && { status }), spec: { suspend } }))).toBe(phase);
  });
});

describe('jobMessage', () => {
  it('is that of the Failed condition', () => {
    expect(jobMessage(job({ status: ended('Failed', 'BackoffLimitExceeded') }))).toBe(
      'BackoffLimitExceeded',
    );
  });

  it('is empty else', () => {
    expect(jobMessage(job({ status: ended('Complete', 'done') }))).toBe('');
    expect(jobMessage(job())).toBe('');
  });
});

describe('jobFinishedAt', () => {
  it('is the completion, or the moment of failure', () => {
    const at = ago(3 * MINUTE);
    expect(jobFinishedAt(job({ status: ended('Complete', '', at) }))).toBe(at);
    expect(jobFinishedAt(job({ status: ended('Failed', '', at) }))).toBe(at);
  });

  it('is unknown while it runs, or is about to fail', () => {
    expect(jobFinishedAt(job({ status: { active: 1 } }))).toBeUndefined();
    expect(jobFinishedAt(job({ status: ended('FailureTarget') }))).toBeUndefined();
  });
});
