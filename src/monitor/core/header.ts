import type { Phase } from '../../api/phase.ts';
import { needsHuman } from '../../api/suspension.ts';
import { cellWidth } from './cells.ts';
import { clean } from './clean.ts';
import type { Row, Span } from './frame.ts';
import { type Glyphs, phaseGlyph, phaseTone, span } from './look.ts';
import { liveAge } from './session.ts';
import type { State } from './state.ts';

/** Phases that the header counts, the ones that matter at night first. */
const COUNTED = ['Executing', 'Suspended', 'Backoff', 'Pending', 'Failed'] as const;

/** The top line: where, as whom, how old, how many in which phase, and what waits for a person. */
export function headerRow(state: State, width: number, now: number, glyphs: Glyphs): Row {
  const left = place(state);
  const live = [liveSpan(state, now, glyphs)];
  const right = waitsForYou(state, glyphs);
  const words = phaseCounts(state, (phase) => `${phase.toLowerCase()} `);
  const signs = phaseCounts(state, (phase) => `${phaseGlyph(phase, glyphs)} `);
  const room = (...parts: readonly (readonly Span[])[]) =>
    width - parts.flat().reduce((sum, part) => sum + cellWidth(part.text), 0);

  // Where room is short phases are signs, then left out, then who and where.
  const withCounts = [words, signs, []].find((c) => room(left, live, c, right) >= 10) ?? [];
  const withLeft = room(left, live, withCounts, right) >= 4 ? left : left.slice(0, 1);
  const free = room(withLeft, live, withCounts, right);
  const gaps = withCounts.length > 0 ? 3 : 2;
  const gap = Math.max(1, Math.floor((free - 1) / gaps));
  const pad = (cells: number) => ({ text: ' '.repeat(Math.max(0, cells)) });
  return {
    spans: [
      ...withLeft,
      pad(gap),
      ...live,
      ...(withCounts.length > 0 ? [pad(gap), ...withCounts] : []),
      pad(free - 1 - gap * (gaps - 1)),
      ...right,
    ],
  };
}

function liveSpan(state: State, now: number, glyphs: Glyphs): Span {
  if (state.fatal !== undefined) return span(`${glyphs.live} not connected`, 'bad');
  if (!state.connected) return span(`${glyphs.live} connecting…`, 'busy');
  const { words, tone } = liveAge(state.feeds, now);
  return span(`${glyphs.live} ${words}`, tone);
}

function place(state: State): readonly Span[] {
  const { session, setup } = state;
  const named = session.namespaces.join(',');
  const namespaces = state.connected ? named || 'all namespaces' : named;
  const words = [session.context, namespaces, session.user].filter(Boolean).map((w) => clean(w));
  return [
    span(` ${setup.title} `, 'title', { bold: true }),
    ...(setup.readOnly ? [span(' RO ', 'warn', { inverse: true }), { text: ' ' }] : []),
    span(` ${words.join(' · ')}`, 'text'),
  ];
}

function phaseCounts(state: State, name: (phase: Phase) => string): readonly Span[] {
  const { counts } = state.list;
  return COUNTED.filter((phase) => (counts.get(phase) ?? 0) > 0).flatMap((phase, i) => [
    ...(i === 0 ? [] : [{ text: '  ' }]),
    span(name(phase), 'muted'),
    span(String(counts.get(phase)), phaseTone(phase), { bold: true }),
  ]);
}

/** Executions with an approval that nobody has given yet. */
export function waitingForPeople(state: State): number {
  let count = 0;
  for (const [key, group] of state.open) {
    if (key.includes('/') && group.some(needsHuman)) count++;
  }
  return count;
}

function waitsForYou(state: State, glyphs: Glyphs): readonly Span[] {
  const count = waitingForPeople(state);
  if (count === 0) return [];
  return [
    span(`${glyphs.human} ${count} wait${count === 1 ? 's' : ''} for you `, 'wait', { bold: true }),
  ];
}

/** How many roots there are, all phases together. */
export function rootCount(state: State): number {
  let total = 0;
  for (const count of state.list.counts.values()) total += count;
  return total;
}
