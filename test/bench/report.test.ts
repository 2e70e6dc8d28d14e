import { expect, test } from 'vitest';
import { record, type Samples, spread } from './measures.ts';
import { type Result, tables } from './report.ts';

function result(parts: Partial<Result>, firstRows: readonly number[]): Result {
  const samples: Samples = new Map();
  for (const value of firstRows) record(samples, 'firstRows', value);
  const where = { server: 'real', credentials: 'token', size: 100, program: 'kontinue' };
  return { ...where, samples, failures: [], ...parts };
}

test('the middle of an even number of values lies between two', () => {
  expect(spread([9, 1, 4, 2])).toEqual({ min: 1, median: 3, max: 9 });
  expect(spread([])).toBeUndefined();
});

test('a target is held by all samples, or mostly, or missed', () => {
  expect(tables([result({}, [200, 300, 340])])).toMatch(
    /first rows, ms +200 +300 +340 +≤ 350 +held$/m,
  );
  expect(tables([result({}, [200, 300, 360])])).toMatch(/≤ 350 +mostly$/m);
  expect(tables([result({}, [200, 351, 360])])).toMatch(/≤ 350 +MISSED$/m);
});

test('targets are those of the real server', () => {
  expect(tables([result({ server: 'embedded' }, [900])])).not.toContain('≤');
});

test('another program stands beside it, and a failed run below', () => {
  const own = result({ failures: ['the screen stayed empty'] }, [300]);
  const table = tables([own, result({ program: 'k9s' }, [700])]);
  expect(table).toMatch(/k9s\n/);
  expect(table).toMatch(/≤ 350 +held +700\n/);
  expect(table).toContain('A run failed: the screen stayed empty');
});
