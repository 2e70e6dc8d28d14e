import { describe, expect, test } from 'vitest';
import { PHASES } from '../../src/api/phase.ts';
import { ASCII, phaseGlyph, phaseTone, UNICODE } from '../../src/text/glyphs.ts';

describe('a phase', () => {
  test('has a glyph of its own in each set', () => {
    for (const glyphs of [UNICODE, ASCII]) {
      const own = PHASES.map((phase) => phaseGlyph(phase, glyphs));
      expect(new Set(own).size).toBe(PHASES.length);
      expect(own).not.toContain(glyphs.unknown);
    }
  });

  test.each(['Paused', 'constructor', 'toString', '__proto__', ''])(
    'that is unknown has no tone, and the glyph for unknown ones: %j',
    (phase) => {
      expect(phaseTone(phase)).toBe('text');
      expect(phaseGlyph(phase, UNICODE)).toBe('?');
    },
  );
});
