import type { Execution } from '../../../api/execution.ts';
import type { KubeObject } from '../../../api/metadata.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import type { Zone } from '../../../text/time.ts';
import type { Column } from '../columns.ts';
import type { CompileRegex } from '../regex.ts';
import type { Collection } from '../resources/collection.ts';
import type { LastDifference } from '../resources/difference.ts';
import type { Subject } from '../resources/kinds.ts';
import type { Resources } from '../resources/resources.ts';
import type { Group, Grouping } from './groups.ts';
import type { TableFilter, TableId, TableSettings, TableSort, TableViewId } from './table.ts';
import type { Lengths } from './widest.ts';

/** How a column sorts. */
export interface SortValue<T> {
  readonly value: (row: T) => string | number;
  /** Whether the greatest comes first unless reversed. */
  readonly descending?: boolean;
}

/** What a filter is read with. */
export interface FilterContext {
  readonly compile: CompileRegex | undefined;
  readonly resources: Resources;
}

/** What the settings of a table, other than its filter, let through. */
export interface Narrowing<T> {
  /** Whether a row shows. `group` is set where the narrowing has `asksGroup`. */
  readonly admits: (row: T, group: Group<T> | undefined) => boolean;
  /** Whether groups stand together, each head above the other rows of its group. */
  readonly isGrouped: boolean;
  /** Whether `admits` of a head depends on the other rows of its group. */
  readonly asksGroup: boolean;
}

/** What is known of the last changes. */
export interface LastDifferences {
  readonly lastDifference: LastDifference<Execution> | undefined;
}

/** Everything that one table has of its own. */
export interface TableSpec<T extends KubeObject> {
  /** The table and its pane have the same name. */
  readonly id: TableId;
  readonly sort: TableSort;
  /** How its columns sort, in the order of the screen. */
  readonly sorts: ReadonlyMap<string, SortValue<T>>;
  /** The texts of its modes by their ids. The first mode holds until the user takes another. */
  readonly modes: ReadonlyMap<string, string>;
  readonly grouping?: Grouping<T>;
  /** Columns that are as wide as their longest text. */
  readonly lengths: Lengths<T>;
  /** The objects that the rows are made from. */
  source(resources: Resources): Collection<T>;
  /** What changed last of those objects, if that is known. */
  lastDifference?(facts: LastDifferences): LastDifference<T> | undefined;
  /** Whether an object belongs to the table at all; without it, all do. */
  belongs?(object: T): boolean;
  narrow(settings: TableSettings<T>): Narrowing<T>;
  /** Reads a filter. Returns one sentence where it cannot be read. */
  parseFilter(text: string, context: FilterContext): TableFilter<T> | string;
  subject(row: T): Subject;
}

/** What a cell may need besides its row. */
export interface CellContext {
  readonly now: number;
  readonly zone: Zone;
  readonly glyphs: Glyphs;
  /** What the row shows while a write is under way, by uid. */
  readonly pending: (uid: string) => string | undefined;
}

/** A column of a table, and how it sorts. */
export interface TableColumn<T> extends Column<T, CellContext> {
  /** Without it, the table cannot be sorted by this column. */
  readonly sort?: SortValue<T>;
}

/** A table that is a view of its own, drawn by its columns. */
export interface TableView<T extends KubeObject> extends TableSpec<T> {
  readonly id: TableViewId;
  /** Other names of the command that shows it. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** One row: `suspension`. */
  readonly noun: string;
  /** What to show where there are no rows. */
  readonly empty: string;
  readonly columns: readonly TableColumn<T>[];
}

/** Returns how the columns sort that do. */
export function sortsOf<T>(columns: readonly TableColumn<T>[]): ReadonlyMap<string, SortValue<T>> {
  return new Map(columns.flatMap(({ id, sort }) => (sort ? [[id, sort] as const] : [])));
}
