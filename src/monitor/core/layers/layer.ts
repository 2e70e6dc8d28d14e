import type { Dialog } from '../actions/dialog.ts';
import type { PaneId } from '../layout.ts';
import type { TextField } from '../text-field.ts';

/** A line of input at the bottom of the screen, and what it edits. */
export type Prompt = PromptTarget & {
  readonly field: TextField;
  /** What is wrong with the text so far. */
  readonly error: string | undefined;
};

/** What a prompt edits. */
export type PromptTarget =
  | { readonly kind: 'command' }
  /** The filter of a pane, and the one that it had before. */
  | { readonly kind: 'filter'; readonly pane: PaneId; readonly before: string }
  /** What to search for in a pane, or in the page that is open. */
  | { readonly kind: 'search'; readonly of: PaneId | 'page' };

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
