import { describe, expect, test, vi } from 'vitest';
import { buildTree } from '../../../src/api/tree.ts';
import { paintLine } from '../../../src/cli/paint.ts';
import type { ExecutionDetails } from '../../../src/cli/panes.ts';
import { pageLines } from '../../../src/cli/show/page.ts';
import {
  ago,
  execution,
  HOUR,
  kontinueFunction,
  MINUTE,
  NOW,
  suspension,
  treeOf,
} from '../../support/objects.ts';

function pageText(details: Partial<ExecutionDetails> & Pick<ExecutionDetails, 'tree'>): string {
  const rest = {
    functions: new Map(),
    others: [],
    now: NOW,
    zone: 'utc',
    ascii: false,
  } as const;
  const lines = pageLines({ ...rest, ...details }, 100);
  return lines.map((line) => paintLine(line, (span) => span.text)).join('\n');
}

describe('the page of an execution', () => {
  test('has no duration where the end of what has ended is unknown', () => {
    const status = { phase: 'Completed', startedAt: ago(12 * MINUTE) };
    expect(pageText({ tree: treeOf(execution({ status })) })).not.toContain('Duration');
    const open = { phase: 'Executing', startedAt: ago(12 * MINUTE) };
    expect(pageText({ tree: treeOf(execution({ status: open })) })).toMatch(/^Duration: +12m00s$/m);
  });

  test('says what it is, where it stands, and what it waits for', () => {
    const root = execution({
      name: 'deploy-1',
      labels: { 'kontinue.cloud/worker-group': 'blue' },
      spec: {
        arguments: { environment: 'production' },
        retry: { retries: 3, backoff: '10s' },
        mutex: { name: 'prod' },
      },
      status: {
        phase: 'Suspended',
        message: 'Deploying',
        workerName: 'worker-1',
        startedAt: ago(12 * MINUTE),
        progress: { current: 2, max: 5 },
        attempts: [
          {
            phase: 'Failed',
            message: 'connection timeout',
            startedAt: ago(20 * MINUTE),
            finishedAt: ago(19 * MINUTE),
          },
          { phase: 'Suspended', startedAt: ago(12 * MINUTE) },
        ],
      },
    });
    const approve = suspension({ name: 'deploy-1-approve', parent: root, created: ago(MINUTE) });
    const functions = new Map([
      ['payments', [kontinueFunction({ defaults: { timeout: { overall: '1h' } } })]],
    ]);
    expect(pageText({ tree: treeOf(root, [approve]), functions })).toBe(
      `Name:        deploy-1
Namespace:   payments
Function:    deploy-cluster
Phase:       Suspended  attempt 2 of 4
Message:     Deploying
Progress:    2 of 5
Waiting on:  needs a human: approve (1m00s)
Worker:      worker-1
Group:       blue
Created:     2026-11-22T09:42:00Z (1h00m ago)
Started:     2026-11-22T10:22:00Z (20m ago)
Duration:    20m00s
Mutex:       prod
Retry:       retries 3, backoff 10s, children None
Timeout:     overall 1h

Arguments:
  {
    "environment": "production"
  }

Attempts:
 #  PHASE      STARTED   TOOK
 2  Suspended  10:30:00  12m00s
 1  Failed     10:22:00  1m00s
    connection timeout

Tree:
 ▾ ◐ deploy-1   Suspended    12m  Deploying
 ├ ↺ attempt 1  Failed     1m00s  connection timeout
 └ ◆ approve    needs a human 1m00s`,
    );
  });

  test('has the result of one that has ended, and says that it is archived', () => {
    const root = execution({
      status: {
        phase: 'Completed',
        startedAt: ago(HOUR),
        finishedAt: ago(MINUTE),
        result: { id: 'c\u009b1' },
      },
    });
    const none = { executions: [], suspensions: [], jobs: [] };
    const text = pageText({ tree: buildTree(root, none, { archived: true }) });
    expect(text).toContain('Completed  attempt 1 of 1, archived');
    expect(text).toContain('Finished:    2026-11-22T10:41:00Z (1m00s ago)');
    expect(text).toContain('Duration:    59m00s');
    expect(text).toMatch(/\n\nResult:\n {2}\{\n {4}"id": "c\\u009b1"\n {2}\}$/);
  });

  test('says which kinds are missing from the tree because the user may not list them', () => {
    const root = execution();
    const none = { executions: [], suspensions: [], jobs: [] };
    const refusal = { verb: 'list', namespace: 'payments', user: 'a\u009bda' };
    const hidden = ['suspensions', 'jobs'].map((resource) => ({ ...refusal, resource }));
    const text = pageText({ tree: buildTree(root, none, { hidden }) });
    expect(text).toMatch(
      /^ without suspensions: user \S+ may not list them in namespace payments\n without jobs: user /m,
    );
    expect(text).not.toContain('\u009b');
  });

  test('tells all times in one zone', () => {
    const status = { phase: 'Executing', startedAt: ago(HOUR) };
    const tree = treeOf(execution({ status }));
    vi.stubEnv('TZ', 'Asia/Tokyo');
    try {
      const text = pageText({ tree, zone: 'local' });
      expect(text).toContain('Started:     2026-11-22T18:42:00+09:00 (1h00m ago)');
      expect(text).toMatch(/^ 1 {2}Executing {2}18:42:00 /m);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('names who holds the mutex it waits for', () => {
    const spec = { mutex: { name: 'prod' } };
    const holder = execution({ name: 'deploy-0', phase: 'Executing', spec });
    const text = pageText({ tree: treeOf(execution({ spec })), others: [holder] });
    expect(text).toContain('mutex prod held by deploy-0');
  });

  test('waits for no approval whose execution has ended', () => {
    const root = execution({ name: 'deploy-1', phase: 'Executing' });
    const child = execution({ name: 'deploy-1-roll', parent: root, phase: 'Failed' });
    const approve = suspension({ name: 'deploy-1-roll-approve', parent: child });
    const text = pageText({ tree: treeOf(root, [child, approve]) });
    expect(text).toContain('not needed  its execution has ended');
    expect(text).not.toContain('Waiting on');
  });

  test('of a child names its parent and its root', () => {
    const root = execution({ name: 'deploy-1' });
    const text = pageText({ tree: treeOf(execution({ name: 'deploy-1-roll', parent: root })) });
    expect(text).toMatch(/Parent: +deploy-1\n/);
    expect(text).toMatch(/Root: +deploy-1\n/);
  });

  test('tells the date of attempts of other days', () => {
    const attempts = [{ phase: 'Failed', startedAt: '2026-11-20T02:00:00Z' }];
    const root = execution({ name: 'days', phase: 'Failed', status: { attempts } });
    expect(pageText({ tree: treeOf(root, []) })).toContain('Nov 20 02:00:00');
  });
});
