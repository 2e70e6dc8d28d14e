import { parseInstant } from '../../../api/instant.ts';
import { isTerminal, PHASES, type Phase } from '../../../api/phase.ts';
import { needsHuman } from '../../../api/suspension.ts';
import type { ExecutionTree } from '../../../api/tree.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { cellWidth, cutMiddle } from '../../../text/cell-width.ts';
import { type Glyphs, phaseGlyph, phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { shortName } from '../../../text/short-name.ts';
import type { Span, Tone } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans, widthOf } from '../../../text/spans.ts';
import { clockMinute, shortSpan, type Zone } from '../../../text/time.ts';
import { wrapText } from '../../../text/wrap.ts';
import type { Border, Row, Size } from '../frame.ts';
import type { PendingWrite, State } from '../state.ts';
import { findNode, type Group, type TreeRow } from './rows.ts';
import type { TreeView } from './state.ts';

/** The border of the tree: whose it is, and whether it is an archived one. */
export function treeBorder({ target, tree, error }: TreeView, focused: boolean): Border {
  const note = [
    ...(error === undefined || tree === undefined
      ? []
      : [span('outdated: the watch failed ', 'bad')]),
    ...(tree?.isArchived() ? [span('archived ', 'off')] : []),
    ...(tree?.hidden ?? []).map(({ resource }) => span(`${resource} hidden `, 'bad')),
    ...(target ? [span(sanitize(target.name), 'muted')] : []),
  ];
  return { title: [span('Tree')], note, focused };
}

/** What the lines of a tree show besides its rows. */
export interface TreeFacts {
  readonly tree: ExecutionTree;
  /** The writes under way: what they do stands in place of a phase. */
  readonly pending: readonly PendingWrite[];
  readonly now: number;
  readonly zone: Zone;
  readonly glyphs: Glyphs;
}

/** The rows of the tree that show. */
export function treeRowsShown(
  state: State,
  size: Size,
  now: number,
  glyphs: Glyphs,
): readonly Row[] {
  const { tree, pending, session } = state;
  if (tree.tree === undefined || tree.rows.length === 0) {
    const words = tree.error ?? (tree.target ? 'loading…' : '');
    return ['', ...wrapText(sanitize(words), size.width - 4)].map((line) => ({
      spans: [span(`  ${line}`, tree.error === undefined ? 'muted' : 'bad')],
    }));
  }
  const facts: TreeFacts = { tree: tree.tree, pending, now, zone: session.zone, glyphs };
  const column = nameColumn(size.width);
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
    const spans = treeLine(facts, row, column, size.width, current);
    rows.push(current && focused ? { spans, selected: true } : { spans });
  }
  return rows;
}

/** A row of a tree as a line of `width` cells, with its name in the first `column` of them. */
export function treeLine(
  facts: TreeFacts,
  row: TreeRow,
  column: number,
  width: number,
  current = false,
): readonly Span[] {
  const { lead, name, rest } = partsOf(facts, row, current);
  const room = Math.max(8, column - widthOf(lead));
  const fittedName = fitSpans(cutName(name, room), room);
  return fitSpans([...lead, ...fittedName, { text: ' ' }, ...rest], width);
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
export function widestName(facts: TreeFacts, rows: readonly TreeRow[]): number {
  return rows.reduce((widest, row) => {
    const { lead, name } = partsOf(facts, row, false);
    return Math.max(widest, widthOf(lead) + widthOf(name));
  }, 0);
}

const PHASE_CELLS = 10;
const TIME_CELLS = 6;

/** A line as its parts: the cursor and the branches, the name, and what is known of it. */
interface Parts extends NodeText {
  readonly lead: readonly Span[];
}

function partsOf(facts: TreeFacts, row: TreeRow, current: boolean): Parts {
  const { glyphs } = facts;
  const branches = row.trunks.map((goes) => (goes ? glyphs.trunk : '  ')).join('');
  const branch = row.parent === undefined ? '' : row.last ? glyphs.lastBranch : glyphs.branch;
  const fold = row.folded === undefined ? '' : `${row.folded ? glyphs.folded : glyphs.unfolded} `;
  const lead = [
    current ? span(glyphs.cursor, 'accent') : { text: ' ' },
    span(branches + branch, 'muted'),
    span(fold, 'muted'),
  ];
  const text =
    row.content.kind === 'group'
      ? groupText(row.content.group)
      : nodeText(facts, row.content.node, hasEndedOwner(facts.tree, row.content.node));
  return { lead, ...text };
}

interface NodeText {
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

function groupText(group: Group): NodeText {
  const total = [...group.counts.values()].reduce((sum, n) => sum + n, 0);
  const order = [...PHASES, ...[...group.counts.keys()].filter((p) => !isKnown(p))];
  const rest = ['Completed', ...order.filter((p) => p !== 'Completed')].flatMap((phase) => {
    const count = group.counts.get(phase);
    return count === undefined
      ? []
      : [
          span(`${Object.hasOwn(SHORT, phase) ? SHORT[phase] : sanitize(phase)} `, 'muted'),
          span(`${count}  `, phaseTone(phase)),
        ];
  });
  return { name: [span(sanitize(group.label)), span(` ×${total}`, 'muted')], rest };
}

function isKnown(phase: Phase): boolean {
  return (PHASES as readonly string[]).includes(phase);
}

/** Whether a suspension holds up nothing any more: its execution has ended. */
function hasEndedOwner(tree: ExecutionTree, node: ExecutionTreeNode): boolean {
  if (node.kind !== 'Suspension') return false;
  const owner = findNode(tree, node.key)?.above.at(-1);
  return owner !== undefined && isTerminal(owner.phase);
}

function nodeText(
  { pending: writes, now, zone, glyphs }: TreeFacts,
  node: ExecutionTreeNode,
  isMoot: boolean,
): NodeText {
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
        : `until ${clockMinute(wakes, now, zone)}`;
    const tone: Tone = human ? 'wait' : 'muted';
    return named(node, human ? glyphs.human : phaseGlyph('Suspended', glyphs), tone, [
      span(words, tone),
      span(node.message === '' ? '' : `  ${sanitize(node.message)}`, 'muted'),
    ]);
  }
  const pending = writes.find((p) => node.key.endsWith(`/${p.uid}`));
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

function named(
  node: ExecutionTreeNode,
  glyph: string,
  tone: Tone,
  rest: readonly Span[],
): NodeText {
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
