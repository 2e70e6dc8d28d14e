import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { placeColumns, tableRow, titleRow } from '../../../../src/monitor/core/columns.ts';
import { type ListContext, listColumns } from '../../../../src/monitor/core/executions/columns.ts';
import { SORT_COLUMNS } from '../../../../src/monitor/core/executions/order.ts';
import { ASCII } from '../../../../src/text/glyphs.ts';
import { spanText } from '../../../support/frame-text.ts';
import {
  ago,
  execution,
  HOUR,
  kontinueFunction,
  MINUTE,
  NOW,
  SECOND,
} from '../../../support/objects.ts';

const context: ListContext = {
  open: new Map(),
  functions: new Map(),
  hasEndedOwner: () => false,
  below: new Map(),
  mutexHolder: () => undefined,
  now: NOW,
  zone: 'utc',
  glyphs: ASCII,
  mode: 'roots',
  pending: () => undefined,
};

/** What stands in one column of an execution, wide enough to show it all. */
function cell(id: string, one: Execution, more: Partial<ListContext> = {}): string {
  const column = listColumns(false, true).find((c) => c.id === id);
  if (column === undefined) throw new Error(`no column ${id}`);
  return spanText(column.cell(one, { ...context, ...more }, column.max));
}

const titles = (wide: boolean, namespaces: boolean, width: number) =>
  spanText(titleRow(placeColumns(listColumns(wide, namespaces), width), () => '').spans).split(
    / {1,}/,
  );

describe('the columns of the list', () => {
  it('are those of the monitor, in their order, where there is room', () => {
    expect(titles(false, true, 400).filter(Boolean).join(' ')).toBe(
      'NAMESPACE NAME FUNCTION PHASE PROGRESS TRY WAITING ON DURATION AGE WORKER MESSAGE',
    );
  });

  it('name the namespace only where several are shown', () => {
    expect(titles(false, false, 400)).not.toContain('NAMESPACE');
  });

  it('keep name, function and phase on the narrowest screen', () => {
    expect(titles(false, false, 60)).toEqual(expect.arrayContaining(['NAME', 'FUNCTION', 'PHASE']));
    expect(titles(false, false, 36)).toEqual(expect.arrayContaining(['NAME', 'PHASE']));
  });

  it('put worker and message first where that is asked for', () => {
    expect(titles(false, false, 100)).not.toContain('MESSAGE');
    expect(titles(true, false, 100)).toEqual(expect.arrayContaining(['WORKER', 'MESSAGE']));
  });

  it('leave the mark of the sorted column its cell', () => {
    for (const id of SORT_COLUMNS) {
      const column = listColumns(false, true).find((c) => c.id === id);
      expect(column?.min, id).toBeGreaterThan(column?.title.length ?? 0);
    }
  });

  it('are never wider than the pane', () => {
    for (let width = 0; width < 300; width++) {
      const row = tableRow(placeColumns(listColumns(true, true), width), execution(), context);
      expect(spanText(row).length).toBeLessThanOrEqual(width);
    }
  });
});

describe('a cell of the list', () => {
  const attempts = [
    { phase: 'Failed', startedAt: ago(20 * MINUTE), finishedAt: ago(15 * MINUTE) },
    { phase: 'Executing', startedAt: ago(10 * MINUTE) },
  ];

  it('has the phase as a word, and what a write does meanwhile', () => {
    expect(cell('phase', execution({ phase: 'Failed' }))).toMatch(/ Failed$/);
    expect(cell('phase', execution())).toMatch(/ Pending$/);
    expect(cell('phase', execution({ phase: 'Draining' }))).toMatch(/ Draining$/);
    expect(cell('phase', execution({ phase: 'Failed' }), { pending: () => 'retrying…' })).toBe(
      'retrying…',
    );
  });

  it('has a bar and the numbers of the progress', () => {
    const done = (current: number, max: number) =>
      cell('progress', execution({ status: { progress: { current, max } } }));
    expect(done(2, 4)).toMatch(/^#+\.+ 2\/4$/);
    expect(done(940, 1000)).toMatch(/^#* ?940\/1000$/);
    expect(done(123_456, 200_000)).toBe('123456/200000');
  });

  it('has the numbers alone where a bar would lie', () => {
    const cellOf = (progress: { current?: number; max?: number }) =>
      cell('progress', execution({ status: { progress } }));
    expect(cellOf({ current: 5, max: 4 })).toBe('5/4');
    expect(cellOf({ current: 5 })).toBe('5/0');
    expect(cellOf({})).toBe('');
    expect(cell('progress', execution())).toBe('');
  });

  it('has the attempt of how many, by the spec or the Function', () => {
    const one = execution({ phase: 'Executing', status: { attempts } });
    const functions = new Map([
      ['payments', [kontinueFunction({ defaults: { retry: { retries: 3 } } })]],
    ]);
    expect(cell('attempt', one)).toBe('2/1');
    expect(cell('attempt', one, { functions })).toBe('2/4');
  });

  it('counts the duration from the first start, to the end or to now', () => {
    const open = execution({ phase: 'Executing', status: { attempts } });
    expect(cell('duration', open)).toBe('20m');
    const status = { attempts, finishedAt: ago(5 * MINUTE) };
    expect(cell('duration', execution({ phase: 'Failed', status }))).toBe('15m');
  });

  it('has no duration where the start or the end is unknown', () => {
    expect(cell('duration', execution())).toBe('');
    const status = { startedAt: ago(MINUTE) };
    expect(cell('duration', execution({ phase: 'Failed', status }))).toBe('');
  });

  it('has the age since its creation, never negative', () => {
    expect(cell('age', execution({ created: ago(3 * HOUR + 5 * MINUTE) }))).toBe('3h05m');
    expect(cell('age', execution({ created: ago(-30 * SECOND) }))).toBe('0s');
    expect(cell('age', execution({ created: 'once' }))).toBe('');
  });

  it('indents children under their root', () => {
    const child = execution({ name: 'child', parent: execution() });
    expect(cell('name', child, { mode: 'grouped' })).toBe('  child');
    expect(cell('name', child, { mode: 'flat' })).toBe('child');
    expect(cell('name', execution({ name: 'root' }), { mode: 'grouped' })).toBe('root');
  });

  it('has no control characters of the cluster in it', () => {
    const evil = '\x1b[2J\u202eevil\n\x07';
    const one = execution({
      name: evil,
      function: evil,
      phase: evil,
      namespace: evil,
      status: { workerName: evil, message: evil },
    });
    for (const { id } of listColumns(false, true)) {
      expect(cell(id, one)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('the holder of a mutex', () => {
  const holder = execution({ name: 'reconcile-ledger-production-x7f2k', phase: 'Executing' });
  const behind = execution({ name: 'next', spec: { mutex: { name: 'ledger' } } });
  const at = (width: number) => {
    const column = listColumns(false, true).find(({ id }) => id === 'waiting');
    const around = { ...context, mutexHolder: () => holder };
    return spanText(column?.cell(behind, around, width) ?? []);
  };

  it.each([
    [96, 'mutex ledger held by reconcile-ledger-production-x7f2k'],
    [44, 'held by reconcile-ledger-production-x7f2k'],
    [34, 'reconcile-ledger-production-x7f2k'],
    [24, 'reconcile-ledg…ion-x7f2k'],
  ])('is told whole as long as there is room: %i cells', (width, words) => {
    expect(at(width)).toBe(words);
  });
});
