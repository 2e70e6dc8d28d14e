import { expect, test } from 'vitest';
import { paintFor, paintLine } from '../../src/cli/paint.ts';
import { span } from '../../src/text/span.ts';

const tty = { isTTY: true };
const environment = (variables: Readonly<Record<string, string>>) => ({ variables, home: '/' });

test('a tone is a colour on a terminal', () => {
  const paint = paintFor(tty, environment({ TERM: 'xterm' }));
  expect(paint(span('Failed', 'bad'))).toBe('\x1b[31mFailed\x1b[m');
  expect(paint(span('plain'))).toBe('plain');
});

test.each([
  ['a file', {}, { TERM: 'xterm' }],
  ['a person who wants none', tty, { TERM: 'xterm', NO_COLOR: '1' }],
  ['a terminal that has none', tty, { TERM: 'dumb' }],
])('%s gets no colours', (_, stream, variables) => {
  expect(paintFor(stream, environment(variables))(span('Failed', 'bad'))).toBe('Failed');
});

test('what fills a line is left out', () => {
  const spans = [{ text: 'a ' }, span('b  ', 'bad'), { text: '   ' }];
  expect(paintLine(spans, ({ text }) => text)).toBe('a b');
});
