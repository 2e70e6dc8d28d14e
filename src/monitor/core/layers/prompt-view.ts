import { cellWidth } from '../../../text/cell-width.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { span } from '../../../text/span.ts';
import { fitSpans, widthOf } from '../../../text/spans.ts';
import { GAP, keySpans, messageRows } from '../chrome/footer-rows.ts';
import type { Row, Size } from '../frame.ts';
import type { KeyHint } from '../keys/binding.ts';
import { fieldWindow } from '../text-field.ts';
import type { Prompt } from './layer.ts';

/** Column of the text cursor while a prompt is open. */
export function promptCursor(prompt: Prompt, width: number): number {
  const lead = cellWidth(LEAD[prompt.kind]);
  return Math.min(width - 1, lead + fieldWindow(prompt.field, width - lead).cursor);
}

const LEAD = { filter: ' /', command: ' :', search: ' search: ' } as const;

/** What is typed, and what is wrong with it: behind it, or above where there is no room. */
export function promptRows(prompt: Prompt, size: Size, hints: readonly KeyHint[]): readonly Row[] {
  const { width } = size;
  const lead = LEAD[prompt.kind];
  const typed = [
    span(lead, 'accent', { bold: true }),
    span(fieldWindow(prompt.field, width - cellWidth(lead)).text),
  ];
  const error = prompt.error === undefined ? '' : sanitize(prompt.error);
  const behind = error === '' ? [] : [span(`   ${error}`, 'bad')];
  if (widthOf([...typed, ...behind]) > width) {
    return [...messageRows(error, 'bad', size), { spans: fitSpans(typed, width) }];
  }
  const all = [...typed, ...behind];
  const keys = keySpans(hints);
  const blank = width - widthOf(all) - widthOf(keys);
  // What is typed has all the room that it needs.
  return [
    {
      spans:
        blank < GAP
          ? fitSpans(all, width)
          : fitSpans([...all, { text: ' '.repeat(blank) }, ...keys], width),
    },
  ];
}
