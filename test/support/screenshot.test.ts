import { afterEach, expect, test } from 'vitest';
import { createScreen, type Screen } from './screen.ts';
import { LIGHT, screenshot, toSvg } from './screenshot.ts';

let screen: Screen;

async function show(bytes: string): Promise<void> {
  screen = createScreen({ width: 20, height: 3 });
  await screen.write(bytes);
}

afterEach(() => screen.dispose());

test('the same screen gives the same picture, in the size of its cells', async () => {
  await show('\x1b[1;31m✖ Failed\x1b[m <&> \x1b[7m42');
  const picture = screenshot(screen);
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([376, 158]);
  expect(screenshot(screen).equals(picture)).toBe(true);
  expect(screenshot(screen, LIGHT).equals(picture)).toBe(false);
});

test('text keeps its columns, its colours and what XML would read', async () => {
  await show('a<b \x1b[1;32mok');
  expect(toSvg(screen)).toMatch(/<text x="14 22 30"[^>]*>a&#60;b<\/text>/);
  expect(toSvg(screen)).toMatch(/<text x="46 54"[^>]*fill="#8fc772" font-weight="bold">ok<\/text>/);
});

test('lines, blocks and braille are shapes, which meet their neighbours', async () => {
  await show('╭─╮│━╸█▌▁⣿');
  const svg = toSvg(screen);
  expect(svg).not.toContain('<text');
  expect(svg.match(/<path/g)).toHaveLength(6);
  expect(svg.match(/<circle/g)).toHaveLength(8);
});
