import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HEADINGS } from '../src/monitor/core/keys/binding.ts';
import { KEYMAP } from '../src/monitor/core/keys/keymap.ts';

/** The README's key table, made from the one that makes the keys work. */
function keyTable(): string {
  const rows = HEADINGS.flatMap((heading) =>
    KEYMAP.filter((binding) => binding.heading === heading).map(({ keys, where, help }) => {
      const code = keys.map((key) => `\`${key}\``).join(' ');
      return `| ${code} | ${where === 'everywhere' ? '' : where.join(', ')} | ${help.replaceAll('|', '\\|')} |`;
    }),
  );
  return ['| key | where | does |', '|---|---|---|', ...rows].join('\n');
}

test('the README lists the keys as the program has them', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, listed] = /<!-- keys -->\n([\s\S]*?)<!-- \/keys -->/.exec(readme) ?? [];
  expect(listed?.trim()).toBe(keyTable());
});
