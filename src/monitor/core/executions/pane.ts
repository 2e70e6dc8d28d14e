import type { Execution } from '../../../api/execution.ts';
import { countText } from '../../../text/count.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans } from '../../../text/spans.ts';
import { wrapText } from '../../../text/wrap.ts';
import { type Placement, placeColumns, tableRow, titleRow } from '../columns.ts';
import type { Border, Row, Size } from '../frame.ts';
import { LIST_CHROME } from '../panes/measure.ts';
import { liveAge } from '../session.ts';
import { rowContext, type State, selectedExecution } from '../state.ts';
import { tableOf } from '../table/requery.ts';
import { fitColumns, type ListContext, listColumns } from './columns.ts';
import { NEWEST_FIRST } from './order.ts';
import { modeOf } from './table.ts';
import { failedBelow, waitingOn } from './waiting-on.ts';

/** The border of the list: how many of what, and what narrows it. */
export function executionsBorder(state: State, focused: boolean): Border {
  const list = tableOf(state, 'executions');
  const isRoots = modeOf(list) === 'roots';
  const count = isRoots ? state.counts.roots : list.all.length;
  const noun = `${isRoots ? 'root' : 'execution'}${count === 1 ? '' : 's'}`;
  const narrowed = list.shown.length < count;
  const note: Span[] = [
    span(
      narrowed
        ? `${countText(list.shown.length)} of ${countText(count)} ${noun}`
        : `${countText(count)} ${noun}`,
      'muted',
    ),
  ];
  if (list.failingOnly) note.push(span(' · failing', 'bad'));
  const { column, reverse } = list.sort;
  if (column !== NEWEST_FIRST.column || reverse !== NEWEST_FIRST.reverse) {
    note.push(span(` · by ${column}${reverse ? ', reversed' : ''}`, 'muted'));
  }
  if (list.filter.text !== '') note.push(span(` · /${sanitize(list.filter.text)}`, 'accent'));
  return { title: [span('Executions')], note, focused };
}

/** The rows of the list: titles, what shows of it, and what the selected one waits for. */
export function executionsRows(
  state: State,
  size: Size,
  now: number,
  glyphs: Glyphs,
): readonly Row[] {
  const list = tableOf(state, 'executions');
  const mode = modeOf(list);
  const height = Math.max(0, size.height - LIST_CHROME);
  if (list.shown.length === 0) return emptyRows(state, size.width, now);
  const width = size.width - 2;
  const columns = listColumns(list.wide, state.session.namespaces.length !== 1);
  const table = placeColumns(
    fitColumns(columns, {
      mode,
      hasMarks: list.groups.markedCount > 0,
      widest: list.widest,
      width,
    }),
    width,
  );
  const context: ListContext = {
    ...rowContext(state),
    now,
    glyphs,
    mode,
    pending: (e) => state.pending.find((p) => p.uid === e.metadata.uid)?.text,
  };
  const arrow = list.sort.reverse ? glyphs.descending : glyphs.ascending;
  const titles = titleRow(table, (id) => (id === list.sort.column ? arrow : ''));
  const rows: Row[] = [{ spans: [{ text: '  ' }, ...titles.spans] }];
  for (let i = list.scroll.top; i < list.scroll.top + height; i++) {
    const execution = list.shown[i];
    const selected = i === list.scroll.cursor;
    if (execution === undefined) rows.push({ spans: [] });
    else rows.push(executionRow(table, execution, context, selected, state.focus === 'executions'));
  }
  rows.push({ spans: fitSpans(lastLine(state, context), size.width) });
  return rows;
}

function executionRow(
  table: Placement<Execution, ListContext>,
  execution: Execution,
  context: ListContext,
  selected: boolean,
  focused: boolean,
): Row {
  const mark = selected ? span(`${context.glyphs.cursor} `, 'accent') : { text: '  ' };
  try {
    const spans = [mark, ...tableRow(table, execution, context)];
    return selected && focused ? { spans, selected } : { spans };
  } catch (error) {
    // One broken object spoils its own row only.
    const why = error instanceof Error ? error.message : String(error);
    const words = `${execution.metadata.name}: cannot be shown: ${why}`;
    return { spans: [mark, span(sanitize(words), 'bad')] };
  }
}

/** Under the rows: why they are old, if they are; else what the selected one waits for. */
function lastLine(state: State, context: ListContext): readonly Span[] {
  const { error } = liveAge(state.feeds, context.now);
  return error === undefined
    ? waitingSentence(state, context)
    : [span(` ${sanitize(error)}`, 'bad')];
}

function waitingSentence(state: State, context: ListContext): readonly Span[] {
  const selected = selectedExecution(state);
  try {
    const waiting = selected && waitingOn(selected, context);
    const failed = selected && failedBelow(selected, context.below);
    return [
      ...(waiting
        ? [span(' waiting on: ', 'muted'), span(sanitize(waiting.text), waiting.tone)]
        : []),
      ...(failed === undefined ? [] : [span(`${waiting ? ' · ' : ' '}${sanitize(failed)}`, 'bad')]),
    ];
  } catch {
    // Its row says what is wrong with it.
    return [];
  }
}

/** Where rows would be: why there are none, and what to do. */
function emptyRows(state: State, width: number, now: number): readonly Row[] {
  const { session, resources } = state;
  const age = liveAge(state.feeds, now);
  const where =
    session.namespaces.length > 0 ? `namespace ${session.namespaces.join(', ')}` : 'any namespace';
  const words =
    state.fatal ??
    age.error ??
    (age.tone === 'busy' || state.feeds.size === 0
      ? 'loading…'
      : resources.Execution.length > 0
        ? 'nothing matches: esc clears the filter, o shows children too'
        : missingWords(state) ||
          `no executions in ${where}: start one with "kontinue execute", or change the namespace with :ns`);
  const wrong = state.fatal ?? age.error ?? missingWords(state);
  const tone = wrong === '' ? 'muted' : 'bad';
  return [
    { spans: [] },
    ...wrapText(sanitize(words), Math.max(10, width - 4)).map((line) => ({
      spans: [span(`  ${line}`, tone)],
    })),
  ];
}

function missingWords(state: State): string {
  const names = state.session.namespaces.filter((name) => state.missing.has(name));
  return names.length === 0
    ? ''
    : `there is no namespace ${names.join(', ')}: choose another with :ns NAME, or see all with :ns all`;
}
