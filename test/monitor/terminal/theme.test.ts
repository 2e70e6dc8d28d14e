import { describe, expect, test } from 'vitest';
import { type Colors, createTheme, type Ground } from '../../../src/monitor/terminal/theme.ts';
import type { Style, Tone } from '../../../src/text/span.ts';

const TONES: readonly Tone[] = [
  ...(['text', 'muted', 'strong', 'accent', 'title', 'key'] as const),
  ...(['good', 'busy', 'wait', 'warn', 'bad', 'off'] as const),
];
const OWN = 0x1ff;

function look(colors: Colors, style: Style | undefined, ground: Ground = 'plain') {
  const attributes = createTheme(colors)(style, ground);
  return {
    flags: attributes >> 18,
    fg: (attributes >> 9) & 0x1ff,
    bg: attributes & 0x1ff,
  };
}

test('plain text has the colours of the terminal', () => {
  expect(look('256', undefined)).toEqual({ flags: 0, fg: OWN, bg: OWN });
});

test.each(TONES)(
  '%s leaves the background to the terminal, and is neither white nor black',
  (tone) => {
    const { fg, bg } = look('256', { tone });
    expect(bg).toBe(OWN);
    expect([0, 3, 7, 8, 11, 15]).not.toContain(fg);
  },
);

test.each(TONES)('%s uses no colour where there shall be none', (tone) => {
  for (const ground of ['plain', 'cursor', 'cursor elsewhere'] as const) {
    expect(look('none', { tone, fg: 9, bg: 4 }, ground)).toMatchObject({ fg: OWN, bg: OWN });
  }
});

test.each(TONES)('%s is one of 16 colours where there are 16', (tone) => {
  const { fg } = look('16', { tone });
  expect(fg === OWN || fg < 16).toBe(true);
});

describe("the cursor's row", () => {
  test.each(TONES)('shows %s on one background, in a colour far from it', (tone) => {
    const { fg, bg } = look('256', { tone, bg: 1 }, 'cursor');
    expect(bg).toBe(look('256', undefined, 'cursor').bg);
    expect(contrast(fg, bg)).toBeGreaterThan(4.5);
    const quiet = look('256', { tone }, 'cursor elsewhere');
    expect(quiet.bg).not.toBe(bg);
    expect(contrast(quiet.fg, quiet.bg)).toBeGreaterThan(4.5);
  });

  test('is turned over where there are few colours or none, so that it shows', () => {
    const INVERSE = 8;
    for (const colors of ['none', '16'] as const) {
      expect(look(colors, undefined, 'cursor').flags & INVERSE).toBe(INVERSE);
      expect(look(colors, { inverse: true }, 'cursor').flags & INVERSE).toBe(0);
      expect(look(colors, undefined, 'cursor elsewhere').flags).not.toBe(0);
    }
  });
});

test('the colours of a log line come before its tone', () => {
  expect(look('256', { tone: 'muted', fg: 9, bg: 200 })).toMatchObject({ fg: 9, bg: 200 });
  expect(look('16', { fg: 196, bg: 21 })).toMatchObject({ fg: 9, bg: 12 });
});

/** The contrast ratio of WCAG, for two entries of the 256 that no palette changes. */
function contrast(a: number, b: number): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: number): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const cube = color - 16;
  const rgb =
    color >= 232
      ? [0, 0, 0].map(() => 8 + (color - 232) * 10)
      : [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(
          (step) => levels[step] ?? 0,
        );
  const [red = 0, green = 0, blue = 0] = rgb.map((level) => {
    const share = level / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
