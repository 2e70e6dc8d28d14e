import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { listOptions } from '../../../src/cli/list/list.ts';
import { executionsTable, type TableOptions } from '../../../src/cli/list/table.ts';
import { markArchived } from '../../../src/client/watch/provenance.ts';
import { cellWidth } from '../../../src/text/cell-width.ts';
import { ago, execution, kontinueFunction, MINUTE, NOW } from '../../support/objects.ts';

const OPTIONS: TableOptions = {
  wide: false,
  ascii: false,
  namespaces: false,
  functions: new Map(),
  now: NOW,
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

  test('on a terminal messages end at its edge, unless there is no room for them at all', () => {
    const wide = { ...OPTIONS, wide: true };
    const full = executionsTable([RUNNING], wide);
    const widest = Math.max(...full.split('\n').map((line) => line.length));
    expect(executionsTable([RUNNING], { ...wide, width: widest })).toBe(full);
    const [, row = ''] = executionsTable(
      [{ ...RUNNING, status: { ...RUNNING.status, message: 'a long word '.repeat(9) } }],
      { ...wide, width: 120 },
    ).split('\n');
    expect(row).toHaveLength(120);
    expect(row).toMatch(/worker-1 {3}a long word a l.*…$/);
    expect(executionsTable([RUNNING], { ...wide, width: 80 })).toBe(full);
    expect(executionsTable([RUNNING], { ...OPTIONS, width: 40 })).toBe(
      executionsTable([RUNNING], OPTIONS),
    );
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

  test('says of an archived one that it is, and not what its summary leaves out', () => {
    const old = markArchived(execution({ name: 'old-1', status: { phase: 'Completed' } }));
    const [head = '', row = ''] = executionsTable([old], OPTIONS).split('\n');
    expect(row).toMatch(/^old-1 +deploy-cluster +Completed +archived +1h00m$/);
    expect(row.slice(head.indexOf('TRY'), head.indexOf('DURATION')).trim()).toBe('');
  });

  test('aligns by what a terminal shows, not by characters', () => {
    const wide = execution({ name: 'a', function: '写真ё' });
    const [head = '', first = '', second = ''] = executionsTable([wide, NEW], OPTIONS).split('\n');
    const cells = (text: string) => cellWidth(text);
    expect(cells(first.slice(0, first.indexOf('Pending')))).toBe(head.indexOf('PHASE'));
    expect(second.indexOf('Pending')).toBe(head.indexOf('PHASE'));
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
      labelSelector: 'a=b,c=d',
    });
  });

  test('a phase that there is not is refused', () => {
    expect(() => listOptions({ ...FLAGS, phase: ['done'] })).toThrow(/--phase takes .*, not done/);
    expect(() => listOptions({ ...FLAGS, phase: [''] })).toThrow(/--phase takes .*, not $/);
  });
});
