import { cellWidth, splitCells } from './cell-width.ts';

/** A sentence on several lines of at most `width` cells, broken between words where that is possible. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => broken(whole, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cellWidth(longer) > width && line !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** A word in pieces that fit. */
function broken(word: string, width: number): readonly string[] {
  if (cellWidth(word) <= width) return [word];
  const pieces = [''];
  let room = width;
  for (const cell of splitCells(word)) {
    if (cell.width > room) {
      pieces.push('');
      room = width;
    }
    pieces[pieces.length - 1] += cell.text;
    room -= cell.width;
  }
  return pieces.filter((piece) => piece !== '');
}
