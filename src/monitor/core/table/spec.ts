import type { KubeObject } from '../../../api/metadata.ts';
import type { Glyphs } from '../../../text/glyphs.ts';
import type { Zone } from '../../../text/time.ts';
import type { Column } from '../columns.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import type { TableId, TableSort } from './table.ts';

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
  readonly sort?: {
    readonly value: (row: T) => string | number;
    /** Whether the greatest comes first unless reversed. */
    readonly descending?: boolean;
  };
}

/** Everything that one table, and the view of it, has of its own. */
export interface TableSpec<T extends KubeObject> {
  /** The table, the view, its pane and its command have the same name. */
  readonly id: TableId;
  /** Other names of the command. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** One row: `suspension`. */
  readonly noun: string;
  /** What to show where there are no rows. */
  readonly empty: string;
  readonly sort: TableSort;
  readonly columns: readonly TableColumn<T>[];
  /** What is known, by namespace. As long as it is the same map, the rows are the same. */
  source(state: State): ReadonlyMap<string, readonly T[]>;
  /** Whether a row belongs to the table at all. */
  admits(row: T): boolean;
  /** The texts that a filter looks at. */
  texts(row: T): readonly string[];
  subject(row: T): Subject;
}
