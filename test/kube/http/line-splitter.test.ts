import { expect, test } from 'vitest';
import { LineSplitter } from '../../../src/kube/http/line-splitter.ts';

const STAMP = '2026-11-22T10:41:07.000000000Z ';
const bar = `${Array.from({ length: 99 }, (_, i) => `step ${i + 1} ####`).join('\r')}`;

test.each([1, 7, 50, 5_000])(
  'a progress bar without end keeps its stamp and last state, in chunks of %d',
  (size) => {
    const splitter = new LineSplitter(200, { startsOver: true, cutMessage: () => 'CUT' });
    const bytes = Buffer.from(`${STAMP}${bar}\r\nnext\n`);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      lines.push(...splitter.push(bytes.subarray(at, at + size)));
    }
    expect(lines).toHaveLength(2);
    expect(lines[0]?.startsWith(STAMP)).toBe(true);
    expect(lines[0]?.length).toBeLessThanOrEqual(200);
    expect(lines[0]?.trimEnd().endsWith('step 99 ####')).toBe(true);
    expect(lines[1]).toBe('next');
  },
);

test('a line that is too long says how much was left out, where that is asked for', () => {
  const long = Buffer.from(`${'x'.repeat(30)}\ny\n`);
  const told = new LineSplitter(10, { cutMessage: (bytes) => ` and ${bytes} more` });
  expect(told.push(long)).toEqual([`${'x'.repeat(10)} and 20 more`, 'y']);
  expect(new LineSplitter(10).push(long)).toEqual(['x'.repeat(10), 'y']);
});
