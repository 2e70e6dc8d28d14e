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

/** The field with a typed or pasted text put in at the cursor. */
export function inserted(field: TextField, text: string): TextField {
  const parts = split(text.replace(/[\r\n]+/g, ' '));
  return {
    text: field.text.toSpliced(field.cursor, 0, ...parts),
    cursor: field.cursor + parts.length,
  };
}

/** The field after an editing key, with the shells' habits; undefined for a key that does not edit. */
export function edited(field: TextField, key: string): TextField | undefined {
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
