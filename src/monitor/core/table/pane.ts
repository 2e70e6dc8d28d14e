import type { KubeObject } from '../../../api/metadata.ts';
import { countText } from '../../../text/count.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { span } from '../../../text/span.ts';
import { wrapText } from '../../../text/wrap.ts';
import { type Placement, placeColumns, tableRow, titleRow } from '../columns.ts';
import type { Border, Row, Size } from '../frame.ts';
import { liveAge } from '../session.ts';
import type { State } from '../state.ts';
import { TABLE_VIEWS } from './registry.ts';
import { tableOf } from './requery.ts';
import type { CellContext, TableView } from './spec.ts';
import type { Table, TableRows, TableViewId } from './table.ts';

/** The border of a table: how many rows, and what narrows and orders them. */
export function tableBorder<K extends TableViewId>(state: State, id: K, focused: boolean): Border {
  const spec: TableView<TableRows[K]> = TABLE_VIEWS[id];
  const { all, shown, sort, filter } = tableOf(state, id);
  const count = countText(all.length);
  const noun = `${spec.noun}${all.length === 1 ? '' : 's'}`;
  const isNarrowed = shown.length < all.length;
  const isUsual = sort.column === spec.sort.column && sort.reverse === spec.sort.reverse;
  return {
    title: [span(spec.title)],
    note: [
      span(
        isNarrowed ? `${countText(shown.length)} of ${count} ${noun}` : `${count} ${noun}`,
        'muted',
      ),
      ...(isUsual
        ? []
        : [span(` · by ${sort.column}${sort.reverse ? ', reversed' : ''}`, 'muted')]),
      ...(filter.text === '' ? [] : [span(` · /${sanitize(filter.text)}`, 'accent')]),
    ],
    focused,
  };
}

/** The rows of a table under their titles. */
export function tablePaneRows<K extends TableViewId>(
  state: State,
  id: K,
  size: Size,
  now: number,
  glyphs: Glyphs,
): readonly Row[] {
  const spec: TableView<TableRows[K]> = TABLE_VIEWS[id];
  const table = tableOf(state, id);
  if (table.shown.length === 0) return emptyRows(state, spec, table.all.length, size.width, now);
  const context: CellContext = {
    now,
    zone: state.session.zone,
    glyphs,
    pending: (uid) => state.pending.find((write) => write.uid === uid)?.text,
  };
  return rowsOf(state, spec, table, size, context);
}

function rowsOf<T extends KubeObject>(
  state: State,
  { columns }: TableView<T>,
  { shown, scroll, sort }: Table<T>,
  size: Size,
  context: CellContext,
): readonly Row[] {
  const isOneNamespace = state.session.namespaces.length === 1;
  const wanted = isOneNamespace ? columns.filter(({ id }) => id !== 'namespace') : columns;
  const placement = placeColumns(wanted, size.width - 2);
  const arrow = sort.reverse ? context.glyphs.descending : context.glyphs.ascending;
  const titles = titleRow(placement, (id) => (id === sort.column ? arrow : ''));
  const rows: Row[] = [{ spans: [{ text: '  ' }, ...titles.spans] }];
  for (let i = scroll.top; i < Math.min(shown.length, scroll.top + size.height - 1); i++) {
    const row = shown[i];
    if (row !== undefined) rows.push(rowOf(placement, row, context, i === scroll.cursor));
  }
  return rows;
}

function rowOf<T extends KubeObject>(
  placement: Placement<T, CellContext>,
  row: T,
  context: CellContext,
  selected: boolean,
): Row {
  const mark = selected ? span(`${context.glyphs.cursor} `, 'accent') : { text: '  ' };
  try {
    const spans = [mark, ...tableRow(placement, row, context)];
    return selected ? { spans, selected } : { spans };
  } catch (error) {
    // One broken object spoils its own row only.
    const why = error instanceof Error ? error.message : String(error);
    return {
      spans: [mark, span(sanitize(`${row.metadata.name}: cannot be shown: ${why}`), 'bad')],
    };
  }
}

/** Where rows would be: why there are none, and what to do. */
function emptyRows<T extends KubeObject>(
  state: State,
  spec: TableView<T>,
  count: number,
  width: number,
  now: number,
): readonly Row[] {
  const age = liveAge(state.feeds, now);
  const wrong = state.fatal ?? age.error;
  const isLoading = age.tone === 'busy' || state.feeds.size === 0;
  const text =
    wrong ??
    (isLoading ? 'loading…' : count > 0 ? 'nothing matches: esc clears the filter' : spec.empty);
  return [
    { spans: [] },
    ...wrapText(sanitize(text), Math.max(10, width - 4)).map((line) => ({
      spans: [span(`  ${line}`, wrong === undefined ? 'muted' : 'bad')],
    })),
  ];
}
