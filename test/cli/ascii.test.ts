import { expect, test } from 'vitest';
import { asciiText } from '../../src/cli/ascii.ts';

test.each([
  ['● deploy-1  ✔ done …', '* deploy-1  + done ~'],
  [' ├ ◆ approve', ' + * approve'],
  ['Zürich 漢字!', 'Z?rich ? ? !'],
  ['\x1b[31m✖\x1b[m\n', '\x1b[31mx\x1b[m\n'],
  ['plain', 'plain'],
])('%j is drawn in ASCII as %j', (text, drawn) => {
  expect(asciiText(text)).toBe(drawn);
});
