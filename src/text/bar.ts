import { toNumber } from '../api/count.ts';
import type { Glyphs } from './glyphs.ts';
import type { Span, Tone } from './span.ts';
import { span } from './span.ts';

/** A bar of `width` cells filled to `share` (0–1), in parts of a cell where the glyphs allow. */
export function bar(share: number, width: number, tone: Tone, glyphs: Glyphs): readonly Span[] {
  const steps = glyphs.parts.length;
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width * steps);
  const whole = Math.floor(filled / steps);
  const part = whole < width ? (glyphs.parts[filled % steps] ?? '') : '';
  const rest = width - whole - part.length;
  return [
    span(glyphs.full.repeat(whole) + part, tone),
    ...(rest > 0 ? [span(glyphs.empty.repeat(rest), 'muted')] : []),
  ];
}

/** The share of a progress, or undefined where a bar would lie: no max, or more than all done. */
export function shareOf(done: number | bigint, all: number | bigint): number | undefined {
  const [current, max] = [toNumber(done), toNumber(all)];
  return max > 0 && current >= 0 && current <= max ? current / max : undefined;
}
