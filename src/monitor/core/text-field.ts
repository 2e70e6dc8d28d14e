import { cellWidth } from '../../text/cell-width.ts';
import { sanitize } from '../../text/sanitize.ts';

/** A line of text that a person edits; the cursor is counted in graphemes. */
export interface TextField {
  readonly text: readonly string[];
  readonly cursor: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function split(text: string): string[] {
  return Array.from(graphemes.segment(text), (s) => s.segment);
}

/** A field with a text in it and the cursor behind it. */
export function textField(text = ''): TextField {
  const parts = split(text);
  return { text: parts, cursor: parts.length };
}

export function fieldText(field: TextField): string {
  return field.text.join('');
}

/** What shows of a field, and the cell of the cursor in it. */
export interface FieldWindow {
  readonly text: string;
  readonly cursor: number;
}

/**
 * A field in `width` cells: all of it and room for the cursor, or the part around the cursor, with a sign
 * where more of it is at a side.
 */
export function fieldWindow({ text, cursor }: TextField, width: number): FieldWindow {
  const parts = text.map((part) => sanitize(part));
  const cells = parts.map((part) => cellWidth(part));
  const sum = (from: number, to: number) => cells.slice(from, to).reduce((a, b) => a + b, 0);
  if (sum(0, parts.length) < width) {
    return { text: parts.join(''), cursor: sum(0, cursor) };
  }
  // A third of the room is for what stands behind the cursor, which is what is edited next.
  const ahead = Math.max(1, Math.floor(width / 3));
  let end = cursor;
  let after = 1;
  while (end < parts.length && after + (cells[end] ?? 0) <= ahead) after += cells[end++] ?? 0;
  let start = cursor;
  let before = 0;
  while (start > 0 && before + after + (cells[start - 1] ?? 0) <= width - 2) {
    before += cells[--start] ?? 0;
  }
  while (end < parts.length && before + after + (cells[end] ?? 0) <= width - 2) {
    after += cells[end++] ?? 0;
  }
  const lead = start > 0 ? '…' : '';
  const tail = end < parts.length ? '…' : '';
  return {
    text: lead + parts.slice(start, end).join('') + tail,
    cursor: lead.length + before,
  };
}

/** The field with a typed or pasted text put in at the cursor. */
export function insertText(field: TextField, text: string): TextField {
  const parts = split(text.replace(/[\r\n]+/g, ' '));
  return {
    text: field.text.toSpliced(field.cursor, 0, ...parts),
    cursor: field.cursor + parts.length,
  };
}

/** The field after an editing key, with the shells' habits; undefined for a key that does not edit. */
export function editField(field: TextField, key: string): TextField | undefined {
  const { text, cursor } = field;
  const at = (place: number): TextField => ({
    text,
    cursor: Math.max(0, Math.min(text.length, place)),
  });
  const cut = (from: number, to: number): TextField => ({
    text: text.toSpliced(from, to - from),
    cursor: from,
  });
  switch (key) {
    case 'left':
    case 'ctrl-b':
      return at(cursor - 1);
    case 'right':
    case 'ctrl-f':
      return at(cursor + 1);
    case 'home':
    case 'ctrl-a':
      return at(0);
    case 'end':
    case 'ctrl-e':
      return at(text.length);
    case 'backspace':
      return cursor > 0 ? cut(cursor - 1, cursor) : field;
    case 'delete':
    case 'ctrl-d':
      return cursor < text.length ? cut(cursor, cursor + 1) : field;
    case 'ctrl-k':
      return cut(cursor, text.length);
    case 'ctrl-u':
      return cut(0, cursor);
    case 'ctrl-w':
      return cut(wordStart(text, cursor), cursor);
    default:
      return undefined;
  }
}

function wordStart(text: readonly string[], cursor: number): number {
  let place = cursor;
  while (place > 0 && text[place - 1] === ' ') place--;
  while (place > 0 && text[place - 1] !== ' ') place--;
  return place;
}
