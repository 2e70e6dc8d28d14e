import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf, WatchDecoder, type WatchEvent } from '../../../src/kube/watch/watch-events.ts';

const line = (text: string) =>
  `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: text } } })}\n`;

test('events are the same, however the network cuts them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (names, sizes) => {
        const bytes = Buffer.from(names.map(line).join(''));
        const decoder = new WatchDecoder();
        const events: WatchEvent[] = [];
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1;
          events.push(...decoder.push(bytes.subarray(at, at + size)));
          at += size;
        }
        const keys = events.map((event) => event.type !== 'ERROR' && keyOf(event.object));
        expect(keys).toEqual(names);
        expect(decoder.end()).toBe('whole');
      },
    ),
  );
});

describe('what is no event is refused', () => {
  test.each(['<html>', '[]', '{"type":"ADDED"}', '{"type":"OTHER","object":{}}', 'null'])(
    '%s',
    (text) => {
      expect(() => new WatchDecoder().push(Buffer.from(`${text}\n`))).toThrow(
        /A watch sent a line/,
      );
    },
  );

  test('a line that never ends', () => {
    const decoder = new WatchDecoder();
    const chunk = Buffer.alloc(8 * 1024 * 1024, 'x');
    for (let i = 0; i < 4; i += 1) decoder.push(chunk);
    expect(() => decoder.push(chunk)).toThrow('a line without end');
  });
});

test.each([
  ['', 'whole'],
  ['{', 'cut'],
  ['{"type', 'cut'],
  [line('a').slice(0, -2), 'cut'],
  ['<html>login</html>', 'foreign'],
  ['{"hello":1}', 'foreign'],
])('a watch that ends with %j was %s', (text, end) => {
  const decoder = new WatchDecoder();
  decoder.push(Buffer.from(`\n\r\n${text}`));
  expect(decoder.end()).toBe(end);
});
