import { rootLabel } from '../../../api/ownership.ts';
import type { Phase } from '../../../api/phase.ts';
import { needsHuman } from '../../../api/suspension.ts';
import { cellWidth, cut } from '../../../text/cell-width.ts';
import { plural } from '../../../text/count.ts';
import { type Glyphs, phaseGlyph, phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans, widthOf } from '../../../text/spans.ts';
import { endedOwners } from '../executions/ended-owners.ts';
import type { Row } from '../frame.ts';
import { liveAge } from '../session.ts';
import type { State } from '../state.ts';

/** Phases that the header counts, the ones that matter at night first. */
const COUNTED = ['Executing', 'Suspended', 'Backoff', 'Pending', 'Failed'] as const;

/** The top line: where, as whom, how old, how many in which phase, and how many approvals wait. */
export function headerRow(state: State, width: number, now: number, glyphs: Glyphs): Row {
  const zone = state.session.zone === 'utc' ? [span(' UTC', 'muted')] : [];
  const live = [liveSpan(state, now, glyphs), ...zone];
  const words = phaseCounts(state, (phase) => `${phase.toLowerCase()} `);
  const signs = phaseCounts(state, (phase) => `${phaseGlyph(phase, glyphs)} `);
  const waits = pendingSpans(state, glyphs, (count) => plural(count, 'approval'));
  const short = pendingSpans(state, glyphs, String);
  const whole = widthOf(place(state, width));
  const least = widthOf(place(state, 0));

  // Where room is short phases are signs; then who and where is cut; then phases are left out.
  const ways: readonly Way[] = [
    { counts: words, right: waits, place: whole },
    { counts: signs, right: waits, place: whole },
    { counts: signs, right: waits, place: least + GOOD_PLACE },
    { counts: signs, right: short, place: least + LEAST_PLACE },
    { counts: [], right: waits, place: least },
  ];
  const taken = ({ counts, right }: Way) =>
    widthOf([...live, ...counts, ...right]) + GAP * (counts.length > 0 ? 3 : 2);
  const { counts, right } = ways.find((way) => way.place + taken(way) <= width) ?? {
    counts: [],
    right: short,
  };

  const gaps = counts.length > 0 ? 3 : 2;
  const where = place(state, width - widthOf([...live, ...counts, ...right]) - GAP * gaps);
  const free = width - widthOf([...where, ...live, ...counts, ...right]);
  const gap = Math.max(1, Math.floor(free / gaps));
  const pad = (cells: number) => ({ text: ' '.repeat(Math.max(0, cells)) });
  const spans = [
    ...where,
    pad(gap),
    ...live,
    ...(counts.length > 0 ? [pad(gap), ...counts] : []),
    pad(free - gap * (gaps - 1)),
    ...right,
  ];
  return { spans: fitSpans(spans, width) };
}

/** The line below it, if it is wanted: who and where in full, and what the server is. */
export function placeRow(state: State, width: number): Row {
  const { context, namespaces, user, serverVersion } = state.session;
  const facts = [
    ['context', context],
    ['namespaces', namespaces.join(', ') || 'all'],
    ['user', user],
    ['server', serverVersion],
  ] as const;
  const spans = facts
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => [span(` ${name} `, 'muted'), span(`${sanitize(value)}  `)]);
  return { spans: fitSpans(spans, width) };
}

/** One way to fill the line: its parts, and the room that who and where has at least. */
interface Way {
  readonly counts: readonly Span[];
  readonly right: readonly Span[];
  readonly place: number;
}

/** Between the parts of the line, at least. */
const GAP = 2;
/** Who and where is not cut to less than this for the sake of a few words, */
const GOOD_PLACE = 24;
/** nor to less than this for the sake of counts. */
const LEAST_PLACE = 16;
/** Of less than this nobody could tell where they are. */
const TELLING = 8;

function liveSpan(state: State, now: number, glyphs: Glyphs): Span {
  if (state.fatal !== undefined) return span(`${glyphs.live} not connected`, 'bad');
  if (!state.connected) return span(`${glyphs.live} connecting…`, 'busy');
  const { text: words, tone } = liveAge(state.feeds, now);
  if (!state.throttled) return span(`${glyphs.live} ${words}`, tone);
  return span(`${glyphs.live} ${words}, throttled`, tone === 'good' ? 'busy' : tone);
}

/** Who and where, in `room` cells; the program's name and that it only reads are never left out. */
function place(state: State, room: number): readonly Span[] {
  const { session, setup } = state;
  const named = session.namespaces.join(',');
  const namespaces = state.connected ? named || 'all namespaces' : named;
  const words = [session.context, namespaces, session.user].filter(Boolean).map((w) => sanitize(w));
  const fixed = [
    span(` ${setup.title} `, 'title', { bold: true }),
    ...(setup.readOnly ? [span(' RO ', 'warn', { inverse: true }), { text: ' ' }] : []),
  ];
  const rest = room - widthOf(fixed);
  return rest < TELLING ? fixed : [...fixed, span(` ${joined(words, rest - 1)}`, 'text')];
}

/** Words with dots between them, in `room` cells: one that is cut short still tells something. */
function joined(words: readonly string[], room: number): string {
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} · ${word}`;
    if (cellWidth(longer) <= room) line = longer;
    else {
      const left = room - cellWidth(longer) + cellWidth(word);
      return line === '' || left >= TELLING ? cut(longer, room) : line;
    }
  }
  return line;
}

function phaseCounts(state: State, name: (phase: Phase) => string): readonly Span[] {
  const counts = state.counts.byPhase;
  return COUNTED.filter((phase) => (counts.get(phase) ?? 0) > 0).flatMap((phase, i) => [
    ...(i === 0 ? [] : [{ text: '  ' }]),
    span(name(phase), 'muted'),
    span(String(counts.get(phase)), phaseTone(phase), { bold: true }),
  ]);
}

/** Counts the approvals that users have not given yet. */
export function countPendingApprovals(state: State): number {
  let count = 0;
  const hasEnded = endedOwners(state.resources.Execution);
  for (const [key, group] of state.open) {
    // Suspensions are held by the label of their root as well as by their owner's uid.
    const counted = key.includes('/') ? group : group.filter((s) => rootLabel(s) === undefined);
    count += counted.filter((s) => needsHuman(s) && !hasEnded(s)).length;
  }
  return count;
}

function pendingSpans(
  state: State,
  glyphs: Glyphs,
  countText: (count: number) => string,
): readonly Span[] {
  const count = countPendingApprovals(state);
  if (count === 0) return [];
  return [span(`${glyphs.human} ${countText(count)} pending `, 'wait', { bold: true })];
}
