import type { Dialog } from '../actions/dialog.ts';
import type { TableId, Tables } from '../table/table.ts';
import type { TextField } from '../text-field.ts';

/** A line of input at the bottom of the screen: a filter, a command, or what to search for. */
export interface Prompt {
  /** `filter` is one of the table that is shown. */
  readonly kind: 'filter' | 'command' | 'search';
  readonly field: TextField;
  /** What is wrong with the text so far. */
  readonly error: string | undefined;
  /** Which table a filter is typed for, and the tables as they were before. */
  readonly before?: { readonly table: TableId; readonly tables: Tables };
}

/** A text that covers the panes: the help, or an object as YAML. */
export interface Page {
  readonly source: 'help' | 'text';
  /** Of an object: `kind/namespace/name`. */
  readonly key: string;
  readonly title: string;
  /** The lines of an object; undefined while it is being fetched. */
  readonly lines: readonly string[] | undefined;
  readonly top: number;
  /** How many cells its lines are scrolled to the left. */
  readonly shift: number;
  /** The line that a search has found. */
  readonly found?: number;
}

/** What may lie over the panes. One line for each kind; its behavior is a {@link LayerSpec}. */
export interface LayerMap {
  readonly prompt: Prompt;
  readonly page: Page;
  readonly dialog: Dialog;
}
export type LayerKind = keyof LayerMap;

/** One thing that lies over the panes. The one on top takes every key. */
export type Layer<K extends LayerKind = LayerKind> = {
  readonly [P in K]: { readonly kind: P; readonly content: LayerMap[P] };
}[K];
