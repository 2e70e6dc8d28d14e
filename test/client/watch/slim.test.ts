import { describe, expect, test } from 'vitest';
import { isSlimmed, leavesOutResult } from '../../../src/client/watch/provenance.ts';
import { slimExecution, slimJob, slimSuspension } from '../../../src/client/watch/slim.ts';
import { StringPool } from '../../../src/client/watch/string-pool.ts';
import { execution, job, suspension } from '../../support/objects.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const pool = new StringPool();

describe('slimming', () => {
  test('keeps of an execution what lists and trees show', () => {
    const full = execution({
      labels: { team: 'pay' },
      spec: { arguments: { region: 'eu' } },
      status: { phase: 'Completed', message: 'ok', attempts: [{ phase: 'Completed' }] },
    });
    const raw = {
      ...full,
      metadata: {
        ...full.metadata,
        managedFields: [{ manager: 'kontinue' }],
        annotations: { [LAST_APPLIED]: '{}', note: 'kept' },
      },
      status: { ...full.status, state: { step: 1 }, result: { large: true } },
    };
    const kept = { ...full.metadata, annotations: { note: 'kept' } };
    const slim = slimExecution(raw, pool);
    expect(JSON.parse(JSON.stringify(slim))).toEqual({ ...full, metadata: kept });
    expect(raw.status.result).toEqual({ large: true });
  });

  test.each([
    [{ result: 1 }, true, true],
    [{ state: { step: 1 } }, true, false],
    [{ result: null, state: {} }, true, true],
    [{ message: 'ok' }, false, false],
    [undefined, false, false],
  ] as const)('marks what it left out of a status of %o', (status, slimmed, hasResult) => {
    const raw = { ...execution(), ...(status && { status }) };
    const slim = slimExecution(raw, pool);
    if (slim === undefined) throw new Error('it was left out');
    expect([isSlimmed(slim), leavesOutResult(slim)]).toEqual([slimmed, hasResult]);
    const copy = { ...slim };
    expect([isSlimmed(copy), leavesOutResult(copy)]).toEqual([slimmed, hasResult]);
    expect(isSlimmed(raw)).toBe(false);
  });

  test('keeps of a job no template of its pods', () => {
    const full = job({ spec: { suspend: false, completions: 2 }, status: { active: 1 } });
    const raw = { ...full, spec: { ...full.spec, template: { spec: { containers: [] } } } };
    expect(slimJob(raw, pool)).toEqual(full);
  });

  test('leaves out what has no name, and takes what has nothing else', () => {
    expect([{}, { metadata: {} }, undefined].map((raw) => slimSuspension(raw, pool))).toEqual(
      Array(3).fill(undefined),
    );
    expect(slimExecution({ metadata: { name: 'bare' } }, pool)).toEqual({
      metadata: { name: 'bare' },
    });
    expect(slimSuspension(suspension(), pool)).toEqual(suspension());
  });

  test('takes no prototype from a field called __proto__', () => {
    const text = `{
      "metadata": { "name": "forged", "__proto__": { "uid": "of-another" } },
      "status": { "__proto__": { "phase": "Completed" } }
    }`;
    const slim = slimExecution(JSON.parse(text), pool);
    expect(slim?.metadata.name).toBe('forged');
    expect(slim?.metadata.uid).toBeUndefined();
    expect(slim?.status?.phase).toBeUndefined();
  });
});
