import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openOutput } from '../../../src/monitor/terminal/output.ts';

test('writes do not block while the screen is open, and block again once it is closed', () => {
  const blocking: boolean[] = [];
  const _handle = { setBlocking: (on: boolean) => blocking.push(on) };
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24, _handle });
  const nothing = () => undefined;
  const output = openOutput(stream, { drained: nothing, resized: nothing, gone: nothing });
  expect(blocking).toEqual([false]);
  output.close();
  expect(blocking).toEqual([false, true]);
  expect(stream.listenerCount('resize')).toBe(0);
});
