import { parseInstant } from '../../../api/instant.ts';
import { isTerminal, PHASES, type Phase } from '../../../api/phase.ts';
import { needsHuman } from '../../../api/suspension.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { cellWidth, cutMiddle } from '../../../text/cell-width.ts';
import { type Glyphs, phaseGlyph, phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { shortName } from '../../../text/short-name.ts';
import type { Span, Tone } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { clockMinute, shortSpan } from '../../../text/time.ts';
import { wrapText } from '../../../text/wrap.ts';
import { fitSpans, widthOf } from '../columns.ts';
import type { Border, Row, Size } from '../frame.ts';
import type { State } from '../state.ts';
import { findNode, type Group, type TreeRow } from './rows.ts';

/** The border of the tree: whose it is, and whether it is an archived one. */
export function treeBorder(state: State, focused: boolean): Border {
  const { target, tree, error } = state.tree;
  const note = [
    ...(error === undefined || tree === undefined ? [] : [span('old: the watch failed ', 'bad')]),
    ...(tree?.isArchived() ? [span('archived ', 'off')] : []),
    ...(tree?.hidden ?? []).map(({ resource }) => span(`${resource} hidden `, 'bad')),
    ...(target ? [span(sanitize(target.name), 'muted')] : []),
  ];
  return { title: [span('Tree')], note, focused };
}

/** The rows of the tree that show, with names in the first `column` cells. */
export function treeRowsShown(
  state: State,
  size: Size,
  now: number,
  glyphs: Glyphs,
  column: number = nameColumn(size.width),
): readonly Row[] {
  const { tree } = state;
  if (tree.rows.length === 0) {
    const words = tree.error ?? (tree.target ? 'loading…' : '');
    return ['', ...wrapText(sanitize(words), size.width - 4)].map((line) => ({
      spans: [span(`  ${line}`, tree.error === undefined ? 'muted' : 'bad')],
    }));
  }
  const rows: Row[] = [];
  for (
    let i = tree.scroll.top;
    i < Math.min(tree.rows.length, tree.scroll.top + size.height);
    i++
  ) {
    const row = tree.rows[i];
    if (row === undefined) continue;
    const current = i === tree.scroll.cursor;
    const focused = state.focus === 'tree';
    const { lead, name, rest } = partsOf(state, row, current, now, glyphs);
    const room = Math.max(8, column - widthOf(lead));
    const fittedName = fitSpans(cutName(name, room), room);
    const spans = fitSpans([...lead, ...fittedName, { text: ' ' }, ...rest], size.width);
    rows.push(current && focused ? { spans, selected: true } : { spans });
  }
  return rows;
}

/** A name that is too long loses its middle; what stands beside it stays. */
function cutName(spans: readonly Span[], room: number): readonly Span[] {
  const over = widthOf(spans) - room;
  if (over <= 0) return spans;
  const [longest] = [...spans].sort((a, b) => cellWidth(b.text) - cellWidth(a.text));
  return spans.map((part) =>
    part === longest ? { ...part, text: cutMiddle(part.text, cellWidth(part.text) - over) } : part,
  );
}

/** Names share the room with the facts, which stand in a column of their own where it is wide enough. */
export function nameColumn(width: number): number {
  return Math.max(20, Math.floor(width * 0.52));
}

/** How wide that column is if no name in the tree is to be cut, and no cell is left over. */
export function widestName(state: State, now: number, glyphs: Glyphs): number {
  return state.tree.rows.reduce((widest, row) => {
    const { lead, name } = partsOf(state, row, false, now, glyphs);
    return Math.max(widest, widthOf(lead) + widthOf(name));
  }, 0);
}

const PHASE_CELLS = 10;
const TIME_CELLS = 6;

interface Parts extends Facts {
  readonly lead: readonly Span[];
}

function partsOf(state: State, row: TreeRow, current: boolean, now: number, glyphs: Glyphs): Parts {
  const branches = row.trunks.map((goes) => (goes ? glyphs.trunk : '  ')).join('');
  const branch = row.parent === undefined ? '' : row.last ? glyphs.lastBranch : glyphs.branch;
  const fold = row.folded === undefined ? '' : `${row.folded ? glyphs.folded : glyphs.unfolded} `;
  const lead = [
    current ? span(glyphs.cursor, 'accent') : { text: ' ' },
    span(branches + branch, 'muted'),
    span(fold, 'muted'),
  ];
  const facts =
    row.content.kind === 'group'
      ? groupFacts(row.content.group)
      : nodeFacts(state, row.content.node, now, glyphs, hasEndedOwner(state, row.content.node));
  return { lead, ...facts };
}

interface Facts {
  readonly name: readonly Span[];
  readonly rest: readonly Span[];
}

/** Short words for counts: `ok 940  run 52  fail 8`. */
const SHORT: Readonly<Record<string, string>> = {
  Completed: 'ok',
  Executing: 'run',
  Failed: 'fail',
  Pending: 'wait',
  Suspended: 'susp',
  Backoff: 'back',
  Canceled: 'canc',
  Skipped: 'skip',
};

function groupFacts(group: Group): Facts {
  const total = [...group.counts.values()].reduce((sum, n) => sum + n, 0);
  const order = [...PHASES, ...[...group.counts.keys()].filter((p) => !isKnown(p))];
  const rest = ['Completed', ...order.filter((p) => p !== 'Completed')].flatMap((phase) => {
    const count = group.counts.get(phase);
    return count === undefined
      ? []
      : [
          span(`${SHORT[phase] ?? sanitize(phase)} `, 'muted'),
          span(`${count}  `, phaseTone(phase)),
        ];
  });
  return { name: [span(sanitize(group.label)), span(` ×${total}`, 'muted')], rest };
}

function isKnown(phase: Phase): boolean {
  return (PHASES as readonly string[]).includes(phase);
}

/** Whether a suspension holds up nothing any more: its execution has ended. */
function hasEndedOwner({ tree }: State, node: ExecutionTreeNode): boolean {
  if (node.kind !== 'Suspension' || tree.tree === undefined) return false;
  const owner = findNode(tree.tree, node.key)?.above.at(-1);
  return owner !== undefined && isTerminal(owner.phase);
}

function nodeFacts(
  state: State,
  node: ExecutionTreeNode,
  now: number,
  glyphs: Glyphs,
  isMoot: boolean,
): Facts {
  const suspension = node.suspension();
  if (suspension && node.phase === 'Suspended' && isMoot) {
    return named(node, phaseGlyph('Canceled', glyphs), 'off', [
      span('not needed', 'off'),
      span('  its execution has ended', 'muted'),
    ]);
  }
  if (suspension && node.phase === 'Suspended') {
    const human = needsHuman(suspension);
    const wakes = parseInstant(suspension.spec?.resumeAt);
    const words = human
      ? `needs a human ${shortSpan(now - (node.createdAt?.getTime() ?? now))}`
      : wakes === undefined
        ? 'sleeping'
        : `until ${clockMinute(wakes, now, state.session.zone)}`;
    const tone: Tone = human ? 'wait' : 'muted';
    return named(node, human ? glyphs.human : phaseGlyph('Suspended', glyphs), tone, [
      span(words, tone),
      span(node.message === '' ? '' : `  ${sanitize(node.message)}`, 'muted'),
    ]);
  }
  const pending = state.pending.find((p) => node.key.endsWith(`/${p.uid}`));
  const tone = phaseTone(node.phase);
  const phase = pending
    ? span(pending.text, 'warn', { bold: true })
    : span(sanitize(node.phase), tone);
  return named(node, glyphOf(node, glyphs), tone, [
    ...fitSpans([phase], PHASE_CELLS),
    ...fitSpans([span(timeOf(node, now), 'muted')], TIME_CELLS, true),
    span(node.flaw === undefined ? '' : `  ${node.flaw}`, 'bad'),
    span(`  ${sanitize(node.message)}`, node.phase === 'Failed' ? 'bad' : 'muted'),
  ]);
}

function named(node: ExecutionTreeNode, glyph: string, tone: Tone, rest: readonly Span[]): Facts {
  return { name: [span(`${glyph} `, tone), ...nameSpans(node)], rest };
}

/** A child that is only numbered says more by its function. */
function nameSpans(node: ExecutionTreeNode): readonly Span[] {
  if (node.kind === 'Attempt') return [span(`attempt ${node.attemptNumber}`)];
  const source = node.execution() ?? node.job() ?? node.suspension();
  const name = source ? shortName(source) : node.name;
  if (/^\d+$/.test(name) && node.kind !== 'Suspension') {
    return [span(sanitize(node.execution()?.spec.function ?? 'job')), span(` #${name}`, 'muted')];
  }
  return [span(sanitize(name)), ...(node.kind === 'Job' ? [span(' job', 'muted')] : [])];
}

function glyphOf(node: ExecutionTreeNode, glyphs: Glyphs): string {
  if (node.kind === 'Job') return glyphs.job;
  if (node.kind === 'Attempt') return glyphs.attempt;
  return phaseGlyph(node.phase, glyphs);
}

function timeOf(node: ExecutionTreeNode, now: number): string {
  if (node.startedAt === undefined) return '';
  const started = node.startedAt.getTime();
  return shortSpan((node.finishedAt?.getTime() ?? now) - started);
}
