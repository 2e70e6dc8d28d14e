import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { listOptions } from '../../../src/cli/list/list.ts';
import { executionsTable, type TableOptions } from '../../../src/cli/list/table.ts';
import { ago, execution, kontinueFunction, MINUTE, NOW } from '../../support/objects.ts';

const OPTIONS: TableOptions = {
  wide: false,
  namespaces: false,
  functions: new Map(),
  now: NOW,
  zone: 'utc',
  paint: (span) => span.text,
};

const RUNNING = execution({
  name: 'deploy-1',
  status: {
    phase: 'Executing',
    workerName: 'worker-1',
    message: 'half\x1b[31m way\nthere',
    progress: { current: 2, max: 5 },
    attempts: [{ phase: 'Failed', startedAt: ago(10 * MINUTE) }, { phase: 'Executing' }],
  },
});
const NEW = execution({ name: 'a-longer-name-than-usual-by-far', function: 'x' });

describe('the table of executions', () => {
  test('has columns as wide as what stands in them, and no pictures', () => {
    expect(executionsTable([RUNNING, NEW], OPTIONS).split('\n')).toEqual([
      'NAME                              FUNCTION         PHASE       PROGRESS   TRY   DURATION   AGE',
      'deploy-1                          deploy-cluster   Executing   2/5        2/1   10m        1h00m',
      'a-longer-name-than-usual-by-far   x                Pending                1/1              1h00m',
      '',
    ]);
  });

  test('wide adds worker and message, cleaned; several namespaces add theirs', () => {
    const [, row] = executionsTable([RUNNING], { ...OPTIONS, wide: true, namespaces: true }).split(
      '\n',
    );
    expect(row).toMatch(/^payments {4}deploy-1 .* worker-1 {3}half way↵there$/);
  });

  test('counts the attempts that the function allows', () => {
    const functions = new Map([
      ['payments', [kontinueFunction({ defaults: { retry: { retries: 4 } } })]],
    ]);
    expect(executionsTable([RUNNING], { ...OPTIONS, functions })).toContain(' 2/5   10m');
  });

  test('a broken object spoils its own row alone', () => {
    const broken: Execution = JSON.parse('{"metadata": {"name": "odd"}}');
    const lines = executionsTable([broken, RUNNING], OPTIONS).split('\n');
    expect(lines[1]).toMatch(/^odd: cannot be shown: /);
    expect(lines[2]).toMatch(/^deploy-1 {3}deploy-cluster /);
  });

  test('is empty without executions', () => {
    expect(executionsTable([], OPTIONS)).toBe('');
  });
});

describe('the flags of list', () => {
  const FLAGS = { qps: 50, burst: 100, output: 'table' } as const;

  test('every one has its option', () => {
    const flags = {
      function: 'deploy',
      root: 'r',
      schedule: 's',
      workerGroup: 'g',
      onlyRoot: true,
      phase: ['failed,Pending', 'EXECUTING'],
      selector: ['a=b', 'c==d'],
    };
    expect(listOptions({ ...FLAGS, ...flags })).toEqual({
      function: 'deploy',
      root: 'r',
      schedule: 's',
      workerGroup: 'g',
      onlyRoot: true,
      phases: ['Failed', 'Pending', 'Executing'],
      labelSelector: { a: 'b', c: 'd' },
    });
  });

  test('a phase that there is not is refused', () => {
    expect(() => listOptions({ ...FLAGS, phase: ['done'] })).toThrow(/--phase takes .*, not done/);
  });
});
