import { describe, expect, test } from 'vitest';
import { attemptNumber, finishedAt, firstStartedAt } from '../../../src/api/attempts.ts';
import type { Execution } from '../../../src/api/execution.ts';
import { buildTree } from '../../../src/api/tree.ts';
import { compactExecution } from '../../../src/client/watch/compact-execution.ts';
import { isSlimmed, leavesOutResult } from '../../../src/client/watch/provenance.ts';
import { StringPool } from '../../../src/client/watch/string-pool.ts';
import { ago, execution, MINUTE } from '../../support/objects.ts';

const pool = new StringPool();

function compact(raw: unknown): Execution {
  const kept = compactExecution(raw, pool);
  if (kept === undefined) throw new Error('it was left out');
  return kept;
}

/** As it would stand on the wire, without what is undefined there. */
function written(of: Execution): unknown {
  return JSON.parse(JSON.stringify(of));
}

const failed = {
  phase: 'Failed',
  message: 'timeout',
  startedAt: ago(9 * MINUTE),
  finishedAt: ago(8 * MINUTE),
} as const;
const running = { phase: 'Executing', message: 'on it', startedAt: ago(7 * MINUTE) } as const;
const root = execution({ name: 'deploy' });

/** Executions in every usual form. */
const USUAL: Readonly<Record<string, Execution>> = {
  'that has just begun': execution({ status: { phase: 'Executing', startedAt: ago(MINUTE) } }),
  'with a status that says little': execution({ status: { message: 'hello' } }),
  'whose attempts go on': execution({ status: { ...running, attempts: [failed, running] } }),
  'whose last attempt says something of its own': execution({
    status: { phase: 'Backoff', message: 'again soon', attempts: [failed, failed] },
  }),
  'whose attempt was never finished': execution({
    status: { ...running, attempts: [{ phase: 'Executing' }] },
  }),
  'that is a child, with labels': execution({
    parent: root,
    labels: { team: 'pay' },
    status: { phase: 'Completed', finishedAt: ago(MINUTE) },
  }),
  'with all there is': execution({
    spec: {
      function: 'deploy',
      retry: { retries: 3, backoff: '1m' },
      timeout: { overall: '1h' },
      ttl: { deleteAfter: '24h' },
      mutex: { name: 'eu' },
    },
    status: {
      ...running,
      workerName: 'worker-1',
      attempts: [failed, failed, running],
      progress: { current: 2, max: 5 },
      resumptions: 2,
      retries: 1,
      retriedAt: ago(7 * MINUTE),
    },
  }),
};

describe('a compact execution', () => {
  test.each(Object.entries(USUAL))('%s says what the whole one says', (_, whole) => {
    const kept = compact(structuredClone(whole));
    expect(written(kept)).toEqual({
      ...whole,
      status: { attempts: [], ...whole.status },
    });
    expect(kept.metadata.labels).toEqual(whole.metadata.labels);
    expect(attemptNumber(kept)).toBe(attemptNumber(whole));
    expect(firstStartedAt(kept)).toBe(firstStartedAt(whole));
    expect(finishedAt(kept)).toBe(finishedAt(whole));
  });

  test('leaves out what lists and trees do not show', () => {
    const whole = execution({
      spec: { function: 'deploy', arguments: { large: 'x'.repeat(1_000) } },
      status: { phase: 'Completed', result: { large: true }, state: { step: 1 } },
    });
    const noted = { ...whole.metadata, annotations: { note: 'x' }, managedFields: [{}] };
    const text = JSON.stringify(compact({ ...whole, metadata: noted }));
    expect(text).not.toMatch(/large|step|note|managedFields/);
    expect(isSlimmed(compact(whole))).toBe(true);
    expect(leavesOutResult(compact(whole))).toBe(true);
  });

  test.each([
    ['an instant that is none', { startedAt: 'yesterday' }],
    ['an instant that no calendar has', { startedAt: '2026-02-30T00:00:00Z' }],
    ['an instant in another form', { startedAt: '2026-02-03T00:00:00.25+02:00' }],
    ['a uid of Kubernetes', {}, { uid: '0f8fad5b-d9cb-469f-a165-70867728950e' }],
    ['a uid that is no UUID', {}, { uid: '0F8FAD5B-D9CB-469F-A165-70867728950E' }],
    ['no uid', {}, { uid: undefined }],
    ['a version that is no number', {}, { resourceVersion: 'v1.2' }],
    ['a version with leading zeros', {}, { resourceVersion: '007' }],
    ['a version that no number holds', {}, { resourceVersion: '90071992547409931' }],
  ])('keeps %s as written', (_, status, metadata?: object) => {
    const whole = execution({ status });
    const odd = { ...whole, metadata: { ...whole.metadata, ...metadata } };
    const kept = compact(structuredClone(odd));
    expect(kept.status?.startedAt).toBe(odd.status?.startedAt);
    expect(kept.metadata.resourceVersion).toBe(odd.metadata.resourceVersion);
    expect(kept.metadata.uid).toBe(odd.metadata.uid);
  });

  test.each([
    ['no status', { status: undefined }],
    ['attempts that are no list', { status: { attempts: 'three' } }],
    ['an attempt that is nothing', { status: { attempts: [null] } }],
    [
      'an attempt with a field of its own',
      { status: { attempts: [{ phase: 'Failed', by: 'me' }] } },
    ],
    ['a phase that is no text', { status: { phase: 7 } }],
    ['progress in words', { status: { progress: { current: 'some' } } }],
  ])('is whole where it is unusual: %s', (_, odd) => {
    const whole = { ...execution(), ...odd };
    expect(written(compact(structuredClone(whole)))).toEqual(written(whole as Execution));
  });

  test('is left out if it has no name, like any other', () => {
    expect(compactExecution({ metadata: {}, spec: {}, status: {} }, pool)).toBeUndefined();
  });

  test('keeps the nodes of a tree that did not change', () => {
    const one = compact(execution({ status: { ...running, attempts: [failed, running] } }));
    const objects = { executions: [one], suspensions: [], jobs: [] };
    const before = buildTree(one, objects);
    expect(buildTree(one, objects, { previous: before }).root()).toBe(before.root());
    expect(before.root().children[0]?.attempt()).toMatchObject(failed);
  });
});
