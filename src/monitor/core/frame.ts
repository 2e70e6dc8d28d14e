import type { Span, Tone } from '../../text/span.ts';

/** Cells, counted from the top left corner of the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly left: number;
  readonly top: number;
}

/** One line of a pane, cut or filled to the pane's width by the terminal. */
export interface Row {
  readonly spans: readonly Span[];
  /** The cursor is on this row: the terminal paints the whole width so. */
  readonly selected?: boolean;
}

export type Content =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** A bar filled to `percent` (0–100). Words about it are rows of another pane. */
  | { readonly kind: 'gauge'; readonly percent: number; readonly tone: Tone }
  /** A small chart of the latest values, oldest first. */
  | { readonly kind: 'sparkline'; readonly values: readonly number[]; readonly tone: Tone };

/** A frame around a pane: its titles stand in the top line, left and right. */
export interface Border {
  readonly title: readonly Span[];
  readonly note?: readonly Span[];
  readonly focused: boolean;
}

/** A rectangle of the screen. With a border the content is one cell smaller on each side. */
export interface Pane {
  readonly id: string;
  readonly rect: Rect;
  readonly border?: Border;
  readonly content: Content;
}

/** All that is on the screen. Panes are painted in order: a dialog comes last. */
export interface Frame {
  readonly size: Size;
  readonly panes: readonly Pane[];
  /** Where the text cursor shows, while a field is edited. */
  readonly cursor?: { readonly left: number; readonly top: number };
}

/** What came of a frame: whether the screen is another now, or the frame was skipped. */
export type Painted = 'changed' | 'same' | 'skipped';
