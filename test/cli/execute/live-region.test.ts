import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LiveRegion } from '../../../src/cli/execute/live-region.ts';
import { createScreen, type Screen } from '../../support/screen.ts';

const plain = (span: { readonly text: string }) => span.text;
const linesOf = (...lines: readonly string[]) => lines.map((text) => [{ text }]);

describe('a live region', () => {
  let screen: Screen;
  let writes: Promise<void>;
  let region: LiveRegion;
  beforeEach(() => {
    screen = createScreen({ width: 20, height: 8 });
    writes = Promise.resolve();
    const output = {
      get columns() {
        return screen.size.width;
      },
      get rows() {
        return screen.size.height;
      },
      write(text: string) {
        // A terminal in its usual mode adds the carriage returns.
        writes = writes.then(() => screen.write(text.replaceAll('\n', '\r\n')));
      },
    };
    region = new LiveRegion(output, plain);
  });
  afterEach(() => screen.dispose());

  const lines = async () => {
    await writes;
    return screen.lines().filter((line) => line !== '');
  };

  test('is drawn in the place of the one before', async () => {
    region.show(linesOf('one', 'two', 'three'));
    region.show(linesOf('ONE'));
    expect(await lines()).toEqual(['ONE']);
  });

  test('lets lines go by above it', async () => {
    region.show(linesOf('tree'));
    region.print('log 1');
    region.print('log 2 that is longer than the line');
    region.show(linesOf('tree', 'child'));
    expect(await lines()).toEqual([
      'log 1',
      'log 2 that is longer',
      ' than the line',
      'tree',
      'child',
    ]);
  });

  test('is never longer than the screen, nor its lines than the line', async () => {
    region.show(linesOf(...Array.from({ length: 12 }, (_, i) => `line ${i}`)));
    region.show(linesOf('a line of twenty-five cells', ...Array.from({ length: 11 }, () => 'x')));
    expect(await lines()).toEqual(['a line of twenty-f…', 'x', 'x', 'x', 'x', ' … 7 more']);
  });

  test('finds its place again when the terminal became narrower', async () => {
    region.print('before');
    region.show(linesOf('twelve cells', 'short'));
    await writes;
    screen.resize({ width: 8, height: 8 });
    region.show(linesOf('new'));
    expect(await lines()).toEqual(['before', 'new']);
  });
});
